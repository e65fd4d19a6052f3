"""What each promise is held against, as records: the input of :mod:`makegood.engine.kernel.settling`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.blocks import CENTS
from makegood.engine.kernel.arrays import Work, set_spans
from makegood.engine.problem import Problem

OUTCOME = np.dtype(
    [
        *((name, "i4") for name in ("last_day", "last_day_first", "customer", "currency", "work_row")),
        *((name, "i4") for name in ("entry", "entry_end", "chance", "chance_end")),
        *((name, "u1") for name in ("dated", "checkable")),
        ("cents", "i8"),
    ],
    align=True,
)
"""A promise: its dates, whom and what it concerns, its roadmap entries, and its terms that hold by themselves."""


def lay_out_outcomes(problem: Problem, work: Work) -> NDArray[np.void]:
    """Turn the promises of ``problem`` into records."""
    deals = problem.deals
    records = np.zeros(len(deals), dtype=OUTCOME)
    customers = {name: place for place, name in enumerate(customer_names(problem))}
    currencies = {name: place for place, name in enumerate(currency_names(problem))}
    for name in ("last_day", "last_day_first", "dated", "checkable"):
        records[name] = [getattr(deal, name) for deal in deals]
    records["customer"] = [-1 if deal.promise.simulated else customers[deal.promise.customer] for deal in deals]
    records["currency"] = [
        currencies[deal.promise.currency or ""] if deal.checkable and deal.promise.value else -1 for deal in deals
    ]
    records["cents"] = [round((deal.promise.value or 0.0) * CENTS) for deal in deals]
    roadmapped = np.array([bool(deal.roadmap) for deal in deals], dtype=np.bool_)
    records["work_row"] = np.where(roadmapped, np.cumsum(roadmapped) - 1, -1)
    records["entry"], records["entry_end"] = work.deals["entry"], work.deals["entry_end"]
    set_spans(records, "chance", [len(deal.chances) for deal in deals])
    return records


def customer_names(problem: Problem) -> list[str]:
    """Return the customers of what is reported, sorted."""
    return sorted({deal.promise.customer for deal in problem.deals if not deal.promise.simulated})


def currency_names(problem: Problem) -> list[str]:
    """Return the currencies of what can be lost, sorted."""
    return sorted({deal.promise.currency or "" for deal in problem.deals if deal.checkable and deal.promise.value})
