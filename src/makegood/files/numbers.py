"""Numbers as people write them: decimal point or comma, thousands apart or not; refused where two readings fit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused

_GROUP_GAP = re.compile("(?<=[0-9])[ \u00a0\u2009\u202f'\u2019](?=[0-9]{3}(?![0-9]))")  # spaces and Swiss apostrophes
_NUMBER = re.compile(r"([+-]?)([0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)((?:[eE][+-]?[0-9]{1,3})?)")
_GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_RANGE = ".."
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def home_marks(delimiter: str | None) -> str:
    """Return the decimal mark that needs no proof: the comma in files with semicolons, else the point."""
    return "," if delimiter == ";" else "."


def parse_number(text: str, marks: str) -> float:
    """Return the number that ``text`` writes, ``marks`` being known decimal marks; raise :class:`Refused` otherwise.

    A single mark before three digits (``1,234``) is refused as ambiguous unless it is one of ``marks`` or can't stand
    for thousands (``0,234``, ``1234,567``). Infinity and NaN are no numbers; what overflows is infinite.
    """
    digits = _GROUP_GAP.sub("", text)
    match = _NUMBER.fullmatch(digits.replace("\u2212", "-"))
    if match is None:
        raise _not_a_number()
    sign, body, exponent = match.groups()
    return float(sign + _with_point(body, marks, grouped=digits != text or bool(exponent)) + exponent)


def proven_marks(texts: Iterable[str]) -> str:
    """Return the marks that some of ``texts`` show to be decimal and none shows to part thousands."""
    decimal, thousands = set(), set()
    for text in texts:
        match = _NUMBER.fullmatch(_GROUP_GAP.sub("", text))
        if match is None:
            continue
        used = [mark for mark in match[2] if mark in ".,"]
        if len(used) == 1 and not _could_be_thousands(match[2]):
            decimal.add(used[0])
        elif len(used) > 1:
            thousands.add(used[0])
    return "".join(sorted(decimal - thousands))


def plain(number: float) -> str:
    """Write ``number`` in the form that every reader understands, with 15 significant digits as spreadsheets do."""
    return f"{number:.15g}"


def plain_value(text: str, marks: str) -> str:
    """Rewrite a number in ``text`` plainly and leave any other text alone; raise :class:`Refused` where ambiguous."""
    if _PLAIN.fullmatch(text) and marks == ".":
        return text
    try:
        number = parse_number(text, marks)
    except Refused as refused:
        if refused.why.code == "ambiguous number":
            raise
        return text
    return text if _PLAIN.fullmatch(text) or not math.isfinite(number) else plain(number)


def plain_value_or_range(text: str, marks: str) -> str:
    """Do the same with both ends of a range such as ``95..105``; raise :class:`Refused` where it goes backwards."""
    low, separator, high = text.partition(_RANGE)
    if not separator:
        return plain_value(text, marks)
    ends = [plain_value(low.strip(), marks), plain_value(high.strip(), marks)]
    try:
        reversed_ends = parse_number(ends[0], ".") > parse_number(ends[1], ".")
    except Refused:
        return text
    if reversed_ends:
        raise Refused(problem("range reversed"), mend("swap the ends"))
    return _RANGE.join(ends)


def _with_point(body: str, marks: str, *, grouped: bool) -> str:
    used = [mark for mark in body if mark in ".,"]
    if not used:
        return body
    if len(used) == 1:
        return _single_mark(body, used[0], marks, grouped=grouped)
    whole, decimals = (body, "") if len(set(used)) == 1 else body.rsplit(used[-1], 1)
    if len(set(used[:-1])) > 1 or not _GROUPS.fullmatch(whole):
        raise _not_a_number()
    return whole.replace(used[0], "") + ("." + decimals if decimals else "")


def _single_mark(body: str, mark: str, marks: str, *, grouped: bool) -> str:
    as_decimal = body.replace(mark, ".")
    if mark in marks or grouped or not _could_be_thousands(body):
        return as_decimal
    safe = {"as_decimal": body.replace(mark, marks[0]), "as_thousands": body.replace(mark, "")}
    raise Refused(problem("ambiguous number", **safe), mend("write it plainly", **safe))


def _could_be_thousands(body: str) -> bool:
    return not body.startswith("0") and _GROUPS.fullmatch(body) is not None


def _not_a_number() -> Refused:
    return Refused(problem("not a number"), mend("write a number", example="1234.5"))
