"""What decided a promise's finish, compiled: :mod:`makegood.engine.tracing`, sample by sample."""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.arrays import MINUTES_APART_BITS, NEVER
from makegood.engine.kernel.compiling import compiled, folded

U32, I32, I64, INDEX = np.uint32, np.int32, np.int64, np.uint64
MINUTE_BITS = I32(11)
MINUTE = I32(2_047)
READY, BEGIN, FINISH, NEED, WAITED = range(5)
"""What is kept of an item in each lane."""
LAST, LATEST, OPEN, DELAYED = range(1, 5)
ALONE = DELAYED
"""Rows of scratch for tracing; for drawing and filling they are others'."""
WANTED, ENDS, LATER, ENDS_LATER = 0, 5, 6, 7
SCRATCH_ROWS = 8
MOST_NEED = I32(1 << 30)
"""More minutes than any horizon has."""
WINS, COST_DAYS = 0, 1
"""What is counted of a cause."""


@compiled
def bind(
    deal, chunk, lanes, on_path, jobs, deal_jobs, links, risks, happened, roadmap_days,
    calendars, teams, given, reached, next_day, scratch, costs, counts,
):  # fmt: skip
    """Trace one promise back in the traced lanes and count what won, and what every cause cost.

    Item after item, the last placed first, each for all lanes: walking each lane's path by itself would wait at every
    step for the one before. ``on_path`` says by row and lane (all bits or none) where an item lies on the path;
    ``costs`` comes and goes full of zeros.
    """
    if chunk.traced == 0:
        return
    base, last, latest = deal.cause, scratch[LAST], scratch[LATEST]
    find_last(deal, lanes, jobs, deal_jobs, last, latest)
    for index in range(deal.entry, deal.entry_end):
        end_at_roadmap(costs[links[index].cause - base], roadmap_days[links[index].place], last, latest)
    for index in range(deal.job, deal.job_end):
        start_path(on_path[jobs[deal_jobs[index]].row], last, I32(deal_jobs[index]))
    for index in range(deal.job_end - 1, deal.job - 1, -1):
        job = jobs[deal_jobs[index]]
        mine = on_path[job.row]
        if job.slots == 1:
            team = job.team
            finish_alone_in_one_slot(given[team], reached[team], next_day[team], lanes[job.row], scratch)
        else:
            opened = teams[job.team].opened
            finish_alone_in_slots(calendars[job.team], opened, job.slots, lanes[job.row], chunk.horizon, scratch[ALONE])
        never = I32(chunk.horizon) if teams[job.team].ends_early == 1 else NEVER
        pay_team(job, mine, lanes[job.row], scratch[ALONE], never, base, costs)
        pay_risks(job, mine, links, risks, happened, base, costs, scratch[DELAYED])
        pay_wait(job, mine, lanes[job.row], scratch[DELAYED], base, costs, scratch[OPEN])
        step_back(job, lanes, on_path, links, base, costs, scratch[OPEN])
    count_winners(costs, base, deal.cause_end - base, chunk.traced, last, latest, counts)


@folded
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
def end_at_roadmap(cost, days, last, latest):
    """End the path at a roadmap entry where that comes later than the last item; nothing comes later than it."""
    for lane in range(last.size):
        later = days[lane] > I32(latest[lane] >> MINUTE_BITS)
        cost[lane] += days[lane] if later else I32(0)
        last[lane] = I32(-1) if later else last[lane]
        latest[lane] = NEVER if later else latest[lane]


@folded
def start_path(mine, last, place):
    """Start the path at the item ``place`` where it finishes last."""
    for lane in range(last.size):
        mine[lane] = I32(-1) if last[lane] == place else I32(0)


@folded
def finish_alone_in_one_slot(given, reached, next_day, moments, scratch):
    """Find the day on which an item of one slot would be finished if its team had nothing else to do.

    ``given`` are the minutes of one slot before each day; which day reaches how many is looked up in ``reached``, and
    that day or the next is it, unless days are very short. What looks up and what reckons are loops of their own.
    """
    begin, need, alone = moments[BEGIN], moments[NEED], scratch[ALONE]
    wanted, ends, later, ends_later = scratch[WANTED], scratch[ENDS], scratch[LATER], scratch[ENDS_LATER]
    most = I32(given[given.size - 2] + I32(1))
    for lane in range(alone.size):
        today = INDEX(U32(begin[lane]) >> U32(11))
        wanted[lane], ends[lane] = given[today], given[today + INDEX(1)]
    for lane in range(alone.size):
        before = wanted[lane]
        spent = min(I32(begin[lane] & MINUTE), I32(ends[lane] - before))
        wanted[lane] = min(I32(I32(before + spent) + min(need[lane], MOST_NEED)), most)
    for lane in range(alone.size):
        day = INDEX(reached[INDEX(U32(wanted[lane]) >> U32(MINUTES_APART_BITS))])
        after = INDEX(next_day[day])
        alone[lane], later[lane] = I32(day), I32(after)
        ends[lane], ends_later[lane] = given[day + INDEX(1)], given[after + INDEX(1)]
    short = I32(0)
    for lane in range(alone.size):
        reach, day, after = wanted[lane], alone[lane], later[lane]
        alone[lane] = after if ends[lane] < reach else day
        short |= I32(ends_later[lane] < reach)
    if short != 0:
        pass_short_days(given, next_day, wanted, alone)


