from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.evidence import Component, EvidenceEvent, EvidenceIndex, evidence_index

TODAY = date(2026, 11, 23)
MEANS: Mapping[Component, float] = MappingProxyType({"ability": 0.8, "benevolence": 0.75, "integrity": 0.9})


def event(
    component: Component, outcome: float, *, age: int = 0, severity: int = 1, key: str | None = None
) -> EvidenceEvent:
    name = key or f"{component} {outcome} {age} {severity}"
    at = TODAY - timedelta(days=age)
    return EvidenceEvent(key=name, component=component, at=at, outcome=outcome, severity=severity)


def weigh(*events: EvidenceEvent, seed: int = 1) -> EvidenceIndex:
    return evidence_index(events, as_of=TODAY, means=MEANS, seed=seed)


events = st.builds(
    lambda component, outcome, age, severity, number: event(
        component, outcome, age=age, severity=severity, key=str(number)
    ),
    st.sampled_from(["ability", "benevolence", "integrity"]),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.integers(0, 900),
    st.sampled_from([1, 2, 4, 8]),
    st.integers(0, 10**6),
)
records = st.lists(events, max_size=8, unique_by=lambda one: one.key)


def test_without_events_a_customer_is_as_good_as_the_portfolio() -> None:
    found = weigh()
    assert {name: part.value for name, part in found.components.items()} == pytest.approx(dict(MEANS))
    assert found.index == pytest.approx(100 * 0.8**0.4 * 0.75**0.25 * 0.9**0.35)
    assert not found.sufficient
    assert not found.contributions


def test_a_component_worked_by_hand() -> None:
    """Two kept today, one of weight 2 broken a half-life ago: (0.8·4 + 2)/(4 + 2 + 2·½·2) = 5.2/8."""
    found = weigh(event("ability", 1, key="a"), event("ability", 1, key="b"), event("ability", 0, age=180, severity=2))
    ability = found.components["ability"]
    assert ability.value == pytest.approx(0.65)
    assert ability.n_eff == pytest.approx(2.5)
    assert found.index == pytest.approx(100 * 0.65**0.4 * 0.75**0.25 * 0.9**0.35)


def test_a_partial_outcome_counts_on_both_sides() -> None:
    """Half as promised: (0.75·4 + ½)/(4 + ½ + 2·½) = 3.5/5.5."""
    assert weigh(event("benevolence", 0.5)).components["benevolence"].value == pytest.approx(3.5 / 5.5)


def test_failures_of_integrity_are_forgotten_more_slowly() -> None:
    """A year old: the failure has faded to ½, an equally old good deed to ½^(365/180)."""
    bad, good = weigh(event("integrity", 0, age=365)), weigh(event("integrity", 1, age=365))
    faded = 0.5 ** (365 / 180)
    assert bad.components["integrity"].value == pytest.approx(3.6 / (4 + 2 * 0.5))
    assert good.components["integrity"].value == pytest.approx((3.6 + faded) / (4 + faded))


def test_leaving_one_event_out_says_what_it_contributes() -> None:
    kept, broken = event("ability", 1), event("ability", 0, age=30, severity=4)
    found = weigh(kept, broken)
    assert found.contributions[broken.key] == pytest.approx(found.index - weigh(kept).index)
    assert found.contributions[broken.key] < 0 < found.contributions[kept.key]


def test_five_fresh_events_of_each_kind_are_enough_to_show() -> None:
    kinds: tuple[Component, ...] = ("ability", "benevolence", "integrity")
    fresh = [event(kind, 1, key=f"{kind}{number}") for kind in kinds for number in range(5)]
    stale = [event(kind, 1, age=180, key=f"{kind}{number}") for kind in kinds for number in range(5)]
    assert weigh(*fresh).sufficient
    assert not weigh(*fresh[1:]).sufficient
    assert not weigh(*stale).sufficient


def test_what_has_not_happened_yet_does_not_count() -> None:
    assert weigh(event("ability", 0, age=-1)) == weigh()


@given(records)
def test_the_index_lies_in_its_range_and_mostly_within_its_interval(record: list[EvidenceEvent]) -> None:
    found = weigh(*record)
    assert 0 < found.low <= found.high <= 100
    assert found.low - 3 <= found.index <= found.high + 3
    assert set(found.contributions) == {one.key for one in record}


@given(records)
def test_the_order_of_events_decides_nothing(record: list[EvidenceEvent]) -> None:
    assert weigh(*record).index == pytest.approx(weigh(*reversed(record)).index)


@given(records, events)
def test_a_kept_promise_never_lowers_and_a_failure_never_raises_the_index(
    record: list[EvidenceEvent], extra: EvidenceEvent
) -> None:
    before, after = weigh(*record).index, weigh(*record, extra).index
    if extra.outcome == 1:
        assert after >= before - 1e-9
    if extra.outcome == 0:
        assert after <= before + 1e-9


def test_more_evidence_narrows_the_interval_and_the_seed_repeats_it() -> None:
    few = weigh(event("ability", 1, key="a"))
    many = weigh(*(event("ability", 1, key=str(number)) for number in range(50)))
    assert many.high - many.low < few.high - few.low
    assert weigh(event("ability", 1, key="a")) == few
    assert weigh(event("ability", 1, key="a"), seed=2).low != few.low


def test_a_portfolio_that_never_failed_leaves_a_component_without_spread() -> None:
    perfect = evidence_index([], as_of=TODAY, means={"ability": 1, "benevolence": 1, "integrity": 1}, seed=1)
    assert (perfect.index, perfect.low, perfect.high) == (100, 100, 100)


@pytest.mark.parametrize(("outcome", "severity"), [(-0.1, 1), (1.1, 1), (1, 3)])
def test_events_off_the_scale_are_refused(outcome: float, severity: int) -> None:
    with pytest.raises(ValueError, match="not"):
        event("ability", outcome, severity=severity)
