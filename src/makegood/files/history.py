"""What became of past promises, from history."""

from __future__ import annotations

from makegood.engine.portfolio import HistoryRow
from makegood.files.columns import History
from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet


def build_history(history: Sheet) -> tuple[HistoryRow, ...]:
    """Return the rows in the order of the file; one that was delivered, nobody knows whether in time, is refused."""
    _refuse_unknown_outcomes(history)
    promise, cancelled_by, kept = (
        history.need(History.promise),
        history.get(History.cancelled_by),
        history.get(History.kept),
    )
    promised, delivered, made = (history.get(each) for each in (History.promised, History.delivered, History.made))
    as_of, known_at, attributes = history.get(History.as_of), history.get(History.known_at), history.attributes()
    return tuple(
        HistoryRow(
            promise=promise[at],
            promised=promised[at],
            delivered=delivered[at],
            made=made[at],
            as_of=as_of[at],
            kept=kept[at],
            known_at=known_at[at],
            cancelled_by=cancelled_by[at] or "",
            attributes=attributes[at],
        )
        for at in range(len(history))
        if at not in history.spoilt
    )


def refuse_unscorable(history: Sheet) -> None:
    """Refuse a history that says nowhere when a forecast was made, or nowhere what it would be held against."""
    if not history.readable or not history.columns:
        return
    for either in ((History.made, History.as_of), (History.promised, History.kept)):
        if not any(column.name in history.columns for column in either):
            first, second = either
            why, how = problem("missing column"), mend("add one of the columns", column=first.name, other=second.name)
            history.reading.journal.refuse(history.file, why, how, column=first.name)


def _refuse_unknown_outcomes(history: Sheet) -> None:
    """Refuse rows that say when something was delivered and not against what; open and cancelled ones need neither."""
    columns = (History.promised, History.kept, History.delivered, History.cancelled_by)
    texts = zip(*(history.texts(each) for each in columns), strict=True)
    for place, (promised, kept, delivered, cancelled_by) in enumerate(texts):
        if delivered and not (promised or kept or cancelled_by):
            refused = Refused(problem("outcome unknown"), mend("give promised or kept"))
            history.refuse(place, History.promised, refused)
