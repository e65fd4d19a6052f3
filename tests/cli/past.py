"""Histories and dated folders as files: a past in which one kind of order is late and another is not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

AS_OF = date(2026, 11, 23)
FIRST = date(2025, 10, 1)
COLUMNS = "promise,customer,kind,team,made,promised,delivered,cancelled_by"


def history_text(orders: int = 240, *, open_ones: int = 5) -> str:
    """Return a history: of sensors three in four are late, by nine days in the middle, of software one in ten."""
    chance = np.random.default_rng(3)
    lines = [COLUMNS]
    for number in range(orders):
        kind, team, late = ("sensors", "Assembly", 0.75) if number % 2 else ("software", "Software", 0.1)
        made = FIRST + timedelta(days=number)
        promised = made + timedelta(days=40)
        slip = int(chance.integers(5, 14)) if chance.random() < late else -int(chance.integers(0, 6))
        delivered = promised + timedelta(days=slip)
        lines.append(f"H-{number},Ann,{kind},{team},{made},{promised},{delivered},")
    for number in range(open_ones):
        made = AS_OF - timedelta(days=10 + number)
        lines.append(f"O-{number},Ann,software,Software,{made},{made + timedelta(days=60)},,")
    return "\n".join(lines) + "\n"


def write_history(folder: Path, text: str | None = None) -> Path:
    """Write a history into ``folder`` and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / "history.csv"
    path.write_text(history_text() if text is None else text, encoding="utf-8")
    return path


PROMISES = """promise,customer,due,made_at,kind,team,value,currency,told,owner
S-1,Ann,2027-01-15,2026-11-02,sensors,Assembly,1000,EUR,2027-01-15,Uli
W-1,Bob,2027-01-15,2026-11-02,software,Software,1000,EUR,2027-01-15,Uli
"""
WORK = "promise,item,team,hours\nS-1,build,Assembly,40\nW-1,code,Software,40\n"
TEAMS = "team,slots\nAssembly,1\nSoftware,1\n"


def company_with_a_past(folder: Path, *, planned: bool = True) -> Path:
    """Write a folder of two promises and a history; with teams and work where it is ``planned``."""
    write_history(folder)
    (folder / "promises.csv").write_text(PROMISES, encoding="utf-8")
    if planned:
        (folder / "teams.csv").write_text(TEAMS, encoding="utf-8")
        (folder / "work.csv").write_text(WORK, encoding="utf-8")
    return folder
