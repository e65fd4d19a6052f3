"""The demo company: believable, the same bytes every time, well-formed on any day, and worth looking at."""

from __future__ import annotations

import ast
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from makegood.engine import Forecast, Settings, forecast
from makegood.files import FolderNotEmpty, read_portfolio
from makegood.files.demo import build_demo, world, write_demo
from makegood.files.demo.company import COMPANY_ZONE, CUSTOMERS, SELLERS, TEAMS
from makegood.files.demo.readme import FIRST_LOOKS
from makegood.files.demo.stories import STORIES
from makegood.files.demo.tables import complete
from makegood.files.demo.workdays import is_workday, relative, spoken

REPOSITORY = Path(__file__).parents[2]
DEMO_DAY = date(2026, 11, 23)
LEAP_DAY, YEAR_END, NEW_YEAR = date(2028, 2, 29), date(2025, 12, 31), date(2027, 1, 1)
SUNDAY, LABOUR_DAY, SUMMER = date(2026, 3, 22), date(2029, 5, 1), date(2026, 8, 3)
OTHER_DAYS = [LEAP_DAY, YEAR_END, NEW_YEAR, SUNDAY, LABOUR_DAY, SUMMER]

Tables = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return dict(build_demo(as_of=DEMO_DAY))


@pytest.fixture(scope="module")
def demo_forecast() -> Forecast:
    files = read_portfolio(REPOSITORY / "demo", as_of=DEMO_DAY, company_zone=COMPANY_ZONE)
    return forecast(files.portfolio, as_of=DEMO_DAY, settings=Settings())


def kept_share(history: list[dict[str, str]]) -> float:
    delivered = [row for row in history if row["delivered"]]
    return sum(row["delivered"] <= row["promised"] for row in delivered) / len(delivered)


class TestTheSameBytesEveryTime:
    def test_the_demo_folder_of_the_repository_is_what_the_generator_writes(self, tmp_path: Path) -> None:
        written = write_demo(tmp_path / "demo", as_of=DEMO_DAY)
        kept = {path.name: path.read_bytes() for path in (REPOSITORY / "demo").iterdir()}
        assert {path.name: path.read_bytes() for path in written} == kept

    def test_another_seed_is_another_past(self, tables: Tables) -> None:
        other = build_demo(as_of=DEMO_DAY, seed=8)
        assert other["history.csv"] != tables["history.csv"]
        assert other["teams.csv"] == tables["teams.csv"]

    def test_a_folder_that_has_one_of_the_files_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "teams.csv").write_text("mine", encoding="utf-8")
        with pytest.raises(FolderNotEmpty):
            write_demo(tmp_path, as_of=DEMO_DAY)
        assert [path.name for path in tmp_path.iterdir()] == ["teams.csv"]
        assert (tmp_path / "teams.csv").read_text(encoding="utf-8") == "mine"

    def test_a_row_with_a_column_that_its_file_does_not_have_is_refused(self) -> None:
        with pytest.raises(ValueError, match="colour"):
            complete("teams.csv", [{"team": "Assembly", "colour": "blue"}])


@pytest.mark.parametrize("as_of", OTHER_DAYS, ids=str)
class TestWellFormedOnAnyDay:
    def test_reads_without_an_error_and_has_the_promised_extent(self, as_of: date, tmp_path: Path) -> None:
        write_demo(tmp_path, as_of=as_of)
        portfolio = read_portfolio(tmp_path, as_of=as_of, company_zone=COMPANY_ZONE).portfolio
        assert len(portfolio.teams) == len(TEAMS) == 8
        assert {promise.customer for promise in portfolio.promises} <= {customer.name for customer in CUSTOMERS}
        assert 45 <= len(portfolio.promises) <= 75
        assert 200 <= len(portfolio.history) <= 320

    def test_nothing_is_known_before_it_happened(self, as_of: date) -> None:
        tables = build_demo(as_of=as_of)
        today = as_of.isoformat()
        assert all(row["at"] < today for row in tables["measurements.csv"])
        assert all(row["made_at"] <= today for row in tables["promises.csv"])
        assert all(row["made"] <= row["known_at"] <= today for row in tables["history.csv"])
        assert all(row["wait_started"] <= today for row in tables["work.csv"])

    def test_people_choose_days_on_which_the_company_is_open(self, as_of: date) -> None:
        tables = build_demo(as_of=as_of)
        dates = [
            row[column]
            for name, columns in {
                "promises.csv": ("due", "first_due", "made_at", "told"),
                "history.csv": ("made", "promised", "delivered"),
            }.items()
            for row in tables[name]
            if row["kind"] != "service level"
            for column in columns
            if row[column]
        ]
        assert [day for day in dates if not is_workday(date.fromisoformat(day))] == []

    def test_most_promises_of_the_past_were_kept_but_not_all(self, as_of: date) -> None:
        assert 0.65 <= kept_share(build_demo(as_of=as_of)["history.csv"]) <= 0.95


