"""Eight days at once for one item in one sample: the only vector code that is written out by hand.

A sample decides by itself on which days it works, so the compiler can't turn samples into the lanes of a vector, and a
loop over days ends at a moment that no processor can guess: guessing cost more than all the arithmetic. Eight days in
one vector need no loop: what each offers, the running total by three shifted additions, and where it reaches what is
needed. LLVM lowers it to whatever vectors the machine has; integers give the same answer on all of them.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

STEP = 8
"""Days walked at once."""
_I8, _I32 = ir.IntType(8), ir.IntType(32)
_VECTOR = ir.VectorType(_I32, STEP)
_NARROW = ir.VectorType(ir.IntType(16), STEP)
_ZERO = ir.Constant(_VECTOR, [0] * STEP)


@intrinsic
def take_days(_context, free, lane, length, here, spent, need, taken):
    """Give ``need`` minutes to an item from the place ``here`` on, over the next eight places of ``free[lane]``.

    ``length`` is one slot's minutes at each place, of which ``spent`` are over at the first; ``taken`` gets the minutes
    taken at each. Returns the number of places before the one at which all is taken (8 for none of them), the sum of
    what is taken, and the number of places from the first on at which nothing is left.
    """
    signature = types.UniTuple(types.int32, 3)(free, lane, length, here, spent, need, taken)
    return signature, _take_days


@intrinsic
def fetch(_context, free, lane, here):
    """Ask for the memory at ``free[lane, here]`` ahead of its use: it is rarely near the processor."""
    return types.void(free, lane, here), _fetch


@intrinsic
def reach(_context, places, team, row, here, spent, need):
    """Count the places from ``here`` on, of eight, before that by which ``places[team, row]`` reach ``need`` minutes.

    At the first place ``spent`` minutes are over. Returns 8 for none of them, and what all eight add up to.
    """
    return types.UniTuple(types.int32, 2)(places, team, row, here, spent, need), _reach


def _take_days(context, builder, signature, arguments):
    free, lane, length, here, spent, need, taken = arguments
    narrow = signature.args[0].dtype == types.uint16
    stored = _NARROW if narrow else _VECTOR
    days = _pointer(context, builder, signature.args[0], free, (lane, here), stored)
    there = builder.load(days, align=2 if narrow else 4)
    there = builder.zext(there, _VECTOR) if narrow else there
    offered = _lesser(builder, there, _room(context, builder, signature.args[2], length, (here,), spent))
    total = _running_total(builder, offered)
    wanted = _splat(builder, need)
    had = _lesser(builder, total, wanted)
    take = builder.sub(had, _shifted(builder, had, 1))
    left = builder.sub(there, take)
    builder.store(builder.trunc(left, stored) if narrow else left, days, align=2 if narrow else 4)
    first = (ir.Constant(ir.IntType(64), 0),)
    builder.store(take, _pointer(context, builder, signature.args[6], taken, first, _VECTOR), align=4)
    before = _count(builder, builder.icmp_signed("<", total, wanted))
    some = builder.bitcast(builder.icmp_signed("!=", left, _ZERO), _I8)
    gone = builder.zext(builder.cttz(some, ir.Constant(ir.IntType(1), 0)), _I32)
    return context.make_tuple(builder, signature.return_type, (before, _last(builder, had), gone))


def _fetch(context, builder, signature, arguments):
    free, *place = arguments
    address = _pointer(context, builder, signature.args[0], free, tuple(place), _I8)
    kind = ir.FunctionType(ir.VoidType(), [_I8.as_pointer(), _I32, _I32, _I32])
    call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
    for_writing, into_all_caches, of_data = (ir.Constant(_I32, number) for number in (1, 3, 1))
    builder.call(call, [address, for_writing, into_all_caches, of_data])
    return context.get_dummy_value()


def _reach(context, builder, signature, arguments):
    places, team, row, here, spent, need = arguments
    total = _running_total(builder, _room(context, builder, signature.args[0], places, (team, row, here), spent))
    before = _count(builder, builder.icmp_signed("<", total, _splat(builder, need)))
    return context.make_tuple(builder, signature.return_type, (before, _last(builder, total)))


def _pointer(context, builder, kind, array, place, target):
    struct = context.make_array(kind)(context, builder, array)
    return builder.bitcast(cgutils.get_item_pointer(context, builder, kind, struct, place), target.as_pointer())


def _room(context, builder, kind, array, place, spent):
    """Load eight days' minutes of 16 bits, less those that are over on the first."""
    minutes = builder.load(_pointer(context, builder, kind, array, place, _NARROW), align=2)
    return builder.sub(builder.zext(minutes, _VECTOR), builder.insert_element(_ZERO, spent, ir.Constant(_I32, 0)))


def _running_total(builder, vector):
    for distance in (1, 2, 4):
        vector = builder.add(vector, _shifted(builder, vector, distance))
    return vector


def _shifted(builder, vector, distance):
    """Move ``vector`` up by ``distance`` places, zeros behind it."""
    places = [STEP + number if number >= 0 else 0 for number in range(-distance, STEP - distance)]
    return builder.shuffle_vector(_ZERO, vector, ir.Constant(_VECTOR, places))


def _lesser(builder, one, other):
    return builder.select(builder.icmp_signed("<", one, other), one, other)


def _splat(builder, value):
    undefined = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(_I32, 0))
    return builder.shuffle_vector(first, undefined, _ZERO)


def _count(builder, truths):
    return builder.zext(builder.ctpop(builder.bitcast(truths, _I8)), _I32)


def _last(builder, vector):
    return builder.extract_element(vector, ir.Constant(_I32, STEP - 1))
