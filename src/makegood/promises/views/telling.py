"""How history tells what happened to promises."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.promises.forms import FIELD_NAMES, CaptureForm, DraftForm, InvolveForm
from makegood.promises.queries import promise_names
from makegood.promises.views.written import as_written
from makegood.web.inputs import Day, Line
from makegood.web.stories import tell, tell_facts, tell_names


def _notice(facts: Mapping[str, object]) -> Promise:
    """Say which date the customer was told; none was named where they heard only that it is in danger."""
    if facts and not facts.get("date"):
        return _("The customer was told that the date is in danger; no other was named")
    return _("The customer was told: %(date)s")


def _term(sentence: Promise, facts: Mapping[str, object]) -> str:
    """Say what was promised as people write it; signs of per cent are doubled, for facts are put in afterwards."""
    stated = as_written(str(facts.get("value", "")))
    return str(sentence).replace("%(value)s", stated.replace("%", "%%")) if facts else str(sentence)


def _expired(facts: Mapping[str, object]) -> Promise:
    return _("Expired: %(reason)s") if facts.get("reason") else _("Expired")


tell(
    {
        "promise.capture": _("Written down"),
        "promise.change": _("Changed"),
        "promise.quote": _("Quoted"),
        "promise.reserve": _("Capacity reserved"),
        "promise.release": _("Capacity released"),
        "promise.commit": _("Committed: the customer relies on it from now on"),
        "promise.deliver": _("Delivered on %(on)s"),
        "promise.accept": _("Accepted on %(on)s by %(accepted_by)s"),
        "promise.reject": _("The customer did not take it: %(reason)s"),
        "promise.unaccept": _("The acceptance of %(on)s was taken back: %(reason)s"),
        "promise.indicator": _("Watched from now on: %(name)s"),
        "promise.reading": _("Read %(name)s on %(on)s: %(value)s"),
        "promise.no-indicator": _("Watched no longer: %(name)s"),
        "promise.cancel-for-customer": _("Cancelled by the customer: %(reason)s"),
        "promise.cancel-by-us": _("Cancelled by us: %(reason)s"),
        "promise.expire": _expired,
        "promise.term": partial(_term, _("Term added: %(subject)s %(value)s")),
        "promise.no-term": partial(_term, _("Term removed: %(subject)s %(value)s")),
        "promise.check": _("Checked %(subject)s: %(note)s"),
        "promise.check-date": _("Checked the date %(due)s"),
        "promise.involve": _("Involved: %(person)s (%(role)s)"),
        "promise.uninvolve": _("Not involved any more: %(person)s"),
        "promise.evidence": _("Evidence added: %(title)s"),
        "promise.no-evidence": _("Evidence withdrawn: %(title)s, because %(reason)s"),
        "promise.notice": _notice,
        "promise.comment": _("A comment"),
    }
)
_FIELDS: dict[str, forms.Field] = {name: Line(label=label) for name, label in FIELD_NAMES.items()}
_FIELDS |= {
    "parent": Line(label=_("Part of")),
    "said_by_name": Line(label=_("Said by")),
    "source": Line(label=_("Which system it comes from")),
    "first_due": Day(label=_("The date that was agreed first")),
    "told": Day(label=_("The date that the customer was told last")),
}
tell_facts(
    "promise",
    {**_FIELDS, **CaptureForm.base_fields, **DraftForm.base_fields, **InvolveForm.base_fields},
    numbers={
        "owner": "person",
        "said_by": "person",
        "person": "person",
        "said_to": "contact",
        "customer": "customer",
        "parent": "promise",
    },
)
tell_names("promise", promise_names)
