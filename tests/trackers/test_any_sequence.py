"""Whatever happens in a tracker, pulls of what changed leave the work as one pull of everything would."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.history.models import Entry
from makegood.work.models import Predecessor, WorkItem
from tests.trackers.bench import Company, kept
from tests.trackers.outside import LittleRedmine, served

NUMBERS = st.integers(1, 6)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "promise": st.sampled_from(["P-1", "P-2", "p-1 soon", "P-9", ""]),
        "project": st.sampled_from([1, 2, 3]),
        "subject": st.sampled_from(["Weld", "weld", "Paint", ""]),
        "hours": st.sampled_from([None, 0.0, 4.0, 16.0]),
        "done": st.sampled_from([0, 50, 100]),
        "closed": st.booleans(),
        "parent": st.sampled_from([None, 1, 2, 3, 4]),
        "before": st.lists(NUMBERS, max_size=2, unique=True),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), NUMBERS, CHANGES),
        st.tuples(st.just("drop"), NUMBERS, st.none()),
        st.tuples(st.just("pull"), st.none(), st.none()),
    ),
    min_size=1,
    max_size=12,
)


class AnySequence(TestCase):
    """One transaction for each example."""

    @settings(max_examples=15)
    @given(steps=STEPS)
    def test_pulls_of_what_changed_give_what_one_pull_of_everything_gives(
        self, steps: list[tuple[str, int, dict[str, Any]]]
    ) -> None:
        redmine = LittleRedmine(projects={1: "Plant", 2: "Office", 3: "Elsewhere"}, size=2)
        with served(redmine) as address:
            company = Company(address)
            for what, number, fields in steps:
                if what == "pull":
                    company.pull()
                elif what == "drop":
                    redmine.drop(number)
                else:
                    redmine.put(number, **fields)
            assert company.pull().error == ""
            heard = kept()
            company.pull(whole=True)
            at_once = kept()
            # what is deleted, or moves to where nobody reads, shows in a pull of everything alone
            if not any(what == "drop" or (fields or {}).get("project") == 3 for what, _number, fields in steps):
                assert heard == at_once
            before = Entry.objects.count()
            company.pull(whole=True)
            assert Entry.objects.count() == before
            forget_all(company)
            company.pull(whole=True)
            assert kept() == at_once


def forget_all(company: Company) -> None:
    """Begin again with nothing, as a house that never heard of the tracker."""
    Predecessor.objects.all().delete()
    WorkItem.objects.all().delete()
    company.tracker.told.all().delete()
