"""Sixteen days at once for one item in one sample: the only vector code that is written out by hand.

A sample decides by itself on which days it works, so the compiler can't turn samples into the lanes of a vector, and a
loop over days ends at a moment that no processor can guess: guessing cost more than all the arithmetic. Sixteen days in
one vector need no loop: what each offers, the running total by four shifted additions, and where it reaches what is
needed. Minutes of 16 bits are reckoned with in 16 bits: sixteen days of one slot have no more than 23,040. LLVM lowers
it to whatever vectors the machine has; integers give the same answer on all of them.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

STEP = 16
"""Days walked at once."""
_I8, _I16, _I32 = ir.IntType(8), ir.IntType(16), ir.IntType(32)
MOST_NARROW = 0x7FFF
"""More minutes than one slot has in so many days."""


@intrinsic
def take_days(_context, free, at, length, here, spent, need, minutes):
    """Give ``need`` minutes to an item from the place ``here`` on, number ``at`` in ``free``, over sixteen places.

    Where minutes have 16 bits, ``need`` is at most :data:`MOST_NARROW`: who needs more needs all there is.
    ``length`` is one slot's minutes at each place, of which ``spent`` are over at the first; ``minutes`` gets by place
    the minute of the day at which all is taken if it is there. Returns the number of places before the one at which all
    is taken (16 for none of them), what all of them offer, and the number of places from the first on at which nothing
    is left.
    """
    signature = types.UniTuple(types.int32, 3)(free, at, length, here, spent, need, minutes)
    return signature, _take_days


@intrinsic
def fetch(_context, free, at):
    """Ask for the memory of the number ``at`` in ``free`` ahead of its use: it is rarely near the processor."""
    return types.void(free, at), _fetch


@intrinsic
def shift_right(_context, number, _bits):
    """Shift ``number`` as it is: numba would widen it to 64 bits, and with it every lane of a vector."""
    return number(number, number), _shift_right


def _take_days(context, builder, signature, arguments):
    free, at, length, here, spent, need, minutes = arguments
    narrow = signature.args[0].dtype == types.uint16
    number, align = (_I16, 2) if narrow else (_I32, 4)
    vector = ir.VectorType(number, STEP)
    zero = ir.Constant(vector, [0] * STEP)
    days = _pointer_at(context, builder, signature.args[0], free, at, vector)
    there = builder.load(days, align=align)
    over = builder.insert_element(zero, builder.trunc(spent, number) if narrow else spent, ir.Constant(_I32, 0))
    lengths = _lengths(context, builder, signature.args[2], length, here, vector)
    offered = _lesser(builder, there, builder.sub(lengths, over))
    total = _running_total(builder, offered)
    wanted = _splat(builder, builder.trunc(need, _I16) if narrow else need, vector)
    lacking = builder.sub(wanted, builder.sub(total, offered))
    take = _lesser(builder, offered, builder.select(builder.icmp_signed(">", lacking, zero), lacking, zero))
    left = builder.sub(there, take)
    builder.store(left, days, align=align)
    first = (ir.Constant(ir.IntType(64), 0),)
    told = _pointer(context, builder, signature.args[6], minutes, first, vector)
    builder.store(builder.add(lacking, over), told, align=align)
    before = _count(builder, builder.icmp_signed("<", total, wanted))
    some = builder.bitcast(builder.icmp_signed("!=", left, zero), ir.IntType(STEP))
    gone = _widened(builder, builder.cttz(some, ir.Constant(ir.IntType(1), 0)))
    last = _widened(builder, builder.extract_element(total, ir.Constant(_I32, STEP - 1)))
    return context.make_tuple(builder, signature.return_type, (before, last, gone))


def _shift_right(_context, builder, _signature, arguments):
    return builder.lshr(*arguments)


def _fetch(context, builder, signature, arguments):
    free, at = arguments
    address = _pointer_at(context, builder, signature.args[0], free, at, _I8)
    kind = ir.FunctionType(ir.VoidType(), [_I8.as_pointer(), _I32, _I32, _I32])
    call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
    for_writing, into_all_caches, of_data = (ir.Constant(_I32, number) for number in (1, 3, 1))
    builder.call(call, [address, for_writing, into_all_caches, of_data])
    return context.get_dummy_value()


def _pointer(context, builder, kind, array, place, target):
    struct = context.make_array(kind)(context, builder, array)
    return builder.bitcast(cgutils.get_item_pointer(context, builder, kind, struct, place), target.as_pointer())


def _pointer_at(context, builder, kind, array, at, target):
    """Point to the number ``at`` of an array whose rows lie one behind the other."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), target.as_pointer())


def _lengths(context, builder, kind, array, here, vector):
    """Load one slot's minutes of 16 bits at each place, in numbers as wide as those of ``vector``."""
    stored = ir.VectorType(_I16, STEP)
    lengths = builder.load(_pointer(context, builder, kind, array, (here,), stored), align=2)
    return lengths if vector.element == _I16 else builder.zext(lengths, vector)


def _running_total(builder, vector):
    distance = 1
    while distance < STEP:
        vector = builder.add(vector, _shifted(builder, vector, distance))
        distance *= 2
    return vector


def _shifted(builder, vector, distance):
    """Move ``vector`` up by ``distance`` places, zeros behind it."""
    places = [STEP + number if number >= 0 else 0 for number in range(-distance, STEP - distance)]
    zero = ir.Constant(vector.type, [0] * STEP)
    return builder.shuffle_vector(zero, vector, ir.Constant(ir.VectorType(_I32, STEP), places))


def _lesser(builder, one, other):
    """Take the lesser of two that are not negative: what is free of a team may need all 16 bits."""
    return builder.select(builder.icmp_unsigned("<", one, other), one, other)


def _splat(builder, value, vector):
    undefined = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(_I32, 0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(_I32, STEP), [0] * STEP))


def _count(builder, truths):
    return _widened(builder, builder.ctpop(builder.bitcast(truths, ir.IntType(STEP))))


def _widened(builder, number):
    return number if number.type == _I32 else builder.zext(number, _I32)
