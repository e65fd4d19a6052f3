"""Promises with their attributes, from promises."""

from __future__ import annotations

from makegood.engine.portfolio import DEFAULT_CLASS, Promise
from makegood.files.columns import Promises
from makegood.files.errors import mend, problem
from makegood.files.money import currencies_in
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet


def promise_names(promises: Sheet) -> Names:
    """Return the keys of all promises, also of those with mistakes in other columns."""
    return Names(promises.texts(Promises.promise), listed_in=promises.file, complete=promises.readable)


def build_promises(promises: Sheet) -> tuple[Promise, ...]:
    """Return the promises in the order of the file; refuse what doesn't fit together."""
    promises.refuse_duplicates(Promises.promise, promises.texts(Promises.promise))
    for later in (Promises.due, Promises.first_due, Promises.accepted_at):
        promises.refuse_earlier(later, Promises.made_at)
    key, customer, due = (
        promises.need(Promises.promise),
        promises.need(Promises.customer),
        promises.need(Promises.due),
    )
    first_due, made_at, told = (promises.get(each) for each in (Promises.first_due, Promises.made_at, Promises.told))
    currency = _currencies(promises)
    accepted_at, ranks = promises.get(Promises.accepted_at), promises.get(Promises.priority_class)
    value, zone = promises.get(Promises.value), promises.get(Promises.timezone)
    tier, wording = promises.need(Promises.tier), promises.need(Promises.wording)
    made_by, channel, owner = (promises.need(each) for each in (Promises.made_by, Promises.channel, Promises.owner))
    attributes = promises.attributes()
    return tuple(
        Promise(
            key=key[at],
            customer=customer[at],
            due=due[at],
            first_due=first_due[at],
            made_at=made_at[at],
            told=told[at],
            accepted_at=accepted_at[at],
            priority_class=DEFAULT_CLASS if (rank := ranks[at]) is None else rank,
            value=value[at],
            currency=currency[at],
            tier=tier[at] or None,
            zone=zone[at],
            wording=wording[at],
            made_by=made_by[at],
            channel=channel[at],
            owner=owner[at],
            attributes=attributes[at],
        )
        for at in range(len(promises))
        if at not in promises.spoilt
    )


def _currencies(promises: Sheet) -> list[str | None]:
    """Return the currency of each value, where need be from the sign beside it; refuse one that says another."""
    found = list(promises.get(Promises.currency))
    for place, text in enumerate(promises.texts(Promises.value)):
        written = currencies_in(text) if text else frozenset()
        given = found[place]
        if given is None and len(written) == 1:
            (found[place],) = written
        elif given is not None and written and given not in written:
            why = problem("currencies differ", written=" / ".join(sorted(written)), currency=given)
            promises.refuse(place, Promises.value, Refused(why, mend("keep one currency")))
    return found
