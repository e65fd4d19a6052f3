"""Templates: work as it is usually done, taken from a promise that went that way and given to the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.foundation.texts import kept_line, kept_text
from makegood.promises.models import Promise
from makegood.work.models import Template, TemplateItem, WorkItem
from makegood.work.policies import check_plan_work
from makegood.work.services import checking
from makegood.work.services.pieces import EFFORT, list_pieces, pieces_of
from makegood.work.services.telling import TEMPLATES_CHANGED, announce_work
from makegood.work.states import usual_name


class UnableToMakeTemplate(Problem):
    """There is no work to take, or the name is taken."""

    code = "unable-to-make-template"


class UnableToApplyTemplate(Problem):
    """The template is retired, or the promise has work of the same name."""

    code = "unable-to-apply-template"


@transaction.atomic
def make_template(*, promise: int, name: str, by: Viewer, at: datetime, note: str = "") -> int:
    """Keep the work of a promise as a template, without its days and its progress; return its number.

    What waits for other promises does so no more. Denied, NotFound, UnableToMakeTemplate.
    """
    check_plan_work(by)
    if not Promise.objects.filter(pk=promise).exists():
        raise NotFound(_("There is no such promise."))
    items = list(WorkItem.objects.filter(promise=promise).order_by("pk").prefetch_related("predecessors__before"))
    if not items:
        raise UnableToMakeTemplate(_("No work is listed for this promise."))
    template = Template(
        name=kept_line(name, field="name", most=checking.NAME, refusal=UnableToMakeTemplate, needed=True),
        note=kept_text(note, field="note", most=2_000, refusal=UnableToMakeTemplate),
        made_at=at,
        made_by_id=by.number,
    )
    taken = Template.objects.filter(name__iexact=template.name, retired_at=None)
    if taken.exists():
        raise UnableToMakeTemplate(_("There is a template of that name already."), field="name")
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:  # somebody was quicker between the look and the write
        raise UnableToMakeTemplate(_("There is a template of that name already."), field="name") from error
    names = _usual_names(items)
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template=template,
            place=place,
            name=names[item.pk],
            team_id=item.team_id,
            after=[names[one.before_id] for one in item.predecessors.all() if one.before.promise_id == promise],
            **{field: getattr(item, field) for field in EFFORT},
        )
        for place, item in enumerate(items)
    )
    facts = {"name": template.name, "promise": promise, "items": len(items)}
    announce(event=TEMPLATES_CHANGED, subject=("template", template.pk), payload={}, at=at)
    record(verb="template.make", subject=("template", template.pk), actor=by.actor, at=at, facts=facts)
    return template.pk


@transaction.atomic
def apply_template(*, promise: int, template: int, by: Viewer, at: datetime) -> int:
    """List the work of a template for a promise, all of it or nothing; return how many items.

    Denied, NotFound, UnableToApplyTemplate.
    """
    check_plan_work(by)
    of = checking.locked_promise(promise, refusal=UnableToApplyTemplate)
    found = Template.objects.filter(pk=template).first()
    if found is None:
        raise NotFound(_("There is no such template."))
    if found.retired_at is not None:
        raise UnableToApplyTemplate(_("This template is retired."), field="template")
    pieces = pieces_of(found)
    there = {name.casefold() for name in of.items.values_list("name", flat=True)}
    if twice := [piece["name"] for piece in pieces if piece["name"].casefold() in there]:
        raise UnableToApplyTemplate(
            _("This promise has work of that name already: %(names)s.") % {"names": ", ".join(twice)}, field="template"
        )
    list_pieces(pieces, of=of, by=by, at=at)
    facts = {"name": found.name, "template": template, "items": len(pieces)}
    announce_work(promise, at)
    record(verb="work.apply-template", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return len(pieces)


@transaction.atomic
def retire_template(*, number: int, by: Viewer, at: datetime) -> None:
    """Offer a template no more; Denied, NotFound."""
    check_plan_work(by)
    found = Template.objects.select_for_update().filter(pk=number, retired_at=None).first()
    if found is None:
        raise NotFound(_("There is no such template."))
    found.retired_at = at
    found.version += 1
    found.save(update_fields=["retired_at", "version"])
    announce(event=TEMPLATES_CHANGED, subject=("template", number), payload={}, at=at)
    record(verb="template.retire", subject=("template", number), actor=by.actor, at=at, facts={"name": found.name})


def _usual_names(items: Sequence[WorkItem]) -> dict[int, str]:
    """Return what each item is called in a template: without its number in a tracker, where that leaves it one name."""
    usual = {item.pk: usual_name(item.name, item.external_id) for item in items}
    counts = Counter(name.casefold() for name in usual.values())
    return {item.pk: usual[item.pk] if counts[usual[item.pk].casefold()] == 1 else item.name for item in items}
