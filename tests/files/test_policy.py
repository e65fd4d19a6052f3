"""The rules by which promises rank, from a folder."""

from __future__ import annotations

from pathlib import Path

from makegood.engine.settings import PriorityPolicy, ranking_by
from tests.files.desk import only_error, read


def test_rules_are_read_in_their_order_and_rank_as_a_published_policy_does(tmp_path: Path) -> None:
    files = read(tmp_path, policy="rule\nTier\nfirst_due\nvalue\n")
    assert files.policy == ranking_by(["tier", "first-due", "value"])
    assert files.policy.fields == ("band", "tier", "first_due", "value")


def test_without_rules_promises_rank_as_ever(tmp_path: Path) -> None:
    assert read(tmp_path).policy == PriorityPolicy()
    assert ranking_by(["class", "due", "made"]) == PriorityPolicy()


def test_what_is_no_rule_is_refused(tmp_path: Path) -> None:
    assert only_error(tmp_path, policy="rule\nharm\n").problem.code == "not a rule"


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert only_error(tmp_path, policy="rule\ndue\nvalue\nDue\n").problem.values == {"row": 2}
