"""A backtest as it is told: the verdict, the diagram, the page; from hand-made figures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from makegood.cli.backtesting.diagram import reliability_lines
from makegood.cli.backtesting.html import scorecard_page
from makegood.cli.backtesting.json_form import backtest_json, refused_json
from makegood.cli.backtesting.page import render_scorecard
from makegood.cli.backtesting.scorecard import Scorecard, pit_histogram
from makegood.cli.backtesting.words import how, verdict
from makegood.cli.glyphs import ASCII, UNICODE
from makegood.cli.json_output import dumped
from makegood.cli.terminal import on_paper
from makegood.engine.reliability import corp
from makegood.engine.results import Message
from makegood.files.errors import FileError, Note, mend, problem
from makegood.phrases import speak
from tests.cli import sample
from tests.cli.backtest_sample import backtest, scorecard
from tests.cli.sample import view, written
from tests.cli.test_outputs import keys_of

SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/backtest-1.json").read_text("utf-8"))
NOTHING = backtest(
    n=0,
    promises=0,
    **dict.fromkeys(("base_rate", "brier", "reference_brier", "skill", "ece", "log_loss", "crps", "murphy", "corp")),
    coverage={},
    by_horizon=(),
    pit=np.array([]),
    optimism=(),
)
PERCENT = ["0 %", "50 %", "100 %"]


def page(card: Scorecard | None = None, *, language: str = "en", width: int = 80, encoding: str = "utf-8") -> list[str]:
    on = view(sample.forecast(), width=width, language=language, encoding=encoding)
    return written(on, render_scorecard(on.terminal, card or scorecard()))


def said(**changes: Any) -> str:
    return verdict(scorecard(backtest(**changes)), speak("en")).replace("\u00a0", " ")


class TestTheVerdict:
    def test_is_the_first_sentence(self) -> None:
        lines = page()
        assert lines[1].startswith("On 1,204 forecasts since 1 Mar 2026 the outside view was clearly better than the")

    @pytest.mark.parametrize(
        ("skill", "words"),
        [
            (0.2, "clearly better than the base rate"),
            (0.05, "a little better than the base rate"),
            (0.0, "as good as the base rate and no better"),
            (-0.1, "worse than the base rate"),
        ],
    )
    def test_says_what_it_was_worth(self, skill: float, words: str) -> None:
        assert words in said(skill=skill)

    @pytest.mark.parametrize(("ece", "words"), [(0.02, "can be believed"), (0.08, "roughly"), (0.3, "can't be")])
    def test_says_what_percentages_meant(self, ece: float, words: str) -> None:
        assert words in said(ece=ece)

    def test_puts_down_to_chance_what_chance_makes_of_few_outcomes(self) -> None:
        assert "may well be right" in said(n=100, promises=100, ece=0.11)
        assert "can't be believed" in said(n=5_000, ece=0.11)

    def test_is_not_given_on_a_handful_of_outcomes(self) -> None:
        assert said(n=3) == "On 3 forecasts since 1 Mar 2026 nobody can tell yet: it needs 17 more outcomes."

    def test_says_why_nothing_could_be_scored(self) -> None:
        assert "37 still wait for their outcome" in verdict(scorecard(NOTHING), speak("en"))
        none = replace(NOTHING, unresolved=0)
        assert "none between 1 Mar 2026 and 31 Oct 2026" in verdict(scorecard(none), speak("en"))
        assert "No row of the history says when" in verdict(scorecard(none, covers=None), speak("en"))
        assert "no row yet" in verdict(scorecard(none, rows=0), speak("en"))

    def test_says_that_outcomes_without_a_moment_may_flatter(self) -> None:
        told = [" ".join(how(scorecard(tells_no_end=each), speak("en"))) for each in (True, False)]
        assert ["may flatter" in each for each in told] == [True, False]


class TestTheDiagram:
    def test_is_on_the_dots_where_said_and_happened_agree(self) -> None:
        points = corp([0.0, 0.5, 0.5, 1.0], [0.0, 0.0, 1.0, 1.0]).points
        lines = list(reliability_lines(points, UNICODE, PERCENT))
        assert lines[0].endswith("●")
        assert lines[10][7] == "●"
        assert lines[5][7 + 20] == "●"

    def test_draws_rare_percentages_small(self) -> None:
        points = corp([0.2] * 99 + [0.9], [0.0] * 99 + [1.0]).points
        drawn = "\n".join(reliability_lines(points, UNICODE, PERCENT))
        assert (drawn.count("●"), drawn.count("○")) == (1, 1)

    def test_has_signs_for_every_terminal(self) -> None:
        drawn = "\n".join(reliability_lines(corp([0.2, 0.9], [0.0, 1.0]).points, ASCII, PERCENT))
        assert drawn.isascii()
        assert drawn.count("O") == 2


class TestTheTerminal:
    @pytest.mark.parametrize("language", ["en", "de"])
    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_no_line_is_wider_than_the_terminal(self, language: str, width: int) -> None:
        assert max(len(line) for line in page(language=language, width=width)) <= max(width, 76)

    def test_scores_stand_beside_the_base_rate_and_dates_beside_what_they_should_be(self) -> None:
        lines = page()
        brier = next(line for line in lines if line.startswith("  Brier score"))
        assert brier.split()[2:4] == ["0.195", "0.216"]
        assert any(line.split()[:2] == ["P85", "85"] and "81 % to 85 %" in line for line in lines)

    def test_columns_left_out_teams_too_optimistic_and_methods_are_told(self) -> None:
        text = " ".join(" ".join(page()).split())
        assert "closed_by is not used: it is blank while a promise is open." in text
        assert "Firmware: 18 points too optimistic on 140 forecasts" in text
        assert "boosted trees (62 %)" in text

    def test_promises_still_open_are_scored_again_where_there_are_enough(self) -> None:
        lines = page()
        at = lines.index("Still open so long before the promised date")
        assert lines[at + 2].split() == ["30", "days", "300", "74", "%", "0.16", "+8", "%"]
        assert lines[at + 3] == ""

    def test_few_outcomes_are_said_to_be_few(self) -> None:
        text = " ".join(" ".join(page(scorecard(backtest(n=100)))).split())
        assert "partly chance: 400 are missing" in text

    def test_nothing_to_score_is_one_sentence(self) -> None:
        lines = page(scorecard(NOTHING))
        assert len(lines) <= 5
        assert "Scores" not in lines

    def test_notes_on_the_file_are_told_but_for_columns_that_are_meant_to_be_kept(self) -> None:
        kept = Note("h.csv", Message("column kept as attribute", {"column": "kind", "suggestion": ""}))
        other = Note("h.csv", Message("heading read as", {"heading": "Auftrag", "column": "promise"}))
        text = "\n".join(page(scorecard(notes=(kept, other))))
        assert "Auftrag" in text
        assert "kind" not in text

    def test_a_plain_terminal_gets_plain_signs(self) -> None:
        assert "\n".join(page(encoding="ascii")).isascii()


class TestThePage:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_asks_nobody_for_anything_and_runs_nothing(self, language: str) -> None:
        text = scorecard_page(on_paper(speak(language)), scorecard()).decode()
        assert not re.findall(r"<(?:script|img|link|iframe)\b", text)
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert f'lang="{language}"' in text

    def test_has_the_diagram_coverage_and_skill_by_month_as_pictures(self) -> None:
        text = scorecard_page(on_paper(speak("en")), scorecard()).decode()
        assert text.count("<svg") == 1 + 3 + 1 + 1
        assert 'class="diagonal"' in text
        assert 'class="worse"' in text

    def test_escapes_what_stands_in_files(self) -> None:
        text = scorecard_page(on_paper(speak("en")), scorecard(source="<b>x</b>.csv")).decode()
        assert "<b>x</b>" not in text

    def test_of_nothing_is_a_sentence(self) -> None:
        text = scorecard_page(on_paper(speak("en")), scorecard(NOTHING)).decode()
        assert "<svg" not in text
        assert "still wait" in text


class TestTheJson:
    def test_fits_its_schema_and_has_what_was_agreed(self) -> None:
        found = self.validated(backtest_json(scorecard(), "en"))
        assert {"n", "base_rate", "brier", "skill", "ece", "log_loss", "crps", "coverage", "by_horizon"} <= set(found)
        assert set(found["coverage"]) == {"50", "85", "95"}
        assert {"share", "low", "high"} <= set(found["coverage"]["50"])
        assert {"p", "observed", "n"} <= set(found["reliability"][0])
        assert found["method"] == "boosted"
        assert found["by_horizon"][-1]["to_days"] is None

    def test_has_null_where_nothing_was_scored(self) -> None:
        found = self.validated(backtest_json(scorecard(NOTHING, months=(), spans=()), "en"))
        assert (found["n"], found["skill"], found["reliability"]) == (0, None, [])

    def test_of_a_refused_history_has_the_errors_and_every_key(self) -> None:
        error = FileError("h.csv", 2, "kept", "maybe", problem("not yes or no"), mend("write yes or no"))
        found = self.validated(refused_json([error], "h.csv", "en"))
        assert found["errors"][0]["row"] == 2

    def test_is_described_key_by_key(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)
        assert [name for name, node in keys_of(SCHEMA) if not node.get("description")] == []

    @staticmethod
    def validated(found: Any) -> Any:
        text = dumped(found)
        assert text.isascii()
        Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json.loads(text))
        return json.loads(text)


def test_places_of_finishes_are_counted_in_tenths() -> None:
    assert pit_histogram([0.05, 0.5, 0.99, 1.0]) == (1, 0, 0, 0, 0, 1, 0, 0, 0, 2)
