"""``makegood replay`` and ``makegood learn`` as people and programs run them, on dated folders of the demo company."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from makegood.cli.learning.json_form import learn_json
from makegood.cli.learning.learnt import Learnt
from makegood.cli.learning.page import render_proposals
from makegood.cli.replaying.folders import date_in
from makegood.cli.replaying.page import of_dates, verdict
from makegood.engine.outside import Coverage, ReplayScores, ViewScore
from makegood.engine.proposals import Forecasted, NoProposal, Proposal
from makegood.engine.recalibration import propose_recalibration
from makegood.phrases import speak
from tests.cli import sample
from tests.cli.conftest import here
from tests.cli.test_outputs import keys_of

QUICK = ("--samples", "64")


def schema(name: str) -> Any:
    return json.loads(resources.files("makegood.cli").joinpath(f"schema/{name}-1.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert here("demo", folder, "--as-of", "2026-11-23", "--months", "5") == 0
    return folder


@pytest.fixture
def replayed(demo: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert here("replay", demo / "past", "--history", demo / "history.csv", *QUICK, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("replay"), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


class TestReplay:
    def test_scores_the_plan_the_past_and_both_on_the_same_forecasts(self, replayed: Any) -> None:
        assert set(replayed["views"]) == {"inside", "outside", "combined"}
        assert {view["n"] for view in replayed["views"].values()} == {replayed["n"]}
        assert replayed["n"] > 50
        assert replayed["views"]["combined"]["skill"] > 0

    def test_lists_every_case_with_what_was_said_and_what_happened(self, replayed: Any) -> None:
        assert len(replayed["cases"]) == replayed["n"] + replayed["left_out"]
        assert all(case["due"] >= case["as_of"] for case in replayed["cases"])
        late = [case for case in replayed["cases"] if case["finished"] and case["finished"] > case["due"]]
        assert late
        assert not any(case["kept"] for case in late)

    def test_takes_the_days_from_the_names_of_the_folders(self, replayed: Any) -> None:
        assert [folder["as_of"] for folder in replayed["folders"]] == [f"2026-{month:02}-01" for month in range(7, 12)]

    @pytest.mark.parametrize("width", ["80", "120"])
    def test_says_first_which_view_was_nearest(
        self, demo: Path, width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", width)
        assert here("replay", demo / "past", "--history", demo / "history.csv", *QUICK) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "5 folders from 1 Jul 2026 to 1 Nov 2026"
        assert "nearest" in lines[1]
        assert max(map(len, lines)) <= int(width)
        assert [line.split()[0] for line in lines if line.startswith(("  P", "  B"))] == [
            "Plan",
            "Past",
            "Both",
        ]

    def test_speaks_german(self, demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folders = [demo / "past" / "2026-08-01", demo / "past" / "2026-09-01"]
        assert here("replay", *folders, "--history", demo / "history.csv", *QUICK, language="de") == 0
        assert "2 Ordner vom 1. Aug. 2026 bis 1. Sept. 2026" in capsys.readouterr().out

    def test_without_an_outcome_says_so_and_ends_well(self, demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert here("replay", demo / "past" / "2026-11-01", *QUICK) == 0
        assert "No forecast can be scored" in " ".join(capsys.readouterr().out.split())

    def test_lists_the_mistakes_of_all_folders_by_folder(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for day in ("2026-01-01", "2026-02-01"):
            (tmp_path / day).mkdir()
            (tmp_path / day / "promises.csv").write_text("promise,customer,due\nA,Ann,soon\n", encoding="utf-8")
        assert here("replay", tmp_path, "--json") == 2
        found = json.loads(capsys.readouterr().out)
        Draft202012Validator(schema("replay")).validate(found)
        assert [error["file"] for error in found["errors"]] == ["2026-01-01/promises.csv", "2026-02-01/promises.csv"]

    @pytest.mark.parametrize(
        ("name", "complaint"), [("ours", "has no date in its name, such as 2026-03-01"), ("nowhere", "no folder")]
    )
    def test_says_how_folders_are_named(
        self, name: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "ours").mkdir()
        assert here("replay", tmp_path / name) == 2
        assert complaint in " ".join(capsys.readouterr().err.split())

    def test_refuses_two_folders_of_one_day(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for name in ("2026-01-01", "20260101 again"):
            (tmp_path / name).mkdir()
        assert here("replay", tmp_path) == 2
        assert "stand for the same day" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2026-03-01", "2026-03-01"),
        ("promises 20260301.zip", "2026-03-01"),
        ("v12345678901", None),
        ("2026-13-01", None),
    ],
)
def test_a_date_is_found_in_a_name(name: str, found: str | None) -> None:
    assert str(date_in(name)) == str(found)


class TestTheVerdictOfAReplay:
    @staticmethod
    def scores(skills: dict[str, float], n: int = 100) -> ReplayScores:
        held = {85: Coverage(0.8, 0.7, 0.9, 50)}
        views = tuple(ViewScore(view, n, 0.1, skill, 0.05, 0.3, 10.0 - skill, held) for view, skill in skills.items())
        return ReplayScores(n, n, 0, 0.8, 0.15, views)

    @pytest.mark.parametrize(
        ("skills", "words"),
        [
            ({"inside": 0.3, "outside": 0.1, "combined": 0.2}, "The plan was nearest"),
            ({"inside": 0.1, "outside": 0.3, "combined": 0.2}, "The past was nearest"),
            ({"inside": 0.1, "outside": 0.1, "combined": 0.2}, "Plan and past together were nearest"),
            ({"inside": 0.2, "outside": 0.1, "combined": 0.2}, "Plan and Both were about as near"),
            ({"inside": -0.2, "outside": -0.1, "combined": -0.2}, "No view was nearer"),
        ],
    )
    def test_names_the_nearest_view(self, skills: dict[str, float], words: str) -> None:
        assert words in verdict(self.scores(skills), speak("en"))

    def test_is_not_given_on_a_handful(self) -> None:
        assert "needs 13 more outcomes" in verdict(self.scores({"inside": 0.3}, 7), speak("en"))

    def test_names_the_nearest_dates_where_there_are_some_to_compare(self) -> None:
        both = self.scores({"inside": 0.1, "outside": 0.1, "combined": 0.2})
        assert of_dates(both, speak("en")).startswith("The dates of both together were nearest")
        assert of_dates(self.scores({"inside": 0.1}), speak("en")) == ""


class TestLearn:
    def test_proposes_nothing_by_itself_and_says_what_it_tried(
        self, demo: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folders = [demo / "past" / f"2026-{month:02}-01" for month in (7, 8, 9)]
        assert here("learn", *folders, "--history", demo / "history.csv", *QUICK, "--json") == 0
        found = json.loads(capsys.readouterr().out)
        Draft202012Validator(schema("learn")).validate(found)
        subjects = {each["subject"] for each in (*found["proposals"], *found["not_proposed"])}
        assert subjects == {"available share", "range width"}
        assert found["recalibration"]["n"] == found["outcomes"]

    def test_says_how_many_outcomes_are_missing(self, demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = demo / "past" / "2026-09-01"
        assert here("learn", folder, "--history", demo / "history.csv", *QUICK) == 0
        page = " ".join(capsys.readouterr().out.split())
        assert "Available share of the teams: needs" in page
        assert "more outcomes." in page

    def test_refused_files_are_listed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "2026-01-01").mkdir()
        assert here("learn", tmp_path, "--json") == 2
        Draft202012Validator(schema("learn")).validate(json.loads(capsys.readouterr().out))

    LEARNT = Learnt(
        (
            Proposal(subject="available share", now=1.0, proposed=0.9, before=0.1, after=0.08, n=80),
            Proposal(subject="range width", now=1.5, proposed=2.0, before=0.1, after=0.09, n=80),
        ),
        propose_recalibration(
            [
                Forecasted(date(2026, 1, 1), f"P{number}", 0.95, kept)
                for number, kept in enumerate((np.random.default_rng(2).random(200) < 0.7).tolist())
            ]
        ),
        (("Assembly", 0.8),),
        200,
    )

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_each_proposal_is_told_with_its_effect_and_how_to_use_it(self, language: str) -> None:
        on = sample.view(sample.forecast(), language=language)
        page = " ".join(" ".join(sample.written(on, render_proposals(on.terminal, self.LEARNT))).split())
        assert "makegood check --widening 2" in page
        assert ("0.1 to 0.08" if language == "en" else "0,1 auf 0,08") in page
        assert ("0.8 0.72" if language == "en" else "0,8 0,72") in page
        assert "95 % 7" in page

    def test_programs_get_the_same(self) -> None:
        found = learn_json(self.LEARNT)
        Draft202012Validator(schema("learn")).validate(found)
        assert found["proposals"][0]["teams"] == [{"team": "Assembly", "now": 0.8, "proposed": 0.72}]
        assert found["recalibration"]["proposed"] is True

    def test_nothing_to_propose_is_said_with_the_best_that_was_tried(self) -> None:
        learnt = Learnt(
            (NoProposal(subject="range width", missing=0, tried=(2.0, 0.05, 0.06)),),
            propose_recalibration([]),
            (),
            100,
        )
        on = sample.view(sample.forecast())
        page = " ".join(" ".join(sample.written(on, render_proposals(on.terminal, learnt))).split())
        assert "nothing to propose" in page
        assert "0.05 to 0.06" in page
        assert "How to read the percentages: needs 30 more outcomes." in page


@pytest.mark.parametrize("name", ["replay", "learn"])
def test_what_programs_read_is_described_key_by_key(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert [key for key, node in keys_of(schema(name)) if not node.get("description")] == []


def test_months_of_the_demo_are_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("demo", tmp_path / "demo", "--months", "many") == 2
    assert "--months takes a whole number from 0 to 15" in " ".join(capsys.readouterr().err.split())
