"""What programs read: JSON by its schema, CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from makegood.cli.csv_output import COLUMNS, check_csv
from makegood.cli.json_output import Detail, check_json, dumped, errors_json
from makegood.engine.results import Forecast, Message, Taker
from makegood.files.errors import FileError, Note, mend, problem
from tests.cli.sample import AS_OF, forecast, on_course, promise, unknown
from tests.cli.test_pages import REMEDIES

SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/check-1.json").read_text("utf-8"))
NOTE = Note("work.csv", Message("column ignored", {"column": "hourz", "suggestion": "hours"}))
ERROR = FileError(
    "work.csv", 7, "team", "Asembly", problem("unknown team"), mend("did you mean", suggestion="Assembly")
)


def as_json(result: Forecast | None = None, *, language: str = "en", detail: Detail | None = None) -> Any:
    text = dumped(check_json(result or forecast(), [NOTE], language, detail))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json.loads(text))
    assert text.isascii()
    return json.loads(text)


def test_the_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def keys_of(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key that the schema describes, at any depth."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
    for inside in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys_of(inside)


def test_the_schema_says_what_every_key_means() -> None:
    keys = list(keys_of(SCHEMA))
    assert len(keys) > 80
    assert [name for name, node in keys if not node.get("description")] == []


def test_a_check_has_the_documented_keys_in_their_order() -> None:
    found = as_json()
    assert list(found)[:4] == ["schema", "as_of", "seed", "samples"]
    assert found["schema"] == 1
    assert found["as_of"] == "2026-11-23"
    assert [each["promise"] for each in found["promises"]] == ["NW-17", "HE-4", "TE-1", "OR-9"]


def test_a_promise_says_in_numbers_what_the_page_says_in_words() -> None:
    found = as_json()["promises"][0]
    assert (found["p_kept"], found["p85"], found["gap_days"], found["status"]) == (0.2236, "2027-02-11", 27, "red")
    assert found["binding"] == {"kind": "queue", "name": "Assembly", "share": 0.7431, "days": 12.0}
    assert found["reason"].startswith("27 days late at the date we would quote. Assembly's queue decides it in 74 %")
    assert {"code": "no owner", "message": "Nobody owns it."} in found["findings"]
    assert found["terms"][2]["promised"] == "95 % <= 4 h"


def test_orders_still_to_come_take_capacity_without_a_name() -> None:
    reason = Message(
        "binds queue", {"gap_days": 27, "team": "Assembly", "share": 0.7431, "days": 12.0, "takers": [None]}
    )
    result = forecast(promise(takers=(Taker(None, None, 0.25),), reason=reason))
    found = as_json(result)["promises"][0]
    assert found["takers"] == [{"promise": None, "customer": None, "share": 0.25}]
    assert found["reason"].endswith("Orders still to come take it first.")
    assert rows(*result.promises)[0]["reason"].endswith("Orders still to come take it first.")


def test_what_nobody_knows_is_null() -> None:
    found = as_json(forecast(unknown("TE-1")))["promises"][0]
    assert [found[name] for name in ("p_kept", "p50", "gap_days", "binding")] == [None] * 4


def test_sentences_are_in_the_language_asked_for_and_codes_are_not() -> None:
    found = as_json(language="de")["promises"][0]
    assert found["reason"].startswith("27 Tage zu spät")
    assert found["reason_code"] == "binds queue"
    assert found["findings"][0]["code"] == "no owner"


def test_a_team_without_capacity_has_no_load() -> None:
    weeks = as_json()["teams"][0]["weeks"]
    assert [(week["week"], week["load"]) for week in weeks] == [("2026-W48", 0.94), ("2026-W49", None)]


def test_a_loss_in_several_currencies_is_told_by_currency_only() -> None:
    one = forecast()
    several = replace(one, portfolio=replace(one.portfolio, loss_at_95={"USD": 3.0, "EUR": 5.0}))
    assert as_json(one)["portfolio"]["loss_at_95"] == 186_000.0
    assert as_json(several)["portfolio"]["loss_at_95"] is None
    assert as_json(several)["portfolio"]["loss_at_95_by_currency"] == {"EUR": 5.0, "USD": 3.0}


def test_one_promise_comes_with_its_curve_and_remedies() -> None:
    found = as_json(detail=Detail("NW-17", REMEDIES))
    (only,) = found["promises"]
    assert sum(day["count"] for day in only["curve"]["days"]) + only["curve"]["beyond_horizon"] == 256
    assert only["remedies"][0]["change"] == "added slots"
    assert only["remedies"][0]["values"]["start"] == "2026-11-23"
    assert only["remedies"][3]["endangers"][0] == {
        "promise": "FJ-0",
        "customer": "Fjord Water",
        "before": 0.92,
        "after": 0.81,
    }


def test_a_promise_without_work_has_no_curve() -> None:
    assert as_json(forecast(unknown("TE-1")), detail=Detail("TE-1", ()))["promises"][0]["curve"] is None


def test_refused_files_give_every_error_and_no_promise() -> None:
    found = json.loads(dumped(errors_json([ERROR], AS_OF, 1, 1_024, "en")))
    Draft202012Validator(SCHEMA).validate(found)
    assert found["promises"] == []
    assert found["errors"] == [
        {
            "file": "work.csv",
            "row": 7,
            "column": "team",
            "value": "Asembly",
            "problem": "teams has no team of this name",
            "problem_code": "unknown team",
            "mend": "did you mean Assembly?",
            "mend_code": "did you mean",
        }
    ]


def test_a_number_that_is_none_never_gets_out() -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumped(check_json(forecast(promise(harm=float("nan"))), [], "en"))


def test_escape_sequences_stay_escaped() -> None:
    text = dumped(check_json(forecast(promise("X\x1b[2J\x9b31m")), [], "en"))
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert json.loads(text)["promises"][0]["promise"] == "X\x1b[2J\x9b31m"


# -------------------------------------------------------------------------------------------------------------- CSV


def rows(*promises: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(check_csv(promises, "en"))))


def test_csv_has_one_row_a_promise_under_stable_names() -> None:
    found = rows(promise(), unknown("TE-1"), on_course("OR-9"))
    assert list(found[0]) == list(COLUMNS)
    assert [row["promise"] for row in found] == ["NW-17", "TE-1", "OR-9"]
    assert (found[0]["due"], found[0]["p_kept"], found[0]["gap_days"]) == ("2027-01-15", "0.2236", "27")
    assert found[0]["findings"] == "no owner; date earlier than capability"
    assert found[1]["p_kept"] == ""


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3"])
def test_no_cell_is_a_formula(evil: str) -> None:
    (row,) = rows(promise(evil, customer=evil))
    assert row["promise"] == row["customer"] == "'" + evil


def test_a_negative_number_stays_a_number() -> None:
    assert rows(promise(gap_days=-3))[0]["gap_days"] == "-3"


def test_control_characters_do_not_reach_the_terminal_by_csv() -> None:
    assert rows(promise("X\x1b[2J"))[0]["promise"] == "X·[2J"


def test_dates_are_iso() -> None:
    assert rows(promise(p85=date(2027, 2, 1)))[0]["p85"] == "2027-02-01"
