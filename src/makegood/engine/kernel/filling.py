"""The schedule rule, compiled: ``schedule.fill_pausable`` and ``fill_unbroken`` for one item in every lane.

A team's days are numbered over those on which it has capacity (*places*), so that weekends cost nothing. ``free`` holds
the minutes left by lane and place, one row of places a lane: common factors move whole teams, so samples differ by
months in *where* they are, and one instruction can't serve several of them. Behind the last place stands one of no
length that is never used up. Before its ``border`` a lane has nothing left; it moves on as its days run out.
"""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.arrays import PLACE_BITS
from makegood.engine.kernel.compiling import compiled, folded
from makegood.engine.kernel.stepping import MOST_NARROW, STEP, fetch, take_days
from makegood.engine.randomness import Lanes

U32, I32, I64 = np.uint32, np.int32, np.int64
PLACE = np.uint32((1 << PLACE_BITS) - 1)
INDEX = np.uint64
"""Places that can't be negative need no check for it."""
SCORES, FIRST, GONE, LOW, HIGH, AT, EMPTIED, BOUNDED = range(8)
"""Rows of scratch while an item is drawn and filled in."""
MOST_WIDE = 0x7FFFFFFF
MINUTE_BITS = I32(11)
MINUTE = I32(2_047)
"""The bits of a moment that hold the minute."""


@folded
def aim(free, border, openings, begin, scratch):
    """Find the first place at which an item of one slot can work, and the minutes gone there; fetch it."""
    first, gone, at, width = scratch[FIRST], scratch[GONE], scratch[AT], I32(free.shape[1])
    for lane in range(begin.size):
        gone[lane] = I32(openings[INDEX(U32(begin[lane]) >> U32(MINUTE_BITS))])
    for lane in range(begin.size):
        opening, edge, spent = U32(gone[lane]), border[lane], I32(begin[lane] & MINUTE)
        place, minutes = I32(opening & PLACE), I32(opening >> U32(PLACE_BITS))
        here = max(place, edge)
        first[lane], at[lane] = here, I32(I32(I32(lane) * width) + here)
        gone[lane] = min(spent, minutes) if edge <= place else I32(0)
    for lane in range(begin.size):
        here = INDEX(U32(at[lane]))
        fetch(free, here)
        fetch(free, here + INDEX(STEP - 1))


@folded
def fill_single(free, border, days, length, opened, need, finish, minutes, scratch):
    """Place an item that one slot works on and that may pause, sixteen of its team's days at once.

    Hardly any branch depends on a sample: most items end within sixteen days. Where a lane's days run out, the place
    behind them stands for the day after the horizon, and the number behind ``minutes`` for its beginning.
    """
    first, gone, at = scratch[FIRST], scratch[GONE], scratch[AT]
    bounded, emptied, most = scratch[BOUNDED], scratch[EMPTIED], I32(MOST_NARROW if free.itemsize == 2 else MOST_WIDE)
    for lane in range(need.size):
        bounded[lane] = min(need[lane], most)
    for lane in range(need.size):
        here, start = INDEX(U32(first[lane])), INDEX(U32(at[lane]))
        before, offered, empty = take_days(free, start, length, here, gone[lane], bounded[lane], minutes)
        emptied[lane] = empty
        if before == STEP:
            wanted = need[lane]
            while before == STEP and I64(here) + STEP < opened:
                here, start, wanted = here + INDEX(STEP), start + INDEX(STEP), I32(wanted - offered)
                before, offered, empty = take_days(free, start, length, here, I32(0), min(wanted, most), minutes)
        finish[lane] = I32(I32(days[here + INDEX(U32(before))]) << MINUTE_BITS) + I32(minutes[INDEX(U32(before))])
    for lane in range(need.size):
        edge = border[lane]
        border[lane] = I32(edge + emptied[lane]) if first[lane] == edge else edge


@compiled
def fill_wide(free, calendar, start, spent, left, slots, opened, horizon):
    """Give one lane's item, which ``slots`` slots may work on at once, ``left`` minutes from place ``start`` on.

    Return the moment when it is finished (``schedule._moments``).
    """
    for here in range(start, opened):
        today, there = calendar[here], I32(free[here])
        take = min(left, there, slots * (today.length - spent))
        free[here] = there - take
        left -= take
        if left == 0 and take > 0:
            minute = I64(spent + (take + slots - 1) // slots)
            if slots > 1:
                given = I64(today.capacity - there + take) * today.length
                minute = max(minute, (given + today.capacity - 1) // today.capacity)
            return I32((today.day << MINUTE_BITS) + minute)
        spent = I64(0)
    return I32(horizon << MINUTE_BITS)


@compiled
def first_gap(free, calendar, start, spent, need, slots, opened):
    """Return the place from which one lane's item can run without a pause, −1 where there is none."""
    wanted, found = I64(need), -1
    for here in range(start, opened):
        today, there = calendar[here], I64(free[here])
        room = slots * (today.length - spent)
        if found >= 0 and there < min(wanted, room, I64(today.capacity)):
            wanted, found = I64(need), -1
        take = min(wanted, there, room)
        if found < 0 and take > 0:
            found = here
        wanted -= take
        spent = I64(0)
        if wanted == 0:
            break
    return found


@compiled
def fill_other(free, border, calendar, place_of_day, opened, begin, need, finish, slots, pausable, horizon):
    """Place an item that several slots may work on, or that must not pause: lane by lane."""
    for lane in range(begin.size):
        row, edge = free[lane], border[lane]
        while edge < opened and row[edge] == 0:
            edge += I32(1)
        border[lane] = edge
        day = begin[lane] >> MINUTE_BITS
        here = max(I32(place_of_day[day]), edge)
        spent = I64(0)
        if here < opened and calendar[here].day == day:
            spent = I64(min(begin[lane] & MINUTE, calendar[here].length))
        if need[lane] == 0:
            finish[lane] = begin[lane]
            continue
        start = I64(here)
        if not pausable:
            start = first_gap(row, calendar, start, spent, need[lane], slots, opened)
            spent = spent if start == here else I64(0)
        if start < 0:
            finish[lane] = I32(horizon << MINUTE_BITS)
        else:
            finish[lane] = fill_wide(row, calendar, start, spent, I64(need[lane]), slots, opened, horizon)


@folded
def close_lanes(finish: Lanes, begin: Lanes, need: Lanes) -> None:
    """Finish what needs nothing when it begins."""
    for lane in range(finish.size):
        done, begun = finish[lane], begin[lane]
        finish[lane] = done if need[lane] > 0 else begun
