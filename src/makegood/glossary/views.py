"""Pages of the glossary."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.foundation.clock import present
from makegood.foundation.history.queries import story
from makegood.glossary import policies, queries, services
from makegood.glossary.forms import RetireForm, TermChangeForm, TermForm
from makegood.glossary.queries import link_terms, terms_for_linking
from makegood.people.queries import kept_views, people_choices
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show
from makegood.web.stories import tell, tell_facts, tell_names, told

tell(
    {
        "term.add": later("Added"),
        "term.change": later("Changed: %(reason)s"),
        "term.retire": later("Retired: %(reason)s"),
    }
)
tell_facts("term", TermForm.base_fields, numbers={"owner": "person"})
tell_names("term", queries.term_names)


@admits(policies.check_read_glossary)
def glossary(request: StaffRequest) -> HttpResponseBase:
    """List terms."""
    viewer = request.viewer
    columns = [
        Column(_("Term"), export=lambda row: row.name),
        Column(_("What it means here"), export=lambda row: row.definition),
        Column(_("Other words for it"), export=lambda row: ", ".join(row.synonyms)),
        Column(_("Owner"), export=lambda row: row.owner_name),
    ]
    filters = [
        Filter("owner", _("Owner"), [("", _("Of everybody")), ("me", _("Mine"))]),
        Filter("state", _("State"), [("open", _("In use")), ("all", _("With retired ones"))]),
    ]
    asked = read_asked(request.GET, columns, filters)
    page = queries.term_page(
        viewer,
        text=asked.text,
        owner=viewer.number if asked.chosen["owner"] == "me" else None,
        with_retired=asked.chosen["state"] == "all",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "glossary")]
    listing = Listing("glossary", columns, filters, asked, page.rows, page.total, views)
    return answer(request, "glossary/glossary.html", listing, {"may_add": policies.can_add_terms(viewer)})


@admits(policies.check_read_glossary)
def term(request: StaffRequest, number: int) -> HttpResponse:
    """Show a term with everything that it ever meant."""
    viewer = request.viewer
    found = queries.find_term(number, viewer)
    context = {
        "term": found,
        "definition": [
            piece if piece.term != number else queries.Piece(piece.text)
            for piece in link_terms(found.definition, terms_for_linking(viewer))
        ],
        "versions": queries.versions_of(number, viewer),
        "translations": queries.translations_of(number, viewer),
        "story": told(story(subject=("term", number), viewer=viewer)),
        "may_change": policies.can_change_term(viewer, found.owner),
    }
    return show(request, "glossary/term.html", context)


@admits(policies.check_read_glossary)
def card(request: StaffRequest, number: int) -> HttpResponse:
    """Show a term in short, over the word that it explains."""
    return show(request, "glossary/card.html", {"term": queries.find_term(number, request.viewer)})


@admits(policies.check_add_terms)
def add(request: StaffRequest) -> HttpResponse:
    """Add a term."""
    viewer = request.viewer
    return edit(
        request,
        template="glossary/add.html",
        form=TermForm(sent(request), offers={"owner": people_choices(viewer)}, initial={"language": viewer.language}),
        act=lambda given: services.add_term(**given, by=viewer, at=present()),
        then=lambda number: reverse("term", args=[number]),
        said=_("Added."),
    )


@admits(policies.check_read_glossary)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what a term means; the wording so far is kept."""
    viewer = request.viewer
    found = queries.find_term(number, viewer)
    policies.check_change_term(viewer, found.owner)
    names = ("name", "definition", "synonyms", "owner")
    initial = {name: getattr(found, name) for name in names}
    return edit(
        request,
        template="glossary/change.html",
        form=TermChangeForm(
            sent(request), offers={"owner": people_choices(viewer)}, called={"owner": found.owner_name}, initial=initial
        ),
        act=lambda given: services.change_term(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("term", args=[number]),
        said=_("Saved; the wording so far is kept."),
        version=found.version,
        context={"term": found},
    )


@admits(policies.check_read_glossary)
def retire(request: StaffRequest, number: int) -> HttpResponse:
    """Retire a term."""
    viewer = request.viewer
    found = queries.find_term(number, viewer)
    policies.check_change_term(viewer, found.owner)
    return edit(
        request,
        template="glossary/retire.html",
        form=RetireForm(sent(request)),
        act=lambda given: services.retire_term(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("term", args=[number]),
        said=_("Retired."),
        context={"term": found},
    )
