"""One block of samples, compiled: ``schedule.place`` and the sums of ``blocks.tally_block`` in one pass, bit for bit.

Rows of lanes are handed on as views: inside a function that loops over a whole row the compiler sees plain vectors.
"""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.arrays import DAY, LENGTH, LOGNORMAL, NORMAL, SHAPED, TABULATED
from makegood.engine.kernel.compiling import compiled, folded
from makegood.engine.kernel.drawing import (
    deal_strata,
    draw_lognormal,
    draw_normal,
    draw_scaled,
    draw_shaped,
    draw_tabulated,
    hash_strata,
    multiply,
    number_lanes,
    weigh,
)
from makegood.engine.kernel.filling import HIGH, LOW, SCORES, aim, close_lanes, fill_other, fill_single
from makegood.engine.kernel.stepping import fetch
from makegood.engine.kernel.tracing import BEGIN, FINISH, NEED, READY, WAITED, bind

U16, I32, I64 = np.uint16, np.int32, np.int64
MINUTE_BITS = I32(11)
MINUTES_PER_DAY = I32(1_440)
STRATA, NUMBERS = 0, 1
"""Rows of numbers of 16 bits: what was dealt, and the samples' own."""
AHEAD = 4
"""Items from now that are asked for: hundreds of lines of memory are touched between two of them."""
INDEX = np.uint64
EFFORT, WAIT = 0, 1
"""Which weighted scores an own draw takes."""

CHUNK = np.dtype([(name, "i8") for name in ("first", "count", "traced", "horizon", "bits")])
"""Which samples a block holds, how many of them are traced, the horizon, bits of strata (0: plain draws)."""


@folded
def draw(minutes, sampler, shapes, chunk, weighted, common, strata, scratch):
    """Draw the minutes of one distribution in every lane."""
    scores, steps = scratch[SCORES], scratch[LOW : HIGH + 1]
    if chunk.bits > 0:
        deal_strata(strata[STRATA], strata[NUMBERS], sampler.words, chunk.bits)
    else:
        hash_strata(strata[STRATA], chunk.first, sampler.words)
    weigh(scores, strata[STRATA], weighted, common)
    if sampler.kind == LOGNORMAL:
        draw_lognormal(minutes, scores, sampler.shift, sampler.location, sampler.spread)
    elif sampler.kind == NORMAL:
        draw_normal(minutes, scores, sampler.shift, sampler.spread)
    elif sampler.kind == TABULATED:
        draw_tabulated(minutes, scores, shapes[sampler.shape], steps)
    elif sampler.kind == SHAPED:
        draw_shaped(minutes, scores, sampler.shift, sampler.spread, shapes[sampler.shape], steps)
    else:
        draw_scaled(minutes, scores, I64(sampler.shift), I64(sampler.spread), shapes[sampler.shape])


@folded
def copy(target, source):
    """Write one row over another: assigning arrays would reckon with their overlap and ask for memory."""
    for lane in range(target.size):
        target[lane] = source[lane]


@folded
def keep_latest(ready, finish):
    """Move ``ready`` to ``finish`` where that is later."""
    for lane in range(ready.size):
        ready[lane] = max(ready[lane], finish[lane])


