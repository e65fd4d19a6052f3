"""The portfolio held ready part by part: after a change only what has work in common with it is made ready again.

Parts that share no team and no predecessor have nothing to do with one another, and draws depend on keys alone; so an
answer from a part is that of the whole, to the bit. An offer that works in several parts makes them one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from makegood.engine.layout import resolved
from makegood.engine.parts import Parting, part_of
from makegood.engine.portfolio import Portfolio, Team
from makegood.engine.quoting.offers import Offer, inserted
from makegood.engine.quoting.warm import Harm, Quote, WarmPortfolio, reaching
from makegood.engine.settings import Settings

NO_WORK = ""
"""The part of what has no work."""
MOST_JOINED = 2
"""How many parts that an offer made one are kept: each takes as much memory as what it is made of."""


@dataclass(frozen=True, slots=True)
class _Part:
    rows: Portfolio
    warm: WarmPortfolio


@dataclass(frozen=True, slots=True)
class _Cell:
    """Parts that are played together, and what was put in since they were made ready."""

    names: frozenset[str]
    warm: WarmPortfolio
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The whole and its parts, before anything is put in."""

    portfolio: Portfolio
    settings: Settings
    as_of: date
    compiled: bool | None
    parting: Parting
    parts: Mapping[str, _Part]
    harm: Harm
    joined: dict[tuple[frozenset[str], tuple[Offer, ...]], _Cell] = field(default_factory=dict)

    def knows(self, other: Ready) -> bool:
        """Say whether a part that both have is ready alike in both."""
        return self._ground() == other._ground()

    def _ground(self) -> tuple[object, ...]:
        whole = self.portfolio
        return (
            self.as_of, self.settings, self.compiled, whole.company_zone, whole.attributes, whole.measurements
        )  # fmt: skip

    def prepared(self, rows: Portfolio) -> WarmPortfolio:
        """Return some of the rows made ready, with all that is known of attributes and measures beside them."""
        beside = replace(rows, attributes=self.portfolio.attributes, measurements=self.portfolio.measurements)
        return WarmPortfolio.of(beside, as_of=self.as_of, settings=self.settings, compiled=self.compiled)

    def together(self, cells: Sequence[_Cell]) -> _Cell:
        """Return several cells as one, made ready when somebody first asks for them together."""
        if len(cells) == 1:
            return cells[0]
        names = frozenset[str]().union(*(cell.names for cell in cells))
        offers = tuple(offer for cell in cells for offer in cell.offers)
        known = self.joined.get((names, offers))
        if known is None:  # two who ask at once may both make it ready: it is the same
            for oldest in list(self.joined)[: 1 - MOST_JOINED]:
                self.joined.pop(oldest, None)
            warm = self.prepared(part_of(self.portfolio, [self.parts[name].rows for name in names]))
            known = _Cell(names, warm.with_offer(*offers) if offers else warm, offers)
            self.joined[names, offers] = known
        return known