class TestThePast:
    def test_it_does_not_come_from_the_engine(self) -> None:
        sources = Path(world.__file__).parent.rglob("*.py")
        trees = [ast.parse(source.read_text(encoding="utf-8")) for source in sources]
        imported = {node.module for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert "makegood.files.demo.world" in imported
        assert not [module for module in imported if module and module.startswith("makegood.engine")]

    def test_three_to_four_in_five_were_on_time(self, tables: Tables) -> None:
        assert 0.75 <= kept_share(tables["history.csv"]) <= 0.86

    def test_it_is_long_enough_to_learn_from(self, tables: Tables) -> None:
        kinds = Counter(row["kind"] for row in tables["history.csv"])
        assert len(tables["history.csv"]) >= 240
        assert all(kinds[kind] >= 10 for kind in kinds if kind != "service level")
        assert len(kinds) == 7

    def test_promises_of_an_optimistic_seller_are_broken_more_often(self, tables: Tables) -> None:
        def of(seller: str) -> float:
            return kept_share([row for row in tables["history.csv"] if row["made_by"] == seller])

        assert all(of("Tom Adeyemi") < of(seller.name) - 0.1 for seller in SELLERS if seller.optimism > 0.9)

    def test_it_got_better_when_sellers_began_to_ask_operations(self, tables: Tables) -> None:
        turn = (DEMO_DAY - timedelta(days=world.CAREFUL_DAYS)).isoformat()
        before = [row for row in tables["history.csv"] if row["made"] < turn]
        after = [row for row in tables["history.csv"] if row["made"] >= turn]
        assert kept_share(before) < kept_share(after)

    def test_some_were_cancelled_by_either_side(self, tables: Tables) -> None:
        assert {"customer", "us"} <= {row["cancelled_by"] for row in tables["history.csv"]}


class TestSomethingToShowForEverything:
    def test_every_column_is_used_at_least_once(self, tables: Tables) -> None:
        unused = [
            f"{name}: {column}"
            for name, rows in tables.items()
            for column in rows[0]
            if not any(row[column] for row in rows)
        ]
        assert unused == []

    def test_work_waits_for_another_promise_and_may_not_be_interrupted(self, tables: Tables) -> None:
        assert any("/" in row["after"] for row in tables["work.csv"])
        assert any(row["pausable"] == "no" for row in tables["work.csv"])
        assert any(row["wait_days_p50"] and not row["wait_started"] for row in tables["work.csv"])

    def test_bad_days_of_the_port_platform_come_in_clusters(self, tables: Tables) -> None:
        days = [row for row in tables["measurements.csv"] if row["measure"] == "port platform availability"]
        bad = [float(row["value"]) < 99.95 for row in days]
        assert sum(bad) == 10
        assert sum(before and after for before, after in pairwise(bad)) >= 3

    def test_stories_and_orders_have_names_of_their_own(self, tables: Tables) -> None:
        keys = [row["promise"] for name in ("promises.csv", "history.csv") for row in tables[name]]
        assert [key for key, count in Counter(keys).items() if count > 1] == []
        assert {story.key for story in STORIES} <= set(keys)

    def test_every_customer_has_an_open_promise(self, tables: Tables) -> None:
        assert {row["customer"] for row in tables["promises.csv"]} == {customer.name for customer in CUSTOMERS}

    def test_the_wording_names_the_day_that_was_first_promised(self, tables: Tables) -> None:
        for row in tables["promises.csv"]:
            assert spoken(date.fromisoformat(row["first_due"])) in row["wording"]

    def test_the_readme_shows_the_three_promises_to_look_at_first(self, tables: Tables) -> None:
        text = (REPOSITORY / "demo" / "README.md").read_text(encoding="utf-8")
        due = {row["promise"]: spoken(date.fromisoformat(row["due"])) for row in tables["promises.csv"]}
        assert len(FIRST_LOOKS) == 3
        for key in FIRST_LOOKS:
            line = next(line for line in text.splitlines() if f"**{key}**" in line)
            assert due[key] in line


class TestItsForecast:
    def test_few_are_in_danger_some_need_an_eye_most_are_on_course(self, demo_forecast: Forecast) -> None:
        seen = demo_forecast.portfolio
        assert 55 <= seen.open_promises <= 65
        assert 3 <= seen.red <= 6
        assert 4 <= seen.amber <= 9
        assert 2 <= seen.unknown <= 6
        assert seen.green >= 40

    def test_northwind_waits_for_assembly_behind_helios(self, demo_forecast: Forecast) -> None:
        northwind = demo_forecast.of("NWR-180")
        assert northwind.status == "red"
        assert northwind.binding is not None
        assert (northwind.binding.kind, northwind.binding.name) == ("queue", "Assembly")
        assert "Helios Energy" in [taker.customer for taker in northwind.takers]
        assert [term.kind for term in northwind.terms].count("specification") == 2

    def test_the_gateway_was_sold_ahead_of_the_roadmap(self, demo_forecast: Forecast) -> None:
        gateway = demo_forecast.of("HEL-175")
        assert gateway.status == "red"
        assert gateway.binding_term is not None
        assert gateway.binding_term.name == "Modbus redundancy"

    def test_the_port_may_or_may_not_get_its_availability(self, demo_forecast: Forecast) -> None:
        port = demo_forecast.of("BAL-140")
        assert port.p_kept is not None
        assert 0.2 < port.p_kept < 0.6

    def test_a_range_was_sold_that_the_product_does_not_have(self, demo_forecast: Forecast) -> None:
        assert demo_forecast.of("HAL-131").p_kept == 0

    def test_the_findings_of_a_real_register_are_there(self, demo_forecast: Forecast) -> None:
        found = {finding.code for promise in demo_forecast.promises for finding in promise.findings}
        assert {
            "date earlier than capability",
            "no owner",
            "no work items",
            "silent drift",
            "single-point estimate",
            "unchecked terms",
            "value missing",
        } <= found


def test_days_of_stories_stay_on_their_side_of_the_as_of_day() -> None:
    for offset in range(-10, 11):
        day = relative(date(2026, 12, 26), offset)
        assert is_workday(day)
        assert (day > date(2026, 12, 26)) == (offset > 0)
