"""Why a value, a file or the whole folder is refused; codes of :data:`makegood.files.errors.PROBLEMS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

PROBLEMS: Mapping[str, Phrase] = MappingProxyType(
    {
        "not found": phrase("nothing is there"),
        "not a portfolio": phrase("this is neither a folder nor an .xlsx workbook nor a .zip archive"),
        "unreadable": phrase("it can't be read: {reason}"),
        "missing file": phrase("{name} is missing"),
        "given twice": phrase("it is there twice; {other} has the same rows"),
        "broken archive": phrase("the {kind} file is damaged"),
        "encrypted": phrase("it is protected by a password"),
        "zip in zip": phrase("an archive within an archive is not read"),
        "several folders": phrase("the archive has files of one portfolio in several folders"),
        "odd name": phrase("{name} would lead out of the archive"),
        "too many files": phrase("the archive holds {count} files, more than the {limit} that are read"),
        "too large": phrase("it is larger than {limit_mib} MiB"),
        "compressed too much": phrase(
            "it is packed {ratio} times smaller than its content; {limit} times is the limit"
        ),
        "too many rows": phrase("it has more than {limit} rows"),
        "too wide": phrase("it has more than {limit} columns, or cells far apart"),
        "UTF-16": phrase("the text is UTF-16, not UTF-8"),
        "not UTF-8": phrase("the text is not UTF-8: line {line:plain} has the byte {byte}"),
        "binary content": phrase("line {line:plain} holds binary data"),
        "unclosed quote": phrase("a quotation mark is opened and never closed"),
        "broken quotes": phrase("text stands after a closing quotation mark"),
        "cell too long": phrase("the text is longer than {limit} characters"),
        "value without column": phrase("the row has more values than there are columns"),
        "duplicate column": phrase("column {first:plain} has the same name"),
        "missing column": phrase("this column is needed and missing"),
        "missing value": phrase("a value is needed here"),
        "not a number": phrase("this is not a number"),
        "ambiguous number": phrase("this may be {as_decimal:plain} or {as_thousands:plain}"),
        "not a whole number": phrase("this is not a whole number"),
        "out of range": phrase("this is not between {low} and {high}"),
        "bare percentage": phrase("this is neither a share between 0 and 1 nor marked as per cent"),
        "bare share": phrase("this looks like a share; the column holds per cent"),
        "not a date": phrase("this is not a date"),
        "two-digit year": phrase("the year has two digits"),
        "impossible date": phrase("there is no such day"),
        "year out of range": phrase("the year is not between {low:plain} and {high:plain}"),
        "ambiguous date": counted(
            "this may be {day_first} or {month_first}, and nothing else in the column tells",
            "this may be {day_first} or {month_first}; so may all {cells} dates of the column",
            "cells",
        ),
        "mixed date formats": phrase("most dates of this column are written {form}; this one is not"),
        "in the future": phrase("this is later than {as_of}, the day looked at"),
        "earlier than": phrase("this is earlier than {other}, {date}"),
        "not yes or no": phrase("this is neither yes nor no"),
        "not a canceller": phrase("this doesn't say who cancelled"),
        "not an operator": phrase("this is not a way to compare"),
        "not a currency": phrase("this is not the three-letter code of a currency"),
        "currencies differ": phrase("the value is in {written:plain}, the column currency says {currency:plain}"),
        "not hours per day": phrase("these are not the hours of seven days"),
        "range reversed": phrase("the range begins above its end"),
        "spreadsheet error": phrase("the spreadsheet itself shows an error here"),
        "unknown time zone": phrase("no time zone has this name"),
        "unknown country": phrase("no country whose holidays we know has this code"),
        "unknown region": phrase("{country} has no region of this code"),
        "units differ": phrase("{unit} can't be converted to {other_unit}, the unit of {attribute}"),
        "duplicate": phrase("row {row:plain} has the same"),
        "unknown team": phrase("teams has no team of this name"),
        "unknown promise": phrase("promises has no promise of this name"),
        "unknown item": phrase("work has no item {item}"),
        "promise without items": phrase("the promise {promise} has no work"),
        "needs other column": phrase("this says nothing without {other}"),
        "missing effort": phrase("the item has no effort"),
        "effort given twice": phrase("effort is given as hours and as percentiles"),
        "percentiles incomplete": phrase("one or two of the three percentiles are missing"),
        "percentiles out of order": phrase("the percentiles {p10}, {p50}, {p90} don't ascend"),
        "p90 below p50": phrase("the 90th percentile, {p90}, is below the median, {p50}"),
        "risk without effect": phrase("the risk has neither a factor nor a delay"),
        "outcome unknown": phrase("it was delivered, but nothing says for when it was promised or whether it was kept"),
        "cycle": phrase("these wait for one another: {items}"),
        "more errors": counted(
            "{count} more error in this file; only the first {limit} are listed",
            "{count} more errors in this file; only the first {limit} are listed",
            "count",
        ),
    }
)
