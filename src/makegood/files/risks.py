"""Risk drivers and the items they touch, from risks."""

from __future__ import annotations

from collections.abc import Mapping

from makegood.engine.portfolio import RiskDriver
from makegood.files.columns import Risks, Work
from makegood.files.errors import mend, problem
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet
from makegood.files.work import item_keys, split_references


def build_risks(risks: Sheet, work: Sheet, promises: Names) -> tuple[RiskDriver, ...]:
    """Return the risks in the order of the file; refuse those without effect or with unknown items."""
    risks.refuse_duplicates(Risks.risk, risks.texts(Risks.risk))
    _refuse_without_effect(risks)
    touched = _Touched(work, promises)
    items = [_items(risks, place, touched) for place in range(len(risks))]
    name, probability = risks.need(Risks.risk), risks.need(Risks.probability)
    factor, delay = risks.get(Risks.factor), risks.get(Risks.delay_days)
    return tuple(
        RiskDriver(
            name=name[at],
            probability=probability[at],
            items=items[at],
            factor=1.0 if (given := factor[at]) is None else given,
            delay_days=delay[at] or 0,
        )
        for at in range(len(risks))
        if at not in risks.spoilt
    )


def _refuse_without_effect(risks: Sheet) -> None:
    for place, (factor, delay) in enumerate(zip(risks.texts(Risks.factor), risks.texts(Risks.delay_days), strict=True)):
        if not factor and not delay:
            refused = Refused(problem("risk without effect"), mend("give factor or delay"))
            risks.refuse(place, Risks.factor, refused)


class _Touched:
    """What a risk can name: items by key, and promises for all their items."""

    def __init__(self, work: Sheet, promises: Names) -> None:
        keys = item_keys(work)
        self.complete = work.readable
        self.items = Names(keys, listed_in=work.file, complete=work.readable)
        self.promises = promises
        self.by_promise: Mapping[str, list[str]] = _grouped(work, keys)

    def __contains__(self, name: object) -> bool:
        return str(name) in self.items or str(name) in self.promises


def _grouped(work: Sheet, keys: list[str]) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for promise, key in zip(work.texts(Work.promise), keys, strict=True):
        grouped.setdefault(promise, []).append(key)
    return grouped


def _items(risks: Sheet, place: int, touched: _Touched) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in split_references(risks.texts(Risks.items)[place], touched):
        if name in touched.items:
            found[name] = None
        elif name in touched.by_promise:
            found.update(dict.fromkeys(touched.by_promise[name]))
        elif touched.complete:
            risks.refuse(place, Risks.items, _unknown(name, touched))
    return tuple(found)


def _unknown(name: str, touched: _Touched) -> Refused:
    if name in touched.promises:
        return Refused(problem("promise without items", promise=name), mend("add its work or remove it"))
    nearest = touched.items.nearest(name) if "/" in name else touched.promises.nearest(name)
    how = mend("did you mean", suggestion=nearest) if nearest else touched.items.mend(name)
    return Refused(problem("unknown item", item=name), how)
