"""Suggestions for names that aren't known, quick even among very many."""

from __future__ import annotations

from makegood.files.names import Names


def test_the_nearest_name_is_found_whatever_its_case() -> None:
    names = Names(["Assembly", "Software"], listed_in="teams.csv")
    assert names.nearest("ASSEMBLY") == "Assembly"
    assert names.nearest("Asembly") == "Assembly"
    assert names.nearest("Plumbing") == ""


def test_incomplete_names_accuse_nobody() -> None:
    assert Names(["a"], listed_in="x", complete=False).unknown(["b"]) == set()
    assert Names(["a"], listed_in="x").unknown(["a", "b", ""]) == {"b"}


def test_among_very_many_names_only_those_that_begin_alike_are_compared() -> None:
    names = Names([*(f"A-{number}" for number in range(3_000)), "Northwind-1"], listed_in="x")
    assert names.nearest("Northwind-l") == "Northwind-1"
    assert names.nearest("northwind-1") == "Northwind-1"
    assert names.nearest("Morthwind-1") == ""


def test_after_many_suggestions_no_more_are_sought() -> None:
    names = Names(["Assembly"], listed_in="teams.csv")
    for number in range(50):
        names.nearest(f"unlike {number}")
    assert names.nearest("Asembly") == ""
    assert names.mend("Asembly").values == {"file": "teams.csv"}
