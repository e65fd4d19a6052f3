"""How good and how fast the outside view is, beside simpler ways to forecast the same promises.

``python benchmarks/outside.py [--json] [--history FILE --from DATE [--to DATE]]``. Everything by rolling origin and on
one thread: peers are fitted anew each month on what was known then. Without a file, on histories that are made up.
Peers: the base rate of what is known at each moment; the distribution of raw lead times; Kaplan and Meier's curve of
actual over promised duration; gradient boosting on the attributes as they are.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads that wait for each other would be measured
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the histories made up are the tests'

from makegood.engine.outside import History, backtest, cancelled, moment_of
from makegood.engine.outside.columns import numbers_in
from makegood.engine.outside.curves import crps_of_curves, shares_at
from makegood.engine.outside.slack import fit_slack
from makegood.engine.outside.table import Table, lay_out
from makegood.engine.reliability import ece
from makegood.engine.scores import brier, skill
from tests.engine.outside.histories import START, noise, orders, projects, requests

MOMENTS = ("as_of", "made", "promised", "delivered", "known_at")
MONTH = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; ``ratio`` is how many times longer the peer takes. CRPS is of log(actual / promised duration)."""

    case: str
    ours_s: float
    peer: str
    peer_s: float
    ratio: float
    note: str
    skill: float
    peer_skill: float
    ece: float
    peer_ece: float
    crps: float | None
    peer_crps: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a peer forecast: P(kept) of the rows asked for, and CRPS where it has a distribution."""

    p: NDArray[np.float64]
    crps: NDArray[np.float64] | None = None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--history", type=Path, help="a history.csv, also gzipped")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, help="first day of forecasts that count")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, help="the day after the last one")
    asked = parser.parse_args()
    rows = [row for case in _cases(asked) for row in compare(*case)]
    if asked.json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(f"{'case':<24}{'':<20}{'skill':>8}{'ECE':>8}{'CRPS':>8}{'seconds':>9}{'ratio':>7}")
    for row in rows:
        if row.peer == "base rate":
            print(f"{row.case:<24}{'makegood':<20}{_figures(row.skill, row.ece, row.crps)}{row.ours_s:>9.2f}")
        figures = _figures(row.peer_skill, row.peer_ece, row.peer_crps)
        print(f"{'':<24}{row.peer:<20}{figures}{row.peer_s:>9.2f}{row.ratio:>7.2f}  {row.note}")


def _figures(*values: float | None) -> str:
    return "".join(f"{'':>8}" if value is None else f"{value:>8.3f}" for value in values)


def _cases(asked: argparse.Namespace) -> Iterator[tuple[str, History, float, float | None]]:
    if asked.history is not None:
        start = moment_of(asked.start) if asked.start else 0.0
        yield asked.history.name, read_history(asked.history), start, moment_of(asked.end) if asked.end else None
        return
    yield "requests", requests(8_000, columns=6)[0], START + 100, None
    yield "requests, then slower", requests(8_000, change_at=250)[0], START + 100, None
    yield "orders", orders(), START + 200, None
    yield "projects", projects(), START + 300, None
    yield "nothing to learn", noise(), START + 100, None


def read_history(path: Path) -> History:
    """Read a file in the history format; everything unknown is an attribute."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    table = list(csv.DictReader(StringIO(text)))
    columns = {name: [row[name] for row in table] for name in table[0]}
    moments = {name: [_moment(text) for text in columns.pop(name)] for name in MOMENTS if name in columns}
    kept = [float(text) if text else np.nan for text in columns.pop("kept", [""] * len(table))]
    who = [cancelled(text) for text in columns.pop("cancelled_by", [""] * len(table))]
    promise = columns.pop("promise")
    return History.of(promise, kept=kept, cancelled_by=who, attributes=columns, **moments)


def _moment(text: str) -> float:
    if not text:
        return np.nan
    return moment_of(datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text))