class WarmParts:
    """A portfolio as :class:`~makegood.engine.quoting.WarmPortfolio` holds it, each independent part by itself.

    Nothing in it changes; several threads may ask at once. Answers are those of the whole, to the bit.
    """

    def __init__(self, ready: Ready, cells: Sequence[_Cell]) -> None:
        """Hold what :meth:`of` made."""
        self.ready = ready
        self._cells = tuple(cells)
        self._cell_of = {
            team.name: cell for cell in self._cells for name in cell.names for team in ready.parts[name].rows.teams
        }

    @classmethod
    def of(
        cls,
        portfolio: Portfolio,
        *,
        as_of: date,
        settings: Settings | None = None,
        until: date | None = None,
        compiled: bool | None = None,
        before: WarmParts | None = None,
        between: Callable[[], object] = lambda: None,
    ) -> WarmParts:
        """Make ``portfolio`` ready; parts whose rows are those of ``before`` are taken from it.

        ``before`` may be read on, but not given to several threads here. ``between`` is called before each part that
        is made ready, which may take a second. Everything else as for :meth:`WarmPortfolio.of`.
        """
        parting = Parting() if before is None else before.ready.parting
        parts: dict[str, _Part] = {}
        ready = Ready(
            portfolio=portfolio,
            settings=reaching(resolved(settings or Settings(), portfolio, as_of), as_of, until),
            as_of=as_of,
            compiled=compiled,
            parting=parting,
            parts=parts,
            harm=Harm(portfolio),
        )
        known = before.ready.parts if before is not None and before.ready.knows(ready) else {}
        for name, rows in parting.parts_of(portfolio).items():
            held = known.get(name)
            if held is None or held.rows != rows:
                between()
                held = _Part(rows, ready.prepared(rows))
            parts[name] = held
        return cls(ready, [_Cell(frozenset({name}), part.warm) for name, part in parts.items()])

    @property
    def settings(self) -> Settings:
        """The settings, all of them decided: a forecast with these gives the same figures."""
        return self.ready.settings

    @property
    def as_of(self) -> date:
        """The day looked from."""
        return self.ready.as_of

    @property
    def horizon(self) -> date:
        """The last day simulated."""
        days = self.settings.horizon_days or 0
        return self.as_of + timedelta(days=days - 1)

    @property
    def portfolio(self) -> Portfolio:
        """What is promised, with what was put in."""
        return inserted(self.ready.portfolio, (offer for cell in self._cells for offer in cell.offers))

    def quote(self, offer: Offer, *, endangers: bool = True) -> Quote:
        """Answer as :meth:`WarmPortfolio.quote` does."""
        return self.quote_together((offer,), endangers=endangers)[0]

    def quote_together(
        self,
        offers: Sequence[Offer],
        *,
        endangers: bool = True,
        teams: Sequence[Team] = (),
        samples: int | None = None,
    ) -> tuple[Quote, ...]:
        """Answer as :meth:`WarmPortfolio.quote_together` does."""
        cell = self.ready.together(self._cells_of(offers, teams))
        answers = cell.warm.quote_together(offers, endangers=endangers, teams=teams, samples=samples)
        return tuple(self._among_all(offer, one, cell) for offer, one in zip(offers, answers, strict=True))

    def with_offer(self, *offers: Offer) -> WarmParts:
        """Return it with ``offers`` promised or reserved."""
        known = self
        for offer in offers:
            cell = self.ready.together(known._cells_of((offer,)))
            others = (one for one in known._cells if not one.names <= cell.names)
            moved = _Cell(cell.names, cell.warm.with_offer(offer), (*cell.offers, offer))
            known = WarmParts(self.ready, (*others, moved))
        return known

    def _cells_of(self, offers: Iterable[Offer], teams: Iterable[Team] = ()) -> list[_Cell]:
        """Return the cells in which offers would work, and those that know one of their keys."""
        asked = list(offers)
        named = [*(item.team for offer in asked for item in offer.items), *(team.name for team in teams)]
        keys = {key for offer in asked for key in (offer.key, *_keys_of(offer))}
        wanted = {id(self._cell_of[name]) for name in named if name in self._cell_of}
        found = [cell for cell in self._cells if id(cell) in wanted or cell.warm.knows_any(keys)]
        return found or [cell for cell in self._cells if NO_WORK in cell.names]

    def _among_all(self, offer: Offer, answer: Quote, cell: _Cell) -> Quote:
        """Return an answer of one cell with what depends on all the others: its place, and what a value stands for."""
        others = (one.warm for one in self._cells if not one.names <= cell.names)
        ahead = sum(warm.ahead_of(offer.promise) for warm in others)
        read = answer.promise
        harm = self.ready.harm.of(offer.promise, read.p_kept)
        return replace(answer, promise=replace(read, place=read.place + ahead, harm=harm))


def _keys_of(offer: Offer) -> Iterable[str]:
    for item in offer.items:
        yield item.key
        yield from item.after
