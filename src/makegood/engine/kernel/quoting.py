"""Some items of a block of samples, compiled: the forecast's own steps without its sums, to play a part of it again.

What is free of each team is packed at checkpoints: before the first place with something left in any lane all is taken,
behind the last one that anybody has touched all is there.
"""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.compiling import compiled
from makegood.engine.kernel.drawing import number_lanes
from makegood.engine.kernel.filling import SCORES
from makegood.engine.kernel.settling import arrive, keep_together
from makegood.engine.kernel.simulating import (
    NUMBERS,
    aim_item,
    begin_item,
    copy,
    draw_need,
    fill,
    set_finish_day,
)
from makegood.engine.kernel.tracing import BEGIN, NEED

I32, I64 = np.int32, np.int64


@compiled
def place_items(
    chunk, order, jobs, links, stages, shapes, deals, deal_jobs, risks, calendars, places, place_of_day, openings,
    teams, weights, common, happened, free, border, lanes, strata, scratch, minutes, days, settled,
):  # fmt: skip
    """Place the items ``order`` in the lanes of a block; note in ``settled`` whose last item was among them."""
    organisation = common[teams.size]
    number_lanes(strata[NUMBERS], chunk.first)
    for number in range(order.size):
        job = jobs[order[number]]
        moments, team = lanes[job.row], job.team
        begin_item(job, lanes, links, stages, risks, shapes, chunk, weights, organisation, happened, strata, scratch)
        aim_item(job, moments[BEGIN], free, border, openings, scratch)
        draw_need(moments[NEED], job, links, risks, shapes, chunk, weights, common[team], happened, strata, scratch)
        fill(
            job,
            moments,
            free,
            border,
            calendars,
            places,
            place_of_day,
            teams[team].opened,
            scratch,
            minutes,
            chunk.horizon,
        )
        if job.last == 1:
            set_finish_day(days[job.deal], deals[job.deal], deal_jobs, jobs, lanes, scratch[SCORES])
            settled[job.deal] = 1


@compiled
def count_kept(outcomes, settled, days, links, roadmap_days, holds, chunk, full, truths, kept):
    """Count in ``kept`` in how many of the block's own samples each of the ``settled`` promises is kept."""
    horizon, count = I32(chunk.horizon), chunk.count
    for number in range(outcomes.size):
        if settled[number] == 0:
            continue
        outcome, own = outcomes[number], days[number]
        for lane in range(full.size):
            full[lane] = I32(own[lane])
        for index in range(outcome.entry, outcome.entry_end):
            arrive(full, roadmap_days[links[index].place], horizon)
        for lane in range(full.size):
            truths[lane] = (outcome.dated == 0) | (full[lane] <= outcome.last_day)
        for index in range(outcome.chance, outcome.chance_end):
            keep_together(truths, holds[index])
        found = I32(0)
        for lane in range(count):
            found += I32(truths[lane])
        kept[number] = found


@compiled
def measure(free, border, calendars, teams, spans):
    """Find for each team the places between which its lanes differ from all taken and from all there."""
    for team in range(teams.size):
        calendar, opened = calendars[team], teams[team].opened
        low, high = I64(opened), I64(0)
        for lane in range(free.shape[1]):
            row, place = free[team, lane], opened - 1
            while place >= high and I32(row[place]) == calendar[place].capacity:
                place -= 1
            high = max(high, I64(place + 1))
            low = min(low, I64(border[team, lane]))
        spans[team, 0], spans[team, 1] = min(low, high), high


@compiled
def pack(free, spans, starts, flat):
    """Copy what lies between the ``spans`` of each team to ``flat``, lane after lane from its start on."""
    for team in range(spans.shape[0]):
        low, high, at = spans[team, 0], spans[team, 1], starts[team]
        for lane in range(free.shape[1]):
            copy(flat[at : at + high - low], free[team, lane][low:high])
            at += high - low


@compiled
def unpack(free, wanted, spans, starts, flat, full):
    """Write what :func:`pack` has kept of the teams ``wanted`` back to ``free``; ``full`` is what they have in all."""
    for number in range(wanted.size):
        team = wanted[number]
        low, high, at = spans[team, 0], spans[team, 1], starts[team]
        for lane in range(free.shape[1]):
            row = free[team, lane]
            row[:low] = 0
            copy(row[low:high], flat[at : at + high - low])
            copy(row[high:], full[team][high:])
            at += high - low


@compiled
def open_up(free, border, wanted, full):
    """Make everything of the teams ``wanted`` free."""
    for number in range(wanted.size):
        team = wanted[number]
        for lane in range(free.shape[1]):
            border[team, lane] = 0
            copy(free[team, lane], full[team])


@compiled
def mend(free, border, jobs, spells, place_of_day, spans, starts, flat, full, border_before):
    """Give back what ``jobs`` have taken; ``spells`` has by job and lane when each began, and when it was finished.

    Whatever lies between is written again from what :func:`pack` has kept.
    """
    for number in range(jobs.size):
        team = jobs[number].team
        row_full, days = full[team], place_of_day[team]
        low, high, at = spans[team, 0], spans[team, 1], starts[team]
        for lane in range(free.shape[1]):
            row, edge = free[team, lane], border_before[team, lane]
            kept = flat[at : at + high - low]
            first = max(I64(days[spells[number, 0, lane] >> I32(11)]), I64(edge))
            last = I64(days[spells[number, 1, lane] >> I32(11)]) + 1
            if first < low:
                row[first : min(low, last)] = 0
            for place in range(max(first, low), min(high, last)):
                row[place] = kept[place - low]
            for place in range(max(first, high), last):
                row[place] = row_full[place]
            border[team, lane] = edge
            at += high - low
