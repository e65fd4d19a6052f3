"""What holds for all tests: Hypothesis profiles, and no test is skipped unnoticed where everything must pass."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from django.template.base import Template
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.depth import examples

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

DRAWN = Template._render  # type: ignore[attr-defined]  # private, and the stubs leave it out
"""How a template is drawn before the framework's tests put themselves in between."""

DATABASE = {"db", "transactional_db", "live_server"}
"""Fixtures that bring a database."""

settings.register_profile(
    "desk", max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if IN_CI else "desk")


@pytest.hookimpl(tryfirst=True)  # before the options choose among marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, so that all of it can run again on the other one."""
    for item in items:
        is_case = isinstance(item, pytest.Function) and item.cls and issubclass(item.cls, TransactionTestCase)
        needs_one = is_case or item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
        if needs_one and not item.get_closest_marker("any_database"):
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one in CI: what was not tried has not passed."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which counts as failed in CI: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole module that skips itself."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skips itself, which counts as failed in CI: {_reason(report)}"
    return report


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Lift the guards while a test with transactions of its own empties the tables behind it."""
    from makegood.foundation.guards.services import guards_lifted

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # private, and the stubs leave it out

    def empty_with_guards_lifted(case: TransactionTestCase) -> None:
        with guards_lifted():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_with_guards_lifted)
        yield


@pytest.fixture(autouse=True, scope="session")
def _pages_drawn_as_they_are_served(django_test_environment: None) -> None:
    """Draw templates without telling the test client of each, with a copy of all it knew: our tests read answers."""
    Template._render = DRAWN  # type: ignore[attr-defined]  # the stubs leave it out


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
