"""A problem as arrays: one record an item, a link, a team's day …, in the order in which capacity is given.

What an item leaves for others (when it was ready, began and finished, and what it needed) is kept in a numbered *row*
of lanes for as long as somebody may read it, and the row is used again afterwards: a handful of rows stays in the
processor's cache whatever the size of the portfolio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from makegood.engine.estimates import SHAPE_BITS, SHAPE_INTERVALS, Kind, Sampler, identity_shape
from makegood.engine.kernel.stepping import STEP
from makegood.engine.problem import Job, Problem
from makegood.engine.tracing import ends_early

LOGNORMAL, SCALED, NORMAL, TABULATED, SHAPED = range(5)
"""How to draw; the last three are SCALED where 32 bits are enough."""
MOST_SCALE = 1 << 16
MOST_STEP = 1 << 23
MOST_PRODUCT = (1 << 31) - (1 << 12)

SAMPLER = np.dtype(
    [
        *((name, "i4") for name in ("kind", "shift", "location", "spread", "shape")),
        ("words", "u2", (4,)),
    ],
    align=True,
)
"""How to draw: :class:`makegood.engine.estimates.Sampler`, its shape as a place, and the stream's word in parts."""
JOB = np.dtype(
    [
        *((name, "i4") for name in ("deal", "team", "row", "earliest", "slots", "week", "stage")),
        *((name, "i4") for name in ("before", "before_end", "risk", "risk_end")),
        *((name, "i4") for name in ("effort", "queue", "no_capacity", "start", "wait")),
        *((name, "u1") for name in ("pausable", "running", "last")),
        ("sampler", SAMPLER),
    ],
    align=True,
)
"""An item: who and where, its links, where its causes are counted, whether it is its promise's last, how to draw it."""
LINK = np.dtype([("place", "i4"), ("cause", "i4")])
"""A predecessor's row, a risk or a roadmap entry, and where it is counted as a cause; −1 for no cause of its own."""
DEAL = np.dtype([(name, "i4") for name in ("job", "job_end", "entry", "entry_end", "cause", "cause_end")])
"""A promise: its items, roadmap entries and causes."""
PLACE = np.dtype([(name, "i4") for name in ("day", "length", "capacity", "week")])
"""A day on which a team has capacity: minutes of one slot and of all."""
DAY, LENGTH = 0, 1
"""Rows of a team's places: the day, and one slot's minutes."""
PLACE_BITS = 16
"""Bits of a team's opening that hold the place."""
MINUTES_APART_BITS = 8
"""Every 256th minute of one slot the day is noted on which it is given."""
NEVER = np.int32(0x7FFFFFFF)
TEAM = np.dtype([("opened", "i4"), ("ends_early", "i4")])
"""A team's number of days with capacity, and whether it has none any more long before the horizon."""
RISK = np.dtype([("factor", "i8"), ("delay", "i8")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Items and whose they are, as the compiled functions read them; lists are numbers end to end."""

    jobs: NDArray[np.void]
    links: NDArray[np.void]
    """Predecessors' rows, then risks, then roadmap entries."""
    stages: NDArray[np.void]
    shapes: NDArray[np.int32]
    deals: NDArray[np.void]
    deal_jobs: NDArray[np.int32]
    risks: NDArray[np.void]
    rows: int
    """How many rows of lanes are needed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays(Work):
    """Everything about a problem that the compiled functions read: the work, and what teams can give."""

    calendars: NDArray[np.void]
    """[team, place]; behind the last one as many of no length as are walked at once, with a minute nobody can take."""
    places: NDArray[np.uint16]
    """[team, DAY or LENGTH, place]."""
    place_of_day: NDArray[np.uint16]
    openings: NDArray[np.uint32]
    """[team, day]: its place, and above it one slot's minutes if the team has capacity on that day."""
    teams: NDArray[np.void]
    given: NDArray[np.int32]
    """[team, day]: what one slot can have before that day; no end of it after the day behind the horizon."""
    reached: NDArray[np.uint16]
    """[team, minutes / 256]: the first day by whose end one slot can have so many."""
    next_day: NDArray[np.uint16]
    """[team, day]: the next day after it on which one slot can have something."""


def lay_out_arrays(problem: Problem) -> Arrays:
    """Turn ``problem`` into arrays."""
    work = lay_out_work(problem)
    return Arrays(**{field.name: getattr(work, field.name) for field in fields(Work)}, **_team_arrays(problem))


def with_calendars(arrays: Arrays, problem: Problem) -> Arrays:
    """Return ``arrays`` with the teams of ``problem``, which has the same work."""
    return replace(arrays, **_team_arrays(problem))


def lay_out_work(problem: Problem) -> Work:
    """Turn the items of ``problem``, and whose they are, into arrays.

    Where a problem that is built alike was laid out before, only the records of items that are others are made again.
    """
    known: _Known | None = problem.notes.get("work")
    if known is None:
        shapes: dict[bytes, int] = {b"": 0}
        known = _Known(problem.jobs, _whole_work(problem, shapes), shapes)
    else:
        known = _Known(problem.jobs, _patched(known, problem.jobs), known.shapes)
    problem.notes["work"] = known
    return known.work


@dataclass(frozen=True, slots=True)
class _Known:
    """What was laid out, and of what."""

    jobs: tuple[Job, ...]
    work: Work
    shapes: dict[bytes, int]


def _patched(known: _Known, jobs: Sequence[Job]) -> Work:
    """Return the work that is known with the records of those ``jobs`` made again that are others."""
    others = [place for place, (was, now) in enumerate(zip(known.jobs, jobs, strict=True)) if was is not now]
    if not others:
        return known.work
    records = known.work.jobs.copy()
    some = records[others]
    _fill_own(some, [jobs[place] for place in others], known.shapes)
    records[others] = some
    return replace(known.work, jobs=records, shapes=_joined_shapes(known.shapes))


def _whole_work(problem: Problem, shapes: dict[bytes, int]) -> Work:
    *of_jobs, wait, risk, predecessor, entry = problem.cause_places[1]
    rows, most = _rows(problem)
    befores = _befores(problem, rows, predecessor)
    risks = _links(_joined(job.risks for job in problem.jobs), risk)
    entries = _links(_joined(deal.roadmap for deal in problem.deals), entry)
    stages = [job.stage for job in problem.jobs if job.stage is not None]
    waits = np.zeros(len(stages), dtype=SAMPLER)
    _fill_samplers(waits, [(stage.remaining, stage.word) for stage in stages], shapes)
    jobs = _jobs(problem, rows, first_risk=len(befores))
    _fill_own(jobs, problem.jobs, shapes)
    for name, places in zip(("effort", "queue", "no_capacity", "start"), of_jobs, strict=True):
        jobs[name] = places
    jobs["wait"][jobs["stage"] >= 0] = wait
    return Work(
        jobs=jobs,
        links=np.concatenate([befores, risks, entries]),
        stages=waits,
        shapes=_joined_shapes(shapes),
        deals=_deals(problem, first_entry=len(befores) + len(risks)),
        deal_jobs=_joined(deal.jobs for deal in problem.deals),
        risks=np.array([(risk.factor, risk.delay_days) for risk in problem.risks], dtype=RISK),
        rows=most,
    )


def _team_arrays(problem: Problem) -> dict[str, Any]:
    calendars, place_of_day, teams = _calendars(problem)
    given = _given(problem)
    return {
        "calendars": calendars,
        "places": _places(calendars),
        "place_of_day": place_of_day,
        "openings": _openings(calendars, place_of_day),
        "teams": teams,
        "given": given,
        "reached": _reached(given),
        "next_day": _next_days(given),
    }


def _joined_shapes(shapes: Iterable[bytes]) -> NDArray[np.int32]:
    width = SHAPE_INTERVALS + 1
    flat = np.frombuffer(b"".join(shape or bytes(4 * width) for shape in shapes), dtype=np.int32)
    return flat.reshape(-1, width).copy()


def _places(calendars: NDArray[np.void]) -> NDArray[np.uint16]:
    places = np.zeros((len(calendars), 2, calendars.shape[1]), dtype=np.uint16)
    places[:, DAY], places[:, LENGTH] = calendars["day"], calendars["length"]
    return places


def _openings(calendars: NDArray[np.void], place_of_day: NDArray[np.uint16]) -> NDArray[np.uint32]:
    found = np.take_along_axis(calendars, place_of_day.astype(np.intp), axis=1)
    today = found["day"] == np.arange(place_of_day.shape[1])
    minutes = np.where(today, found["length"], 0).astype(np.uint32)
    return place_of_day.astype(np.uint32) | minutes << np.uint32(PLACE_BITS)


def _joined(groups: Iterable[Sequence[int]]) -> NDArray[np.int32]:
    return np.array([value for group in groups for value in group], dtype=np.int32)


def _links(places: NDArray[np.int32], causes: NDArray[np.int32]) -> NDArray[np.void]:
    links = np.zeros(len(places), dtype=LINK)
    links["place"], links["cause"] = places, causes
    return links


def _befores(problem: Problem, rows: Sequence[int], causes: NDArray[np.int32]) -> NDArray[np.void]:
    jobs = problem.jobs
    places = _joined([rows[before] for before in job.predecessors] for job in jobs)
    others = [jobs[before].promise != job.promise for job in jobs for before in job.predecessors]
    counted = np.full(len(places), -1, dtype=np.int32)
    counted[np.array(others, dtype=np.bool_)] = causes
    return _links(places, counted)


def set_spans(records: NDArray[np.void], name: str, lengths: Sequence[int], first: int = 0) -> None:
    """Write where each record's part of a list begins and ends; the first one at ``first``."""
    ends = first + np.cumsum(lengths, dtype=np.int32)
    records[f"{name}_end"] = ends
    records[name] = ends - np.array(lengths, dtype=np.int32)


def _fill_samplers(records: NDArray[np.void], drawn: Sequence[tuple[Sampler, int]], shapes: dict[bytes, int]) -> None:
    for name in ("shift", "location", "spread"):
        records[name] = [getattr(sampler, name) for sampler, _ in drawn]
    records["kind"] = [_kind(sampler) for sampler, _ in drawn]
    records["shape"] = [shapes.setdefault(sampler.shape, len(shapes)) for sampler, _ in drawn]
    words = np.array([word for _, word in drawn], dtype=np.uint64)
    for part, shift in enumerate((0, 16, 32, 48)):
        records["words"][:, part] = (words >> np.uint64(shift)).astype(np.uint16)


def _fill_own(records: NDArray[np.void], jobs: Sequence[Job], shapes: dict[bytes, int]) -> None:
    """Write what is an item's own, whatever its place and its links."""
    records["earliest"] = [job.earliest_day for job in jobs]
    records["slots"] = [job.item.slots for job in jobs]
    records["pausable"] = [job.item.pausable for job in jobs]
    samplers = records["sampler"]
    _fill_samplers(samplers, [(job.effort, job.word) for job in jobs], shapes)


def _kind(sampler: Sampler) -> int:
    """Choose the quickest way to draw that gives the same answer."""
    if sampler.kind is Kind.LOGNORMAL:
        return LOGNORMAL
    if sampler.shape is identity_shape() and sampler.spread < MOST_SCALE:
        return NORMAL
    plain = sampler.spread == 1 << SHAPE_BITS and sampler.shift == 0
    if plain and int(sampler.values[-1]) - int(sampler.values[0]) < MOST_STEP:
        return TABULATED
    most, step = _extent(sampler.shape)
    return SHAPED if sampler.spread * most < MOST_PRODUCT and step < MOST_STEP else SCALED


@lru_cache(maxsize=256)
def _extent(shape: bytes) -> tuple[int, int]:
    """Return the largest of a shape's values, whatever its sign, and the largest step between two."""
    values = np.frombuffer(shape, dtype=np.int32).astype(np.int64)
    return int(np.abs(values).max()), int(np.abs(np.diff(values)).max())


def _rows(problem: Problem) -> tuple[list[int], int]:
    """Give each job a row that nobody else uses until the last promise that reads it is settled."""
    last_read = last_reads(problem)
    ending: list[list[int]] = [[] for _ in problem.jobs]
    rows: list[int] = []
    spare: list[int] = []
    most = 0
    for number, until in enumerate(last_read):
        if not spare:
            spare.append(most)
            most += 1
        rows.append(spare.pop())
        ending[until].append(rows[-1])
        spare.extend(ending[number])
    return rows, max(1, most)


def last_reads(problem: Problem) -> list[int]:
    """Return for each job the last one up to which somebody may read when it was finished."""
    settled = [max(deal.jobs, default=-1) for deal in problem.deals]
    last_read = [settled[job.promise] for job in problem.jobs]
    for job in problem.jobs:
        for predecessor in job.predecessors:
            last_read[predecessor] = max(last_read[predecessor], settled[job.promise])
    return last_read


def _jobs(problem: Problem, rows: Sequence[int], first_risk: int) -> NDArray[np.void]:
    jobs = problem.jobs
    records = np.zeros(len(jobs), dtype=JOB)
    due = [max(0, min(problem.deals[job.promise].last_day, problem.days - 1)) for job in jobs]
    staged = np.array([job.stage is not None for job in jobs], dtype=np.bool_)
    records["deal"] = [job.promise for job in jobs]
    records["team"] = [job.team for job in jobs]
    records["row"] = rows
    records["week"] = np.minimum(problem.week_of_days[due], problem.settings.weeks)
    records["stage"] = np.where(staged, np.cumsum(staged) - 1, -1)
    records["running"] = [job.stage is not None and job.stage.running for job in jobs]
    records["last"][[max(deal.jobs) for deal in problem.deals if deal.jobs]] = True
    set_spans(records, "before", [len(job.predecessors) for job in jobs])
    set_spans(records, "risk", [len(job.risks) for job in jobs], first_risk)
    return records


def _deals(problem: Problem, first_entry: int) -> NDArray[np.void]:
    records = np.zeros(len(problem.deals), dtype=DEAL)
    first = problem.causes.first
    records["cause"], records["cause_end"] = first[:-1], first[1:]
    set_spans(records, "job", [len(deal.jobs) for deal in problem.deals])
    set_spans(records, "entry", [len(deal.roadmap) for deal in problem.deals], first_entry)
    return records


def _calendars(problem: Problem) -> tuple[NDArray[np.void], NDArray[np.uint16], NDArray[np.void]]:
    """Lay out each team's days with capacity, padded to the longest."""
    count = len(problem.calendars)
    open_days = [np.flatnonzero(calendar.capacity > 0) for calendar in problem.calendars]
    longest = max((len(found) for found in open_days), default=0)
    places = np.zeros((count, longest + STEP + 1), dtype=PLACE)
    places["day"], places["capacity"] = problem.days, 1
    place_of_day = np.zeros((count, problem.days + 1), dtype=np.uint16)
    for team, (found, calendar) in enumerate(zip(open_days, problem.calendars, strict=True)):
        mine = places[team, : len(found)]
        mine["day"] = found
        mine["length"] = calendar.slot_minutes[found]
        mine["capacity"] = calendar.capacity[found]
        mine["week"] = np.minimum(problem.week_of_days[found], problem.settings.weeks)
        place_of_day[team] = np.searchsorted(found, np.arange(problem.days + 1))
    teams = np.zeros(count, dtype=TEAM)
    teams["opened"] = [len(found) for found in open_days]
    teams["ends_early"] = [ends_early(calendar) for calendar in problem.calendars]
    return places, place_of_day, teams


def _given(problem: Problem) -> NDArray[np.int32]:
    given = np.zeros((len(problem.calendars), problem.days + 2), dtype=np.int32)
    for team, calendar in enumerate(problem.calendars):
        np.cumsum(np.minimum(calendar.slot_minutes, calendar.capacity), out=given[team, 1:-1])
    given[:, -1] = NEVER
    return given


def _reached(given: NDArray[np.int32]) -> NDArray[np.uint16]:
    most = int(given[:, -2].max(initial=0)) + 1
    minutes = np.arange((most >> MINUTES_APART_BITS) + 1) << MINUTES_APART_BITS
    return np.array([np.searchsorted(row[1:], minutes) for row in given], dtype=np.uint16).reshape(-1, len(minutes))


def _next_days(given: NDArray[np.int32]) -> NDArray[np.uint16]:
    """From the last day to the first, so that each takes what the one after it found."""
    count, days = given.shape[0], given.shape[1] - 2
    found = np.full((count, days + 1), days, dtype=np.uint16)
    for day in range(days - 1, 0, -1):
        found[:, day - 1] = np.where(given[:, day + 1] > given[:, day], day, found[:, day])
    return found
