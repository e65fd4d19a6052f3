"""What was read differently from what the user may expect; codes of :data:`makegood.files.errors.NOTES`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

NOTES: Mapping[str, Phrase] = MappingProxyType(
    {
        "column kept as attribute": phrase("the column {column} is kept as an attribute"),
        "column ignored": phrase("the column {column} is not used"),
        "heading read as": phrase("the column {heading} is read as {column}"),
        "headings found below": phrase("the headings are read from row {row:plain}; what stands above is left out"),
        "file ignored": phrase("the file is not used"),
        "comment looks like a row": counted(
            "{count} row begins with # and is read as a comment: row {row:plain}",
            "{count} rows begin with # and are read as comments, the first is row {row:plain}",
            "count",
        ),
        "date order used": phrase("the dates in {column} are read in the order {order}, as asked"),
        "unknown attribute": phrase("row {row:plain}: nothing is known about {attribute}, so the term stays unchecked"),
        "no measurements": phrase(
            "row {row:plain}: there are no measurements of {measure}, so the term stays unchecked"
        ),
        "later than as-of": counted(
            "{count} row is later than {as_of} in {column} and is not looked at",
            "{count} rows are later than {as_of} in {column} and are not looked at",
            "count",
        ),
        "formula error read as blank": phrase("the cell {cell} shows an error of its formula and is read as blank"),
        "read as one percent": phrase("row {row:plain}: a bare 1 in done_percent is read as 1 per cent"),
    }
)
"""A note whose value ``suggestion`` is not empty goes on with :data:`SUGGESTION`."""

SUGGESTION = phrase("did you mean {suggestion}?")
