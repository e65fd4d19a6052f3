"""What became of past promises, from history."""

from __future__ import annotations

from makegood.engine.portfolio import HistoryRow
from makegood.files.columns import History
from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet


def build_history(history: Sheet) -> tuple[HistoryRow, ...]:
    """Return the rows in the order of the file; one with neither a promised date nor an outcome is refused."""
    _refuse_unknown_outcomes(history)
    promise, cancelled_by, kept = (
        history.need(History.promise),
        history.need(History.cancelled_by),
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
            cancelled_by=cancelled_by[at],
            attributes=attributes[at],
        )
        for at in range(len(history))
        if at not in history.spoilt
    )


def _refuse_unknown_outcomes(history: Sheet) -> None:
    texts = zip(history.texts(History.promised), history.texts(History.kept), strict=True)
    for place, (promised, kept) in enumerate(texts):
        if not promised and not kept:
            refused = Refused(problem("outcome unknown"), mend("give promised or kept"))
            history.refuse(place, History.promised, refused)
