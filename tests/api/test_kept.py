"""How promises were kept, for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from makegood.foundation.clock import present
from tests.api.callers import Program
from tests.learning.test_pages import grow

pytestmark = pytest.mark.django_db


def test_figures_come_with_their_interval_and_open_their_promises() -> None:
    program = Program("administrator")
    number = grow(program.viewer, 0)
    kept = program.get("promises/kept")
    first = kept["reliability"]["first"]
    assert (first["kept"], first["n"], first["rate"]) == (0, 1, 0.0)
    assert first["interval"][1] == pytest.approx(0.7935, abs=1e-4)
    assert kept["warnings"]["median_lead_days"] == 20
    assert kept["accuracy"]["median_error_days"] == 1
    assert kept["drift"]["open"] == 1
    (team,) = [one for one in program.get("promises/kept/groups?by=team") if one["of"] is not None]
    assert (team["reliability"]["perfect"]["n"], team["warnings"]["no_surprise"]["kept"]) == (1, 1)
    page = program.get("promises/kept/promises?figure=broken-first")
    assert [(row["promise"], row["kept_first"], row["warned_days"]) for row in page["items"]] == [(number, False, 20)]
    one = program.get(f"promises/kept/of/{number}")
    assert (one["error_days"], one["slip_per_week"]) == (1, None)
    assert program.ask("GET", "promises/kept/of/999999").status_code == 404


def test_nothing_due_has_no_rate() -> None:
    program = Program("sales")
    kept = program.get("promises/kept?since=2100-01-01&until=2100-02-01")
    assert kept["reliability"]["first"]["rate"] is None
    periods = program.get("promises/kept/course?step=quarter&since=2026-01-01&until=2026-12-31")
    assert {one["reliability"]["first"]["rate"] for one in periods} == {None}


@pytest.mark.parametrize("window", ["until=0001-05-01", "since=0001-01-01", "since=9999-12-31&until=9999-12-31"])
def test_a_window_at_the_end_of_all_days_is_cut_to_what_can_be_counted(window: str) -> None:
    program = Program("sales")
    kept = program.get(f"promises/kept?{window}")
    assert "1970-01-01" <= kept["since"] <= "2200-12-31"
    assert "1970-01-01" <= kept["until"] <= "2200-12-31"
    assert len(program.get(f"promises/kept/course?{window}")) < 1_000
    assert program.get(f"promises/kept/calibration?{window}")["frozen"] == 0
    assert program.get(f"promises/kept/promises?{window}")["items"] == []


def test_the_ledger_says_how_much_is_known_and_lists_what_was_said() -> None:
    program = Program("administrator")
    number = grow(program.viewer, 0)
    ledger = program.get("promises/kept/calibration?horizon=D-14")
    assert (ledger["frozen"], ledger["known"], ledger["scores"]) == (1, 1, None)
    page = program.get("promises/kept/calibration/forecasts?horizon=D-14")
    assert [(row["promise"], row["said"], row["kept"]) for row in page["items"]] == [(number, 0.8, False)]
    today = timezone.localdate(present())
    assert program.get(f"promises/kept/calibration?until={today - timedelta(days=30)}")["frozen"] == 0
