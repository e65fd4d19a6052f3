"""The portfolio folder: CSV, workbook or zip in; engine dataclasses or a list of errors out.

:func:`read_portfolio` reads everything in one pass and either returns a portfolio that contradicts itself nowhere or
raises :class:`InvalidFiles` with every error of every file.
"""

from __future__ import annotations

from makegood.files.errors import FileError, InvalidFiles, Note
from makegood.files.formulas import harmless
from makegood.files.reading import HistoryFile, PortfolioFiles, read_history, read_portfolio
from makegood.files.template import write_template
from makegood.files.writing import FolderNotEmpty, write_new_files

__all__ = [
    "FileError",
    "FolderNotEmpty",
    "HistoryFile",
    "InvalidFiles",
    "Note",
    "PortfolioFiles",
    "harmless",
    "read_history",
    "read_portfolio",
    "write_new_files",
    "write_template",
]
