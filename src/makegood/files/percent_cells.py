"""Which cells of a workbook are formatted as percentages: they show 25 % and hold 0.25, and calamine gives the latter.

Read from the parts that ECMA-376 (SpreadsheetML) keeps formats in: a cell names a style, a style names a number format,
and formats 9 and 10, or any whose code has a per cent sign outside quotes, show a percentage.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from makegood.files.archives import broken, chunks_of

Place = tuple[int, int]
"""Row and column of a cell in its sheet, both from 1."""
_BUILT_IN_PERCENTAGES = frozenset({"9", "10"})
_LITERAL = re.compile(r'"[^"]*"|\\.')
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"

_Element = Callable[[str, Mapping[str, str]], None]


def percent_cells(archive: ZipFile, title: str) -> frozenset[Place]:
    """Return the places of the cells of the sheet ``title`` that are formatted as percentages.

    Raise :class:`~makegood.files.refusals.Refused` where a part that has to say it is damaged.
    """
    styles = _percent_styles(archive)
    part = _sheet_part(archive, title) if styles else None
    return _Styled(archive, part, styles).places if part else frozenset()


def column_number(letters: str) -> int:
    """Return the number of the column ``letters``: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _percent_styles(archive: ZipFile) -> frozenset[str]:
    """Return the numbers, as a cell names them, of the styles that show a percentage."""
    formats = set(_BUILT_IN_PERCENTAGES)
    used: list[str] = []
    parents: list[str] = []

    def element(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and "%" in _LITERAL.sub("", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            parents.append(name)
        elif name == "xf" and parents[-1:] == ["cellXfs"]:
            used.append(attributes.get("numFmtId", "0"))

    _parse(archive, _STYLES, element)
    return frozenset(str(number) for number, number_format in enumerate(used) if number_format in formats)


def _sheet_part(archive: ZipFile, title: str) -> str | None:
    """Return the name of the part that has the sheet ``title``."""
    relations: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            relations[attributes.get("name", "")] = relation

    def relationship(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(archive, _WORKBOOK, sheet)
    _parse(archive, _RELATIONS, relationship)
    target = targets.get(relations.get(title, ""))
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else None


class _Styled:
    """The places of the cells of a sheet that have one of some styles."""

    def __init__(self, archive: ZipFile, part: str, styles: frozenset[str]) -> None:
        self.places: frozenset[Place] = frozenset()
        self._styles = styles
        self._found: list[Place] = []
        self._row = self._column = 0
        _parse(archive, part, self._element)
        self.places = frozenset(self._found)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            self._move_to(attributes.get("r"))
            if attributes.get("s") in self._styles:
                self._found.append((self._row, self._column))

    def _move_to(self, reference: str | None) -> None:
        """Go to the cell ``reference``, or one to the right where the file leaves it out, as it may."""
        match = _REFERENCE.fullmatch(reference or "")
        self._column = column_number(match[1]) if match else self._column + 1
        self._row = int(match[2]) if match else self._row


def _parse(archive: ZipFile, part: str, element: _Element) -> None:
    """Call ``element`` with the name, without its prefix, and the attributes of each element of ``part``, if any."""
    member = next((each for each in archive.infolist() if each.filename.casefold() == part.casefold()), None)
    if member is None:
        return
    parser = ParserCreate()
    parser.StartElementHandler = lambda name, attributes: element(name.rpartition(":")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        _feed(parser.Parse, chunks_of(archive, member))
    except ExpatError as failure:
        raise broken("xlsx") from failure


def _feed(parse: Callable[[bytes, bool], object], chunks: Iterator[bytes]) -> None:
    for chunk in chunks:
        parse(chunk, False)
    parse(b"", True)


def _refuse_doctype(*_declared: object) -> None:
    """Refuse what could define entities: no workbook does."""
    raise broken("xlsx")