def compare(case: str, history: History, start: float, end: float | None) -> Iterator[Row]:
    """Yield ours beside each peer, on the rows that ours scores."""
    began = perf_counter()
    ours = backtest(history, start=start, end=end)
    ours_s = perf_counter() - began
    table = lay_out(history, tolerance_days=0.0)
    rows = np.flatnonzero(~np.isnan(ours.forecasts[table.order]))
    y = table.outcomes.kept[rows]
    reference = min(brier(said[rows], y) for said in (table.references.ever, table.references.recent))
    for name, peer, note in PEERS:
        began = perf_counter()
        said = peer(table, rows)
        taken = perf_counter() - began
        done = np.isfinite(table.outcomes.finished[rows]) & np.isfinite(table.outcomes.deadline[rows])
        yield Row(
            case=case,
            ours_s=ours_s,
            peer=name,
            peer_s=taken,
            ratio=taken / ours_s,
            note=note,
            skill=ours.skill or 0.0,
            peer_skill=skill(brier(said.p, y), reference),
            ece=ours.ece or 0.0,
            peer_ece=ece(said.p, y),
            crps=ours.crps,
            peer_crps=float(said.crps[done].mean()) if said.crps is not None and done.any() else None,
        )


def base_rate(table: Table, rows: NDArray[np.int64]) -> Said:
    """Say the share kept of all outcomes known at each row's own moment."""
    return Said(table.references.ever[rows])


def lead_times(table: Table, rows: NDArray[np.int64]) -> Said:
    """Say how many took no longer than this one may, whatever had been promised to them."""
    return _by_curve(table, rows, np.ones(len(table.history)))


def slack(table: Table, rows: NDArray[np.int64]) -> Said:
    """Say how many took no longer in proportion to what had been promised to them."""
    return _by_curve(table, rows, table.planned)


def _by_curve(table: Table, rows: NDArray[np.int64], unit: NDArray[np.float64]) -> Said:
    outcomes = table.outcomes
    p, scores = np.full(len(rows), 0.5), np.full(len(rows), np.nan)
    for moment, chosen in _months(table, rows):
        done = outcomes.finish_known < moment
        age = np.where(done, outcomes.actual, moment - outcomes.origin)
        seen = np.flatnonzero(outcomes.usable & (table.history.as_of < moment) & (age > 0))
        fitted = fit_slack(np.log(age[seen] / unit[seen]), done[seen], np.ones(len(seen)), [])
        if fitted is None:
            continue
        grid, finished = (np.tile(each, (len(chosen), 1)) for each in (fitted[0].grid, fitted[0].finished[0]))
        places = rows[chosen]
        target = np.log(table.planned[places] / unit[places])
        p[chosen] = shares_at(grid, finished, target)
        took = np.log(outcomes.actual[places] / unit[places])
        over = np.isfinite(took)
        scores[chosen[over]] = crps_of_curves(grid[over], finished[over], took[over])
    undated = np.isnan(outcomes.deadline[rows])
    return Said(np.where(undated, table.references.ever[rows], p), scores)


def boosting(table: Table, rows: NDArray[np.int64]) -> Said:
    """Say what gradient boosting says from the attributes, coded as numbers, and the days left."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    features = np.column_stack([*map(_coded, table.history.attributes.values()), table.planned, table.history.as_of])
    p = np.full(len(rows), 0.5)
    for moment, chosen in _months(table, rows):
        seen = np.flatnonzero(table.outcomes.usable & (table.outcomes.known < moment))
        kept = table.outcomes.kept[seen]
        if len(seen) >= 50 and kept.min() < kept.max():
            model = HistGradientBoostingClassifier(random_state=1).fit(features[seen], kept)
            p[chosen] = model.predict_proba(features[rows[chosen]])[:, 1]
        else:
            p[chosen] = table.references.ever[rows[chosen]]
    return Said(p)


def _coded(values: tuple[str, ...]) -> NDArray[np.float64]:
    column = np.asarray(values, dtype=np.str_)
    numbers = numbers_in(column)
    return numbers if np.isfinite(numbers).all() else np.unique(column, return_inverse=True)[1].astype(np.float64)


def _months(table: Table, rows: NDArray[np.int64]) -> Iterator[tuple[float, NDArray[np.int64]]]:
    month = np.floor(table.history.as_of[rows] / MONTH)
    for number in np.unique(month):
        yield number * MONTH, np.flatnonzero(month == number)


PEERS: tuple[tuple[str, Callable[[Table, NDArray[np.int64]], Said], str], ...] = (
    ("base rate", base_rate, "of all outcomes known at the time"),
    ("raw lead times", lead_times, "whatever had been promised"),
    ("Kaplan and Meier", slack, "of actual / promised, without classes"),
    ("gradient boosting", boosting, "scikit-learn's defaults, each month anew"),
)

if __name__ == "__main__":
    main()
