"""Work: efforts, waits, predecessors, and the risks that touch them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.engine.portfolio import MAX_HOURS, Estimate, Fixed, RiskDriver, Stated, Wait, WorkItem
from makegood.files.columns import MAX_SINGLE_HOURS
from tests.files.desk import errors, only_error, read

EFFORTS = "promise,item,team,hours,p10_hours,p50_hours,p90_hours,wait_days_p50,wait_days_p90,wait_started\n"


def work_with(row: str) -> str:
    return f"{EFFORTS}P-1,a,Assembly,{row}\n"


def after(*rows: str) -> str:
    return "promise,item,team,hours,after\n" + "".join(f"{row}\n" for row in rows)


def test_every_column_finds_its_place(tmp_path: Path) -> None:
    work = (
        "promise,item,team,p10_hours,p50_hours,p90_hours,after,not_before,wait_days_p50,wait_days_p90,wait_started,slots,"
        "pausable,done_percent\nP-1,a,Assembly,1,2,4,,,,,,,,\n"
        "P-1,b,Software,1.5,2.5,4.5,a,2026-12-01,10,20,2026-11-01,3,no,25 %\n"
    )
    assert read(tmp_path, work=work).portfolio.items[1] == WorkItem(
        key="P-1/b",
        promise="P-1",
        name="b",
        team="Software",
        estimate=Stated(1.5, 2.5, 4.5),
        after=("P-1/a",),
        not_before=date(2026, 12, 1),
        wait=Wait(10, 20, date(2026, 11, 1)),
        slots=3,
        pausable=False,
        done_share=0.25,
    )


@pytest.mark.parametrize(
    ("row", "estimate"),
    [
        ("40,,,,,,", Stated.from_single_point(40)),
        (",,40,,,,", Stated.from_single_point(40)),
        (",10,20,40,,,", Stated(10, 20, 40)),
        (",20,20,20,,,", Fixed(20)),
        (",0,20,40,,,", Stated(0, 20, 40)),
        ("0,,,,,,", Fixed(0)),
        (",,,,14,,", Fixed(0)),
    ],
)
def test_an_effort_is_read_as_stated(tmp_path: Path, row: str, estimate: Estimate) -> None:
    assert read(tmp_path, work=work_with(row)).portfolio.items[0].estimate == estimate


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",,,,,,", "hours", "missing effort"),
        ("40,10,20,40,,,", "hours", "effort given twice"),
        ("40,,20,,,,", "hours", "effort given twice"),
        (",10,20,,,,", "p90_hours", "percentiles incomplete"),
        (",,20,40,,,", "p10_hours", "percentiles incomplete"),
        (",10,,40,,,", "p50_hours", "percentiles incomplete"),
        (",30,20,40,,,", "p10_hours", "percentiles out of order"),
        (",10,20,15,,,", "p90_hours", "percentiles out of order"),
        (",-1,20,40,,,", "p10_hours", "out of range"),
        ("40,,,,,20,", "wait_days_p90", "needs other column"),
        ("40,,,,,,2026-11-01", "wait_started", "needs other column"),
        ("40,,,,20,10,", "wait_days_p90", "p90 below p50"),
        ("40,,,,9999,,", "wait_days_p50", "out of range"),
        ("40,,,,10,,2026-11-24", "wait_started", "in the future"),
    ],
)
def test_an_effort_or_wait_that_makes_no_sense_is_refused(tmp_path: Path, row: str, column: str, code: str) -> None:
    error = only_error(tmp_path, work=work_with(row))
    assert (error.file, error.row, error.column, error.problem.code) == ("work.csv", 2, column, code)


def test_percentiles_out_of_order_are_quoted(tmp_path: Path) -> None:
    error = only_error(tmp_path, work=work_with(",30,20,40,,,"))
    assert (error.value, error.problem.values) == ("30", {"p10": 30, "p50": 20, "p90": 40})


def test_the_most_hours_of_a_single_figure_leave_room_for_the_range_around_it(tmp_path: Path) -> None:
    estimate = read(tmp_path, work=work_with(f"{MAX_SINGLE_HOURS:.0f},,,,,,")).portfolio.items[0].estimate
    assert isinstance(estimate, Stated)
    assert estimate.p90 <= MAX_HOURS
    (tmp_path / "median").mkdir()
    error = only_error(tmp_path / "median", work=work_with(",,999999,,,,"))
    assert (error.column, error.problem.code) == ("p50_hours", "out of range")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("slots", "0", "out of range"), ("slots", "1001", "out of range"), ("slots", "1.5", "not a whole number"),
        ("pausable", "maybe", "not yes or no"), ("done_percent", "101", "out of range"),
        ("done_percent", "-1", "out of range"), ("done_percent", "0.4", "bare share"), ("hours", "-40", "out of range"),
        ("not_before", "later", "not a date"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(tmp_path: Path, column: str, value: str, code: str) -> None:
    hours = "" if column == "hours" else "hours,"
    work = f"promise,item,team,{hours}{column}\nP-1,a,Assembly,{'8,' if hours else ''}{value}\n"
    error = only_error(tmp_path, work=work)
    assert (error.column, error.value, error.problem.code) == (column, value, code)


@pytest.mark.parametrize(
    ("text", "pausable"),
    [("yes", True), ("NO", False), ("true", True), ("0", False), ("ja", True), ("Nein", False), ("", True)],
)
def test_yes_and_no_are_read_in_both_languages(tmp_path: Path, text: str, pausable: bool) -> None:
    work = f"promise,item,team,hours,pausable\nP-1,a,Assembly,8,{text}\n"
    assert read(tmp_path, work=work).portfolio.items[0].pausable is pausable


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a;b", ("P-1/a", "P-1/b")),
        ('"a, b"', ("P-1/a", "P-1/b")),
        ("P-2/x ; a", ("P-2/x", "P-1/a")),
        ('"a\nb"', ("P-1/a", "P-1/b")),
        ("a;a;;", ("P-1/a",)),
        ('"x, y"', ("P-1/x, y",)),
        ('"x, y; a"', ("P-1/x, y", "P-1/a")),
    ],
)
def test_predecessors_are_found_in_the_same_promise_first(tmp_path: Path, text: str, keys: tuple[str, ...]) -> None:
    work = after("P-1,a,Assembly,8,", "P-1,b,Assembly,8,", 'P-1,"x, y",Assembly,8,', "P-2,x,Software,8,")
    items = read(tmp_path, work=work + f"P-1,last,Assembly,8,{text}\n").portfolio.items
    assert items[-1].after == keys


def test_an_unknown_predecessor_is_named_with_the_nearest(tmp_path: Path) -> None:
    error = only_error(tmp_path, work=after("P-1,build,Assembly,8,", "P-1,test,Assembly,8,biuld; build"))
    assert (error.row, error.column, error.problem.code) == (3, "after", "unknown item")
    assert (error.problem.values, error.mend.values) == ({"item": "biuld"}, {"suggestion": "build"})


def test_a_cycle_is_named_through_all_its_items(tmp_path: Path) -> None:
    error = only_error(tmp_path, work=after("P-1,a,Assembly,8,P-2/c", "P-1,b,Assembly,8,a", "P-2,c,Software,8,P-1/b"))
    assert (error.file, error.column, error.problem.code) == ("work.csv", "after", "cycle")
    named = str(error.problem.values["items"]).split(" → ")
    assert named[0] == named[-1]
    assert set(named) == {"P-1/a", "P-1/b", "P-2/c"}


def test_an_item_that_waits_for_itself_is_a_cycle(tmp_path: Path) -> None:
    error = only_error(tmp_path, work=after("P-1,a,Assembly,8,a"))
    assert error.problem.values == {"items": "P-1/a → P-1/a"}


def test_every_cycle_is_told_even_through_rows_with_other_errors(tmp_path: Path) -> None:
    rows = ("P-1,a,Nobody,8,b", "P-1,b,Assembly,8,a", "P-2,c,Assembly,8,d", "P-2,d,Assembly,8,c")
    codes = [error.problem.code for error in errors(tmp_path, work=after(*rows))]
    assert sorted(codes) == ["cycle", "cycle", "unknown team"]


def test_unknown_teams_and_promises_are_named_with_the_nearest(tmp_path: Path) -> None:
    found = errors(tmp_path, work=after("P-1,a,assembly,8,", "P-1x,b,Softwear,8,", "Z,c,Plumbing,8,"))
    assert [(error.row, error.column, error.value, error.mend.values) for error in found] == [
        (2, "team", "assembly", {"suggestion": "Assembly"}),
        (3, "promise", "P-1x", {"suggestion": "P-1"}),
        (3, "team", "Softwear", {"suggestion": "Software"}),
        (4, "promise", "Z", {"file": "promises.csv"}),
        (4, "team", "Plumbing", {"file": "teams.csv"}),
    ]


def test_a_team_with_a_mistake_elsewhere_in_its_row_is_still_known(tmp_path: Path) -> None:
    assert only_error(tmp_path, teams="team,slots\nAssembly,many\nSoftware,2\n").file == "teams.csv"


def test_an_item_listed_twice_names_the_other_row(tmp_path: Path) -> None:
    error = only_error(tmp_path, work=after("P-1,a,Assembly,8,", "P-2,a,Assembly,8,", "P-1,a,Software,9,"))
    assert (error.row, error.column, error.problem.values) == (4, "item", {"row": 2})


def test_keys_that_meet_across_promises_are_duplicates(tmp_path: Path) -> None:
    promises = "promise,customer,due\nA,C,2027-01-01\nA/B,C,2027-01-01\n"
    error = only_error(tmp_path, promises=promises, work=after("A,B/C,Assembly,8,", "A/B,C,Assembly,8,"))
    assert (error.row, error.problem.code) == (3, "duplicate")


def test_risks_touch_items_and_whole_promises(tmp_path: Path) -> None:
    risks = "risk,probability,factor,delay_days,items\nVendor,20 %,1.5,,P-1; P-2/code\nStrike,0.1,,10,P-2/code\n"
    assert read(tmp_path, risks=risks).portfolio.risks == (
        RiskDriver(name="Vendor", probability=0.2, factor=1.5, items=("P-1/build", "P-1/test", "P-2/code")),
        RiskDriver(name="Strike", probability=0.1, delay_days=10, items=("P-2/code",)),
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("R,20,1.5,,P-1", "probability", "bare percentage"),
        ("R,150,1.5,,P-1", "probability", "out of range"),
        ("R,-0.1,1.5,,P-1", "probability", "out of range"),
        ("R,0.2,,,P-1", "factor", "risk without effect"),
        ("R,0.2,0,,P-1", "factor", "out of range"),
        ("R,0.2,,2.5,P-1", "delay_days", "not a whole number"),
        ("R,0.2,2,,P-1/biuld", "items", "unknown item"),
        ("R,0.2,2,,P-3", "items", "promise without items"),
        ("R,0.2,2,,", "items", "missing value"),
    ],
)
def test_a_risk_that_makes_no_sense_is_refused(tmp_path: Path, row: str, column: str, code: str) -> None:
    promises = "promise,customer,due\nP-1,C,2027-01-15\nP-2,C,2027-02-01\nP-3,C,2027-02-01\n"
    risks = f"risk,probability,factor,delay_days,items\n{row}\n"
    error = only_error(tmp_path, promises=promises, risks=risks)
    assert (error.file, error.row, error.column, error.problem.code) == ("risks.csv", 2, column, code)


def test_a_bare_percentage_is_mended_in_both_ways(tmp_path: Path) -> None:
    error = only_error(tmp_path, risks="risk,probability,factor,items\nR,20,2,P-1\n")
    assert error.mend.values == {"share": "0.2", "percent": "20 %"}


def test_a_risk_may_name_a_promise_with_a_comma_in_its_name(tmp_path: Path) -> None:
    files = {
        "promises": 'promise,customer,due\n"P, first",C,2027-01-15\nP-2,C,2027-01-15\n',
        "work": 'promise,item,team,hours\n"P, first",a,Assembly,8\nP-2,b,Assembly,8\n',
        "risks": 'risk,probability,factor,items\nR,0.2,2,"P, first; P-2"\n',
    }
    assert read(tmp_path, **files).portfolio.risks[0].items == ("P, first/a", "P-2/b")


def test_a_risk_listed_twice_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, risks="risk,probability,factor,items\nR,0.2,2,P-1\nR,0.1,2,P-2\n")
    assert (error.row, error.problem.code) == (3, "duplicate")
