"""What decided a promise's finish, compiled: :mod:`makegood.engine.tracing`, sample by sample."""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.arrays import DAY, ROOM
from makegood.engine.kernel.compiling import compiled
from makegood.engine.kernel.filling import all_bits_if_equal
from makegood.engine.kernel.stepping import STEP, reach

I32, I64, INDEX = np.int32, np.int64, np.uint64
MINUTE_BITS = I32(11)
MINUTE = I32(2_047)
READY, BEGIN, FINISH, NEED, WAITED = range(5)
"""What is kept of an item in each lane."""
WINS, COST_DAYS = 0, 1
"""What is counted of a cause."""


@compiled
def bind(
    deal, chunk, lanes, job_of_row, jobs, deal_jobs, links, risks, happened, roadmap_days,
    calendars, places, place_of_day, teams, scratch, costs, counts,
):  # fmt: skip
    """Trace one promise back in the traced lanes and count what won, and what every cause cost.

    ``costs`` comes and goes full of zeros.
    """
    base, last, latest = deal.cause, scratch[1], scratch[2]
    if chunk.traced > 0:
        find_last(deal, lanes, jobs, deal_jobs, last, latest)
    for lane in range(chunk.traced):
        place = I64(last[lane])
        if deal.entry < deal.entry_end:
            place = before_roadmap(deal, lane, place, latest[lane], links, roadmap_days, costs)
        while place >= 0:
            job = jobs[INDEX(place)]
            pay_team(job, lane, lanes, calendars, places, place_of_day, teams, chunk.horizon, base, costs)
            delayed = pay_risks(job, lane, links, risks, happened, base, costs)
            decided = pay_wait(job, lane, lanes, delayed, base, costs)
            place = I64(-1) if decided else step_back(job, lane, lanes, links, job_of_row, base, costs)
        count_winner(costs, base, deal.cause_end - base, counts)


@compiled
def pay_team(job, lane, lanes, calendars, places, place_of_day, teams, horizon, base, costs):
    """Count the days of an item's own effort, and those that it took longer because others came first."""
    row, team = INDEX(job.row), teams[INDEX(job.team)]
    begin, finish_day = lanes[row, BEGIN, lane], I32(lanes[row, FINISH, lane] >> MINUTE_BITS)
    need, begin_day = lanes[row, NEED, lane], I32(begin >> MINUTE_BITS)
    here = place_of_day[INDEX(job.team), INDEX(begin_day)]
    if job.slots == 1:
        alone = alone_in_one_slot(places, INDEX(job.team), here, team.opened, begin, need, horizon)
    else:
        alone = alone_in_slots(calendars, job.team, here, team.opened, job.slots, begin, need, horizon)
    alone = max(min(alone, finish_day), begin_day)
    never = (alone >= horizon) & (team.ends_early == 1)
    costs[INDEX((job.no_capacity if never else job.effort) - base)] += I32(alone - begin_day)
    costs[INDEX(job.queue - base)] += I32(finish_day - alone)


@compiled
def find_last(deal, lanes, jobs, deal_jobs, last, latest):
    """Find in every lane the item that finishes last, the last placed among equals; −1 where there is none."""
    for lane in range(last.size):
        last[lane], latest[lane] = I32(-1), I32(-1)
    for index in range(deal.job, deal.job_end):
        place = I32(deal_jobs[index])
        finish = lanes[jobs[place].row, FINISH]
        for lane in range(last.size):
            later = finish[lane] >= latest[lane]
            last[lane] = place if later else last[lane]
            latest[lane] = max(finish[lane], latest[lane])


@compiled
def before_roadmap(deal, lane, place, latest, links, roadmap_days, costs):
    """Return ``place``, or −1 where a roadmap entry comes later than the last item."""
    for index in range(deal.entry, deal.entry_end):
        day = roadmap_days[links[index].place, lane]
        if day > latest >> MINUTE_BITS:
            costs[links[index].cause - deal.cause] += day
            return I64(-1)
    return place


@compiled
def alone_in_one_slot(places, team, here, opened, begin, need, horizon):
    """Return the day on which an item of one slot would be finished if its team had nothing else to do."""
    begin_day = I32(begin >> MINUTE_BITS)
    today, minutes = places[team, DAY, INDEX(here)], places[team, ROOM, INDEX(here)]
    spent = I32(min(I32(begin & MINUTE), minutes) & all_bits_if_equal(today, begin_day))
    before, total = reach(places, team, INDEX(ROOM), INDEX(here), spent, need)
    while before == STEP and I32(here + STEP) < opened:
        here, need = I32(here + STEP), I32(need - total)
        before, total = reach(places, team, INDEX(ROOM), INDEX(here), I32(0), need)
    found = places[team, DAY, INDEX(I32(here + I32(before & 7)))]
    return begin_day if need == 0 else (I32(horizon) if before == STEP else found)


@compiled
def alone_in_slots(calendars, row, here, opened, slots, begin, need, horizon):
    """Return the same for an item that several slots may work on at once."""
    begin_day, left = I32(begin >> MINUTE_BITS), I64(need)
    if need == 0:
        return begin_day
    for place in range(here, opened):
        today = calendars[row, place]
        room = min(I64(slots) * today.length, I64(today.capacity))
        if today.day == begin_day:
            left += min(I64(slots) * (begin & MINUTE), room)
        left -= room
        if left <= 0:
            return today.day
    return I32(horizon)


@compiled
def pay_risks(job, lane, links, risks, happened, base, costs):
    """Count the delays of the risks that happened; return their sum in days."""
    delayed = I32(0)
    for index in range(job.risk, job.risk_end):
        link = links[index]
        if happened[link.place, lane]:
            delayed += I32(risks[link.place].delay)
            costs[link.cause - base] += I32(risks[link.place].delay)
    return delayed


@compiled
def pay_wait(job, lane, lanes, delayed, base, costs):
    """Count the days of an item's wait; return whether it, and nothing before it, decided the begin."""
    if job.stage < 0:
        return False
    ready = lanes[job.row, READY, lane]
    decided = job.running == 1 and (lanes[job.row, WAITED, lane] << MINUTE_BITS) > ready
    since = I32(0) if decided else ready >> MINUTE_BITS
    costs[job.wait - base] += max((lanes[job.row, BEGIN, lane] >> MINUTE_BITS) - since - delayed, I32(0))
    return decided


@compiled
def step_back(job, lane, lanes, links, job_of_row, base, costs):
    """Return the predecessor that made the item ready, −1 at the path's end: another promise's, or the start."""
    ready = lanes[INDEX(job.row), READY, lane]
    for index in range(job.before, job.before_end):
        link = links[INDEX(index)]
        if ready > 0 and lanes[INDEX(link.place), FINISH, lane] == ready:
            if link.cause < 0:
                return I64(job_of_row[INDEX(link.place)])
            costs[INDEX(link.cause - base)] += I32(ready >> MINUTE_BITS)
            return I64(-1)
    costs[INDEX(job.start - base)] += I32(ready >> MINUTE_BITS)
    return I64(-1)


@compiled
def count_winner(costs, base, causes, counts):
    """Add one sample's costs and clear them; the first of those that cost most wins, if anything cost a day."""
    best = I64(0)
    for cause in range(causes):
        cost = costs[cause]
        costs[cause] = 0
        counts[COST_DAYS, INDEX(base + cause)] += cost
        best = max(best, (I64(cost) << 32) | (0x7FFFFFFF - cause))
    if best >> 32 > 0:
        counts[WINS, base + 0x7FFFFFFF - (best & 0x7FFFFFFF)] += 1
