"""How much we read: bounds that no real portfolio meets, so that a broken or hostile file costs little."""

from __future__ import annotations

MEBIBYTE = 1 << 20
MAX_BYTES = 512 * MEBIBYTE
"""Size of one file, and of everything in an archive together, unpacked."""
MAX_RATIO = 250
"""Unpacked size ÷ packed size of a member of an archive; tables reach about 50, zip bombs 1,000."""
RATIO_COUNTS_FROM = 4 * MEBIBYTE
"""Below this size a member may be packed as tightly as it likes."""
MAX_MEMBERS = 100
"""Files in a zip."""
MAX_WORKBOOK_PARTS = 2_000
"""Files in a workbook, which is a zip of its parts."""
MAX_ROWS = 5_000_000
MAX_COLUMNS = 500
MAX_CELL = 32_767
"""Characters in a cell, as Excel has it."""
MAX_SHEET_AREA = 1_048_576 * 26
"""Cells in the rectangle around a sheet's values: the reader lays out all of them, empty ones included."""
