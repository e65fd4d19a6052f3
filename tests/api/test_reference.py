"""The reference names every operation, with its scope, and every status that a refusal can have."""

from __future__ import annotations

from makegood.api.problems import STATUS
from tests.api.callers import description, operations
from tests.house.sources import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")


def test_the_reference_names_every_operation_and_no_other() -> None:
    described = {f"| `{op.verb} {op.path.removeprefix('/api/v1')}` | `{op.scope}` " for op in operations()}
    told = {line.rpartition("|")[0].rpartition("|")[0] for line in REFERENCE.splitlines() if ":read`" in line}
    told |= {line.rpartition("|")[0].rpartition("|")[0] for line in REFERENCE.splitlines() if ":write`" in line}
    assert told == described


def test_the_reference_says_when_each_refusal_comes() -> None:
    refusals = {
        status
        for verbs in description()["paths"].values()
        for said in verbs.values()
        for status in map(int, said["responses"])
        if status >= 400
    }
    assert refusals == {int(line[2:5]) for line in REFERENCE.splitlines() if line[:3] == "| 4"}
    assert set(map(int, STATUS.values())) <= refusals