@compiled
def pass_short_days(given, next_day, wanted, alone):
    """Move on to the day that reaches what is ``wanted`` where several come between two minutes that are noted."""
    for lane in range(alone.size):
        day = INDEX(alone[lane])
        while given[day + INDEX(1)] < wanted[lane]:
            day = INDEX(next_day[day])
        alone[lane] = I32(day)


@compiled
def finish_alone_in_slots(calendar, opened, slots, moments, horizon, alone):
    """Find the same for an item that several slots may work on at once."""
    begin, need = moments[BEGIN], moments[NEED]
    for lane in range(alone.size):
        begin_day, left, found = begin[lane] >> MINUTE_BITS, I64(need[lane]), I64(horizon)
        for place in range(opened):
            today = calendar[place]
            if today.day < begin_day:
                continue
            room = min(I64(slots) * today.length, I64(today.capacity))
            if today.day == begin_day:
                left += min(I64(slots) * (begin[lane] & MINUTE), room)
            left -= room
            if left <= 0:
                found = I64(today.day)
                break
        alone[lane] = I32(found)


@folded
def pay_team(job, mine, moments, alone, never, base, costs):
    """Count the days of an item's own effort, and those that it took longer because others came first.

    What would not be finished before the day ``never`` lacks capacity.
    """
    begin, finish = moments[BEGIN], moments[FINISH]
    effort, queue, none = costs[job.effort - base], costs[job.queue - base], costs[job.no_capacity - base]
    for lane in range(mine.size):
        begin_day, finish_day = I32(begin[lane] >> MINUTE_BITS), I32(finish[lane] >> MINUTE_BITS)
        done = max(min(alone[lane], finish_day), begin_day)
        own = I32(I32(done - begin_day) & mine[lane])
        effort[lane] += own if done < never else I32(0)
        none[lane] += own if done >= never else I32(0)
        queue[lane] += I32(I32(finish_day - done) & mine[lane])


@folded
def pay_risks(job, mine, links, risks, happened, base, costs, delayed):
    """Count the delays of the risks that happened, and add them up in ``delayed``."""
    for lane in range(mine.size):
        delayed[lane] = I32(0)
    for index in range(job.risk, job.risk_end):
        place, days = links[index].place, I32(risks[links[index].place].delay)
        cost, hit = costs[links[index].cause - base], happened[place]
        for lane in range(mine.size):
            lost = days if hit[lane] else I32(0)
            delayed[lane] += lost
            cost[lane] += I32(lost & mine[lane])


@folded
def pay_wait(job, mine, moments, delayed, base, costs, open_end):
    """Count the days of an item's wait; leave ``open_end`` where what came before it decided the begin."""
    for lane in range(mine.size):
        open_end[lane] = mine[lane]
    if job.stage < 0:
        return
    ready, begin, waited, cost = moments[READY], moments[BEGIN], moments[WAITED], costs[job.wait - base]
    for lane in range(mine.size):
        decided = (job.running == 1) & (I32(waited[lane] << MINUTE_BITS) > ready[lane])
        since = I32(0) if decided else I32(ready[lane] >> MINUTE_BITS)
        days = max(I32(I32(begin[lane] >> MINUTE_BITS) - I32(since + delayed[lane])), I32(0))
        cost[lane] += I32(days & mine[lane])
        open_end[lane] = I32(0) if decided else open_end[lane]


@folded
def step_back(job, lanes, on_path, links, base, costs, open_end):
    """Hand the path on to the predecessor that made the item ready, or end it at another promise's or at the start."""
    ready = lanes[job.row, READY]
    for index in range(job.before, job.before_end):
        link = links[index]
        finish = lanes[link.place, FINISH]
        target = on_path[link.place] if link.cause < 0 else costs[link.cause - base]
        for lane in range(ready.size):
            decides = open_end[lane] if (ready[lane] > 0) & (finish[lane] == ready[lane]) else I32(0)
            open_end[lane] = I32(open_end[lane] & ~decides)
            target[lane] += decides if link.cause < 0 else I32(I32(ready[lane] >> MINUTE_BITS) & decides)
    start = costs[job.start - base]
    for lane in range(ready.size):
        start[lane] += I32(I32(ready[lane] >> MINUTE_BITS) & open_end[lane])


@folded
def is_nothing(cost):
    """Say whether a cause cost no lane anything, as most do."""
    seen = I32(0)
    for lane in range(cost.size):
        seen |= cost[lane]
    return seen == 0


@folded
def count_winners(costs, base, causes, traced, winner, most, counts):
    """Add up what each cause cost and clear it; the first of those that cost most wins a sample, if any cost a day."""
    for lane in range(most.size):
        winner[lane], most[lane] = I32(-1), I32(0)
    for cause in range(causes):
        cost, number, total = costs[cause], I32(cause), I64(0)
        if is_nothing(cost):
            continue
        for lane in range(traced):
            total += cost[lane]
        for lane in range(most.size):
            paid, best, leader = cost[lane], most[lane], winner[lane]
            winner[lane] = number if paid > best else leader
            most[lane] = max(paid, best)
        counts[COST_DAYS, base + cause] += total
    for cause in range(causes):
        cost, number, won = costs[cause], I32(cause), I32(0)
        if is_nothing(cost):
            continue
        for lane in range(traced):
            won += I32(winner[lane] == number)
        for lane in range(cost.size):
            cost[lane] = I32(0)
        counts[WINS, base + cause] += won
