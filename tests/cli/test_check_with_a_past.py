"""A check where there is a history: plan, past and both, in every form of output."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import here
from tests.cli.past import AS_OF, company_with_a_past, write_history

DAY = ("--as-of", AS_OF.isoformat(), "--samples", "64")
SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/check-1.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company_with_a_past(tmp_path_factory.mktemp("planned") / "ours")


@pytest.fixture(scope="module")
def unplanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company_with_a_past(tmp_path_factory.mktemp("unplanned") / "ours", planned=False)


def checked(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert here("check", *map(str, arguments), *DAY) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    found = json.loads(checked(capsys, *arguments, "--json"))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_programs_get_both_views_their_weight_and_the_reason(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, company)
    assert found["history"]["completed"] == 240
    promises = {each["promise"]: each for each in found["promises"]}
    views = promises["S-1"]["views"]
    assert views["inside"]["p_kept"] > promises["S-1"]["p_kept"] > views["outside"]["p_kept"]
    assert views["led_by"] == "outside"
    assert 0 < views["outside_weight"] < 0.5
    assert views["likeness"]["completed"] >= 20
    assert "were late, by" in views["likeness"]["reason"]
    assert promises["S-1"]["p_kept"] < promises["W-1"]["p_kept"]


def test_the_headline_is_what_both_say_together(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, company)
    assert found["portfolio"]["expected_kept"] == pytest.approx(
        sum(each["p_kept"] for each in found["promises"]), abs=1e-4
    )


@pytest.mark.parametrize("width", ["60", "80", "100", "120", "160"])
def test_the_table_has_plan_and_past_beside_each_other(
    company: Path, width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    page = checked(capsys, company)
    header = next(line for line in page.splitlines() if "Promise" in line and "Kept" in line)
    assert header.index("Plan") < header.index("Past") < header.index("Kept")
    assert "↓" in next(line for line in page.splitlines() if "S-1" in line)
    assert max(len(line) for line in page.splitlines() if not line.startswith("  makegood")) <= int(width)


def test_the_page_says_how_much_past_there_is(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = " ".join(checked(capsys, company).split())
    assert "The past counts (240 earlier promises with an outcome)" in page


def test_one_promise_shows_all_three_and_why(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = checked(capsys, company, "--promise", "S-1").splitlines()
    at = lines.index("Plan and past")
    assert [line.split()[0] for line in lines[at + 2 : at + 5]] == ["Plan", "Past", "Both"]
    page = " ".join(line.strip() for line in lines)
    assert "promises like this one (" in page
    assert "the past moves it" in page


def test_spreadsheets_get_both_views(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(checked(capsys, company, "--csv"))))
    row = next(row for row in rows if row["promise"] == "S-1")
    assert float(row["p_inside"]) > float(row["p_kept"]) > float(row["p_outside"])
    assert row["led_by"] == "outside"


def test_a_report_shows_plan_and_past(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(capsys, company, "--report", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8").replace("\u00a0", " ")
    assert re.search(r"plan \d+ %, past \d+ %", page)
    assert "Plan and past" in page


class TestPromisesAndHistoryOnly:
    def test_each_promise_gets_the_outside_view_alone(
        self, unplanned: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        promises = {each["promise"]: each for each in as_json(capsys, unplanned)["promises"]}
        sensors = promises["S-1"]
        assert sensors["p_kept"] == sensors["views"]["outside"]["p_kept"] < 0.6 < promises["W-1"]["p_kept"]
        assert sensors["views"]["inside"] is None
        assert sensors["p85"] is not None
        assert sensors["reason_code"] == "outside view"
        assert sensors["binding"] is None

    def test_it_says_what_estimates_would_add(self, unplanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = " ".join(checked(capsys, unplanned).split())
        assert "No work is listed, so the past speaks alone" in page
        assert "Estimates of the work would add what binds each promise" in page

    def test_one_promise_alone_says_so_too(self, unplanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = " ".join(checked(capsys, unplanned, "--promise", "S-1").split())
        assert "so the past speaks alone" in page
        assert "Both" not in page

    def test_a_line_can_be_drawn_for_scripts(self, unplanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert here("check", unplanned, *DAY, "--fail-under", "60%") == 1
        assert "S-1" in capsys.readouterr().err

    def test_a_report_can_be_made_of_it(
        self, unplanned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        checked(capsys, unplanned, "--report", tmp_path / "page.html", "--report", tmp_path / "brief.pdf")
        assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_a_history_without_an_outcome_is_said_to_tell_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = company_with_a_past(tmp_path / "ours")
    write_history(folder, "promise,made,promised\nH-1,2026-11-01,2027-03-01\n")
    page = " ".join(checked(capsys, folder).split())
    assert "no outcome known by 23 Nov 2026" in page
    assert "Past" not in page


def test_few_outcomes_are_counted_and_the_missing_ones_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = company_with_a_past(tmp_path / "ours")
    rows = "".join(f"H-{day},2026-0{1 + day}-01,2026-0{1 + day}-20,2026-0{1 + day}-18\n" for day in range(6))
    write_history(folder, "promise,made,promised,delivered\n" + rows)
    assert "14 more outcomes" in " ".join(checked(capsys, folder).split())
