"""``makegood quote`` as people and programs run it: what can be promised, by when, and at whose cost."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from makegood.cli.quoting.wishes import parse_levels, parse_specifications, parse_work
from makegood.cli.usage import UsageProblem
from makegood.engine import Fixed, Portfolio, Stated, Team
from makegood.phrases import speak
from tests.cli.conftest import DAY, here
from tests.cli.test_outputs import keys_of
from tests.engine.portfolios import MONDAY

SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/quote-1.json").read_text("utf-8"))
QUICK = ("--samples", "64")
WORK = ("--work", "Assembly: 40h, Software: 8/16/30h")
TEAMS = Portfolio(teams=(Team(name="Assembly", slots=1), Team(name="Test lab", slots=2)))
HISTORY = "promise,promised,delivered,made\n" + "".join(
    f"OLD-{number},2026-0{1 + number % 9}-20,2026-0{1 + number % 9}-{12 + number % 14},2026-0{1 + number % 9}-01\n"
    for number in range(30)
)


def asked(company: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert here("quote", company, *DAY, *QUICK, "--json", *arguments) == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def refused(company: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert here("quote", company, *DAY, *QUICK, *arguments) == 2
    return capsys.readouterr().err


class TestAnswer:
    def test_has_what_was_agreed_first(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = asked(company, capsys, *WORK, "--wished", "2027-03-26", "--class", "5")
        assert {"schema", "wished", "p_kept", "dates", "endangers", "would_help"} <= set(found)
        assert (found["schema"], found["wished"], found["based_on"]) == (1, "2027-03-26", "work")
        assert found["dates"]["50"] <= found["dates"]["85"] <= found["dates"]["95"]
        assert found["p_kept"] > 0.85
        assert (found["endangers"], found["would_help"]) == ([], [])

    def test_names_whom_a_rush_hurts_and_what_would_make_it_safe(
        self, company: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = asked(company, capsys, *WORK, "--wished", "2026-12-04", "--class", "1")
        hurt = {other["promise"] for other in found["endangers"]}
        assert hurt & {"NW-17", "HE-4"}
        assert all(other["before"] - other["after"] > 0.02 for other in found["endangers"])
        later = next(remedy for remedy in found["would_help"] if remedy["change"] == "later date")
        assert later["safe"]
        again = asked(company, capsys, *WORK, "--wished", later["values"]["due"], "--class", "1")
        assert again["p_kept"] == later["p_kept"]

    def test_takes_the_work_of_another_promise(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = asked(company, capsys, "--like", "HE-4", "--wished", "2027-02-26", "--customer", "helios energy")
        assert (found["based_on"], found["customer"]) == ("like", "helios energy")
        assert [(item["team"], item["p50_hours"]) for item in found["work"]] == [("Assembly", 170)]

    def test_answers_from_the_past_alone_and_says_so(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (company / "history.csv").write_text(HISTORY, encoding="utf-8")
        found = asked(company, capsys, "--wished", "2026-12-18")
        assert (found["based_on"], found["views"]["inside"], found["endangers"]) == ("past", None, [])
        assert 0 < found["p_kept"] < 1
        assert here("quote", company, *DAY, *QUICK, "--wished", "2026-12-18") == 0
        assert "rests on what became of earlier promises alone" in " ".join(capsys.readouterr().out.split())

    def test_hears_the_past_beside_the_plan(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (company / "history.csv").write_text(HISTORY, encoding="utf-8")
        found = asked(company, capsys, *WORK, "--wished", "2026-12-18", "--class", "1")
        views = found["views"]
        assert sorted([views["inside"]["p_kept"], found["p_kept"], views["outside"]["p_kept"]])[1] == found["p_kept"]

    def test_judges_wished_properties_and_levels(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (company / "attributes.csv").write_text(
            "attribute,value,unit,available_from,available_p90\nspeed,70,mm/s,,\nexport,yes,,2026-12-01,2026-12-20\n",
            encoding="utf-8",
        )
        (company / "measurements.csv").write_text(
            "measure,at,value\n" + "".join(f"reply,2026-{9 + n // 28:02}-{1 + n % 28:02},3\n" for n in range(56)),
            encoding="utf-8",
        )
        wishes = ("--spec", "Speed >= 8 cm/s", "--spec", "export = yes", "--level", "reply <= 4 h in 90%")
        found = asked(company, capsys, *WORK, "--wished", "2027-05-28", *wishes)
        states = {term["name"]: term["state"] for term in found["terms"]}
        assert states == {"date": "met", "speed": "not met", "export": "met later", "reply": "met"}
        assert found["p_kept"] == 0
        assert "dropped term" in {remedy["change"] for remedy in found["would_help"]}

    def test_is_a_page_for_people(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert here("quote", company, *DAY, *QUICK, *WORK, "--wished", "2026-12-04", "--class", "1") == 0
        page = capsys.readouterr().out
        for words in ("What can we promise?", "The wished date, 4 Dec 2026", "Whom it would endanger", "Agree on"):
            assert words in page
        assert here("quote", company, *DAY, *QUICK, *WORK, "--wished", "2026-12-04", language="de") == 0
        german = capsys.readouterr().out
        for words in ("Was lässt sich zusagen?", "Der Wunschtermin, 4. Dez. 2026", "Wen es gefährden würde"):
            assert words in german


class TestRefusal:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--wished", "2027-01-15"), "with --work or --like"),
            (("--wished", "soon", *WORK), "not soon"),
            (("--wished", "2026-11-22", *WORK), "lies before"),
            (("--wished", "2037-11-22", *WORK), "ten years"),
            (("--wished", "2027-01-15", "--work", "Assembly"), "doesn't understand “Assembly”"),
            (("--wished", "2027-01-15", "--work", "Asembly: 4h"), "Did you mean Assembly?"),
            (("--wished", "2027-01-15", "--like", "HE-5"), "Did you mean HE-4?"),
            (("--wished", "2027-01-15", "--class", "0", *WORK), "from 1 to 5"),
            (("--wished", "2027-01-15", "--spec", "fast", *WORK), "doesn't understand “fast”"),
            (("--wished", "2027-01-15", "--level", "reply in 4 h", *WORK), "doesn't understand"),
        ],
    )
    def test_says_why_and_how_to_write_it(
        self, company: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
    ) -> None:
        assert words in " ".join(refused(company, capsys, *arguments).split())

    def test_lists_every_error_of_the_files(self, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (company / "teams.csv").write_text("team,slots\nAssembly,many\n", encoding="utf-8")
        assert here("quote", company, *DAY, *WORK, "--wished", "2027-01-15", "--json") == 2
        found = json.loads(capsys.readouterr().out)
        Draft202012Validator(SCHEMA).validate(found)
        assert found["errors"]
        assert found["p_kept"] is None
        assert "teams.csv" in refused(company, capsys, *WORK, "--wished", "2027-01-15")


class TestWork:
    def test_comes_one_after_the_other_or_side_by_side(self) -> None:
        items = parse_work("assembly: 40h + Test lab = 8, Test lab: 10/12/20 h; Assembly: 0h", "N", TEAMS, speak("en"))
        assert [(item.name, item.after) for item in items] == [
            ("Assembly", ()),
            ("Test lab", ()),
            ("Test lab 2", ("N/Assembly", "N/Test lab")),
            ("Assembly 2", ("N/Test lab 2",)),
        ]
        assert [item.estimate for item in items] == [
            Stated.from_single_point(40),
            Stated.from_single_point(8),
            Stated(10, 12, 20),
            Fixed(0.0),
        ]

    @pytest.mark.parametrize(
        "typed", ["", " , ", "Assembly: h", "Assembly: 1.2.3h", "Assembly: 30/20/10h", "Assembly: 1/2h"]
    )
    def test_is_refused_where_it_makes_no_sense(self, typed: str) -> None:
        with pytest.raises(UsageProblem):
            parse_work(typed, "N", TEAMS, speak("en"))

    def test_every_mistake_is_named_at_once(self) -> None:
        with pytest.raises(UsageProblem) as found:
            parse_work("Paint: 4h, Assembly: soon + Testlab: 3h", "N", TEAMS, speak("en"))
        assert len(found.value.lines) == 3


def test_properties_and_levels_are_read_with_their_units() -> None:
    (speed, word) = parse_specifications(["speed >= 80.5 mm/s", "colour != red"], "N", TEAMS, speak("en"))
    assert (speed.attribute, speed.operator, speed.value, speed.unit) == ("speed", ">=", "80.5", "mm/s")
    assert (word.attribute, word.operator, word.value, word.unit) == ("colour", "!=", "red", "")
    (level,) = parse_levels(["first reply <= 4 h in 99.5%"], "N", TEAMS, MONDAY, speak("en"))
    assert (level.measure, level.operator, level.threshold, level.unit) == ("first reply", "<=", 4.0, "h")
    assert (level.target, (level.end - level.start).days) == (0.995, 364)


def test_the_schema_says_what_every_key_means() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [path for path, node in keys_of(SCHEMA) if "description" not in node] == []
