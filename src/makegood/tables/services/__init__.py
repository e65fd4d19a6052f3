"""Bringing in tables: begun by somebody, carried on in the background, stopped, and what becomes of each row."""

from __future__ import annotations

from makegood.tables.services.beginning import (
    Table,
    UnableToBringIn,
    UnableToStop,
    begin_import,
    forget_imports,
    stop_import,
)
from makegood.tables.services.carrying import Begun, Importer, carry_on
from makegood.tables.services.fates import BLOCK, Fate, Preview, Row, RowResult, blocks, error_file

__all__ = [
    "BLOCK",
    "Begun",
    "Fate",
    "Importer",
    "Preview",
    "Row",
    "RowResult",
    "Table",
    "UnableToBringIn",
    "UnableToStop",
    "begin_import",
    "blocks",
    "carry_on",
    "error_file",
    "forget_imports",
    "stop_import",
]
