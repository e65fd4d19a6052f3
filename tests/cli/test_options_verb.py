"""``makegood options`` as people and programs run it: what to do, all of it together, under what is demanded."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from makegood.engine.best.demands import Reason
from makegood.phrases import FAMILIES
from tests.cli.conftest import DAY, here
from tests.cli.test_outputs import keys_of

SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/options-1.json").read_text("utf-8"))
QUICK = ("--samples", "64")


def asked(company: Path, capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert here("options", company, *DAY, *QUICK, "--json", *arguments) == status
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_the_answer_keeps_to_what_was_demanded_and_says_why_the_rest_is_out(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    free = asked(company, capsys, "--slot-cost", "10")
    assert free["chosen"]
    assert free["lost"] + free["cost"] <= free["lost_before"]
    assert free["agreed"]
    assert all(node.get("description") for _, node in keys_of(SCHEMA))
    kept = free["chosen"][0]["changes"][0]["promise"] or free["effects"][0]["promise"]
    bound = asked(company, capsys, "--budget", "0", "--protect", kept, "--veto", "later-date", "--delay", "0")
    assert bound["cost"] == 0
    assert (bound["protected"], bound["vetoed"]) == ([kept], ["later date"])
    (own,) = (effect for effect in bound["effects"] if effect["promise"] == kept)
    assert own["after"]["p_kept"] >= own["before"]["p_kept"]
    assert "vetoed kind" in {out["reason"] for out in bound["ruled_out"]}


def test_what_cannot_be_reached_is_named_and_ends_with_status_1(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strict = ("--budget", "0", "--delay", "0", "--veto", "split-delivery")
    known = (one for one in asked(company, capsys, *strict)["effects"] if one["after"]["p_kept"] is not None)
    hardest = min(known, key=lambda one: one["after"]["p_kept"])["promise"]
    demands = (*strict, "--reach", f"{hardest}=100%", "--veto", hardest)
    found = asked(company, capsys, *demands, status=1)
    assert [(one["promise"], one["wanted"]) for one in found["shortfalls"]] == [(hardest, 1.0)]
    assert here("options", company, *DAY, *QUICK, "--language", "en", *demands) == 1
    assert f"Out of reach: {hardest} at 100" in capsys.readouterr().out


def test_the_page_says_what_to_do_and_who_wins(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("options", company, *DAY, *QUICK, "--language", "en") == 0
    page = capsys.readouterr().out
    for part in ("expected to be lost can be saved", "What to do", "Who wins", "Who loses", "All of it together"):
        assert part in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--protect", "NW-71"), "There is no open promise NW-71. Did you mean NW-17?"),
        (("--veto", "later-dat"), "later-dat is neither a kind of change nor a team nor an open promise."),
        (("--reach", "NW-17"), "--reach takes a promise and its probability, as NWR-180=85%."),
        (("--budget", "-1"), "--budget takes a number from"),
        (("--delay", "soon"), "--delay takes a whole number from"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    company: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert here("options", company, *DAY, *QUICK, *arguments) == 2
    assert said in capsys.readouterr().err


def test_refused_files_come_as_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(tmp_path, capsys, status=2)
    assert found["errors"]
    assert found["chosen"] == []


def test_every_reason_has_its_sentence() -> None:
    assert set(FAMILIES["ruled out"]) == set(Reason.__args__)  # type: ignore[attr-defined]  # a Literal's
    assert set(SCHEMA["$defs"]["ruled_out"]["properties"]["reason"]["enum"]) == set(FAMILIES["ruled out"])
    assert set(SCHEMA["$defs"]["change"]["properties"]["change"]["enum"]) == set(FAMILIES["remedy"])
