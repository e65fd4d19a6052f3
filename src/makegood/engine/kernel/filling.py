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
from makegood.engine.kernel.stepping import STEP, fetch, take_days
from makegood.engine.randomness import Lanes

U32, I32, I64 = np.uint32, np.int32, np.int64
PLACE = np.uint32((1 << PLACE_BITS) - 1)
INDEX = np.uint64
"""Places that can't be negative need no check for it."""
MINUTE_BITS = I32(11)
MINUTE = I32(2_047)
"""The bits of a moment that hold the minute."""


@folded
def all_bits_if_equal(one: int, other: int) -> int:
    """Return −1 where two numbers that are not negative are equal, else 0: a comparison might become a branch."""
    return I32(I32(I32(one ^ other) - I32(1)) >> I32(31))


@folded
def aim(free, border, openings, begin, first, gone):
    """Find the ``first`` place at which an item of one slot can work, and the minutes ``gone`` there; fetch it."""
    for lane in range(begin.size):
        gone[lane] = I32(openings[INDEX(U32(begin[lane]) >> U32(MINUTE_BITS))])
    for lane in range(begin.size):
        opening, edge, spent = U32(gone[lane]), border[lane], I32(begin[lane] & MINUTE)
        place, minutes = I32(opening & PLACE), I32(opening >> U32(PLACE_BITS))
        first[lane] = max(place, edge)
        gone[lane] = min(spent, minutes) if edge <= place else I32(0)
    for lane in range(begin.size):
        fetch(free, INDEX(lane), INDEX(first[lane]))
        fetch(free, INDEX(lane), INDEX(first[lane] + I32(STEP - 1)))


@folded
def fill_single(free, border, days, length, opened, need, first, gone, finish, minutes):
    """Place an item that one slot works on and that may pause, sixteen of its team's days at once.

    Hardly any branch depends on a sample: most items end within sixteen days. Where a lane's days run out, the place
    behind them stands for the day after the horizon, and the number behind ``minutes`` for its beginning.
    """
    for lane in range(need.size):
        wanted, edge, here, spent = need[lane], border[lane], first[lane], gone[lane]
        before, offered, empty = take_days(free, INDEX(lane), length, INDEX(here), spent, wanted, minutes)
        border[lane] = I32(edge + I32(empty & all_bits_if_equal(here, edge)))
        while before == STEP and I32(here + STEP) < opened:
            here, wanted = I32(here + STEP), I32(wanted - offered)
            before, offered, empty = take_days(free, INDEX(lane), length, INDEX(here), I32(0), wanted, minutes)
        finish[lane] = I32(I32(days[INDEX(here + before)]) << MINUTE_BITS) + I32(minutes[INDEX(before)])


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