@compiled
def pass_wait(begin, waited, running, latest):
    """Turn minutes waited into days, and move ``begin`` by them, or to their end where the wait runs already."""
    for lane in range(begin.size):
        waited[lane] = I32(I32(waited[lane] + MINUTES_PER_DAY // I32(2)) // MINUTES_PER_DAY)
        moved = I32(waited[lane] << MINUTE_BITS)
        begin[lane] = min(max(begin[lane], moved) if running else I32(begin[lane] + moved), latest)


@compiled
def delay(begin, happened, days):
    """Move ``begin`` by ``days`` where the risk happened."""
    for lane in range(begin.size):
        begin[lane] += I32(days << 11) if happened[lane] else I32(0)


@folded
def limit(begin, latest):
    """Begin on the day after the horizon at the latest."""
    for lane in range(begin.size):
        begin[lane] = min(begin[lane], latest)


@folded
def owe(owed, need):
    """Add what an item needs to what its team owes by the week in which its promise is due, as far as numbers go."""
    kind = owed.dtype.type
    most = kind(np.iinfo(owed.dtype).max)
    for lane in range(owed.size):
        owed[lane] += min(kind(need[lane]), kind(most - owed[lane]))


@folded
def add_spell(spell, moments, traced):
    """Sum up the day begun, the day after the end, and the minutes needed, over the traced lanes."""
    begun, ended, needed = I64(0), I64(0), I64(0)
    begin, finish, need = moments[BEGIN], moments[FINISH], moments[NEED]
    for lane in range(traced):
        begun += begin[lane] >> MINUTE_BITS
        ended += I32(finish[lane] >> MINUTE_BITS) + I32(1)
        needed += need[lane]
    spell[0] += begun
    spell[1] += ended
    spell[2] += needed


@compiled
def set_finish_day(days, deal, deal_jobs, jobs, lanes, latest):
    """Write the day on which a promise's last item is finished."""
    latest[:] = 0
    for index in range(deal.job, deal.job_end):
        keep_latest(latest, lanes[jobs[deal_jobs[index]].row, FINISH])
    for lane in range(days.size):
        days[lane] = U16(latest[lane] >> MINUTE_BITS)


@folded
def begin_item(
    job, lanes, links, stages, risks, shapes, chunk, weights, organisation, happened, strata, scratch
):  # fmt: skip
    """Set when an item is ready and when it can begin: after its predecessors, its wait and the risks' delays."""
    moments = lanes[job.row]
    ready, begin, latest = moments[READY], moments[BEGIN], I32(chunk.horizon << 11)
    ready[:] = job.earliest << 11
    for index in range(job.before, job.before_end):
        keep_latest(ready, lanes[links[index].place, FINISH])
    copy(begin, ready)
    if job.stage >= 0:
        draw(moments[WAITED], stages[job.stage], shapes, chunk, weights[WAIT], organisation, strata, scratch)
        pass_wait(begin, moments[WAITED], job.running == 1, latest)
    for index in range(job.risk, job.risk_end):
        risk = links[index].place
        delay(begin, happened[risk], risks[risk].delay)
        limit(begin, latest)


@folded
def draw_need(need, job, links, risks, shapes, chunk, weights, common, happened, strata, scratch):
    """Draw the minutes that an item needs, after the risks that hit it."""
    draw(need, job.sampler, shapes, chunk, weights[EFFORT], common, strata, scratch)
    for index in range(job.risk, job.risk_end):
        multiply(need, happened[links[index].place], risks[links[index].place].factor)


@folded
def fill(job, moments, free, border, calendars, places, place_of_day, opened, scratch, minutes, horizon):
    """Place an item in every lane."""
    begin, need, finish, team = moments[BEGIN], moments[NEED], moments[FINISH], job.team
    mine, edges, table = free[team], border[team], places[team]
    if is_simple(job):
        fill_single(mine, edges, table[DAY], table[LENGTH], opened, need, finish, minutes, scratch)
        close_lanes(finish, begin, need)
    else:
        pausable, slots, days = job.pausable == 1, I64(job.slots), place_of_day[team]
        fill_other(mine, edges, calendars[team], days, opened, begin, need, finish, slots, pausable, horizon)


@folded
def is_simple(job):
    """Say whether one slot works on an item, and it may pause."""
    return job.slots == 1 and job.pausable == 1


@folded
def aim_item(job, begin, free, border, openings, scratch):
    """Look ahead where a simple item will work, while what it needs is still to be drawn."""
    if is_simple(job):
        team = job.team
        aim(free[team], border[team], openings[team], begin, scratch)


@compiled
def simulate_block(
    chunk, jobs, links, stages, shapes, deals, deal_jobs, risks, calendars, places, place_of_day, openings, teams,
    given, reached, next_day, weights, common, happened, roadmap_days,
    free, border, lanes, on_path, strata, scratch, minutes, left, costs, days, owed, booked, counts, spells,
):  # fmt: skip
    """Place all items in the lanes of a block, and count; ``free`` is filled up anew first."""
    fill_up(free, border, calendars)
    organisation = common[teams.size]
    number_lanes(strata[NUMBERS], chunk.first)
    for number in range(deals.size):
        if deals[number].job == deals[number].job_end:
            days[number] = 0
            bind(
                deals[number], chunk, lanes, on_path, jobs, deal_jobs, links, risks, happened, roadmap_days,
                calendars, teams, given, reached, next_day, scratch, costs, counts,
            )  # fmt: skip
    for place in range(jobs.size):
        fetch(jobs, INDEX(place + AHEAD))
        fetch(spells, INDEX(spells.shape[1] * (place + AHEAD)))
        job = jobs[place]
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
        if job.week < owed.shape[1]:
            owe(owed[team, job.week], moments[NEED])
        add_spell(spells[place], moments, chunk.traced)
        if job.last == 1:
            set_finish_day(days[job.deal], deals[job.deal], deal_jobs, jobs, lanes, scratch[SCORES])
            bind(
                deals[job.deal], chunk, lanes, on_path, jobs, deal_jobs, links, risks, happened, roadmap_days,
                calendars, teams, given, reached, next_day, scratch, costs, counts,
            )  # fmt: skip
    for team in range(teams.size):
        count_booked(booked[team], free[team], calendars[team], teams[team].opened, chunk.count, left)


@compiled
def fill_up(free, border, calendars):
    """Make everything free again."""
    border[:] = 0
    for team in range(free.shape[0]):
        calendar = calendars[team]
        first = free[team, 0]
        for place in range(first.size):
            first[place] = calendar[place].capacity
        for lane in range(1, free.shape[1]):
            copy(free[team, lane], first)


@compiled
def count_booked(booked, free, calendar, opened, count, left):
    """Add the minutes that a team gives in each week, over the block's own samples; ``left`` is scratch by place."""
    left[:] = 0
    for lane in range(count):
        row = free[lane]
        for place in range(opened):
            left[place] += row[place]
    for place in range(opened):
        booked[calendar[place].week] += I64(count) * calendar[place].capacity - left[place]
