"""What can I promise: asked, answered from the forecast that is held, and capacity that is sold once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import override_settings

from makegood.engine.forecast import forecast
from makegood.engine.quoting import inserted
from makegood.feasibility.bridge.offers import offer_of
from makegood.feasibility.models import Override, Quote, Reservation
from makegood.feasibility.queries import find_commitment, find_quote, find_reservation, overrides_of
from makegood.feasibility.queries.quoting import QuoteRow
from makegood.feasibility.services import (
    Desk,
    Forecaster,
    Ground,
    UnableToQuote,
    UnableToReserve,
    ask_again,
    ask_quote,
    ask_to_commit,
    ask_to_reserve,
    let_promise_below_level,
)
from makegood.feasibility.services.desk import _asked
from makegood.feasibility.states import CommitmentState, QuoteState, ReservationState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.jobs.models import Job
from makegood.promises.models import Promise
from makegood.promises.services import cancel_promise, change_promise
from makegood.work.models import WorkItem
from tests.feasibility.test_renewing import DUE, SETTINGS, heard
from tests.promises.desk import TODAY, admin, committed, customer, draft, taken
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=300)


class House:
    """A forecast and its desk, as the forecast process has them."""

    def __init__(self) -> None:
        self.grounds: list[Ground] = []
        self.desk = Desk(compiled=False)
        self.forecaster = Forecaster(SETTINGS, compiled=False, then=self._take)

    def _take(self, ground: Ground) -> None:
        self.grounds.append(ground)
        self.desk.take(ground)

    def renew(self) -> None:
        heard()
        self.forecaster.renew(at=AT)
        self.desk.warm_up()

    def quoted(self, by: Viewer, *, wished: date = LATER, **wish: Any) -> QuoteRow:
        number = ask_quote(today=TODAY, wished=wished, by=by, at=AT, **wish)
        self.desk.answer_quotes(at=AT)
        self.desk.look_behind(at=AT)
        return find_quote(number, by)


def work(of: int, hours: float = 40.0, name: str = "assembly") -> list[dict[str, Any]]:
    return [{"name": name, "team": of, "p10": hours, "p50": hours, "p90": hours}]


def wish(quote: int, by: Viewer, to: int, due: date = LATER, **more: Any) -> int:
    words: Any = {"wording": "We deliver the sensors.", "days": 7, **more}
    return ask_to_reserve(quote=quote, customer=to, due=due, today=TODAY, by=by, at=AT, **words)


@pytest.fixture
def by() -> Viewer:
    return admin()


def test_an_answer_is_that_of_a_whole_forecast_with_the_promise_in_it(by: Viewer) -> None:
    assembly, other = team(by, slots=1.0), committed(by, customer(by), due=DUE)
    item(by, other, assembly)
    house = House()
    house.renew()
    asked = house.quoted(by, wished=DUE, work=work(assembly), rank_class=1)
    quote = Quote.objects.get(pk=asked.number)
    ground = house.grounds[-1]
    offer = offer_of(_asked(quote), {assembly: quote_team_key(assembly)}, ground.as_of)
    warm = house.desk._standing  # whose settings have every default decided
    assert warm is not None
    whole = forecast(inserted(ground.portfolio, [offer]), as_of=ground.as_of, settings=warm[1].settings)
    known = {one.promise: one for one in whole.promises}[offer.key]
    assert (asked.p_kept, asked.p50, asked.p85, asked.p95) == (known.p_kept, known.p50, known.p85, known.p95)
    assert asked.place == known.place == 1
    assert not asked.is_behind


def test_the_dates_are_there_before_anybody_knows_whom_that_endangers_and_do_not_change_by_it(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    other = committed(by, to, due=DUE)
    item(by, other, assembly)
    house = House()
    house.renew()
    number = ask_quote(today=TODAY, wished=DUE, work=work(assembly, 400.0), rank_class=1, by=by, at=AT)
    assert house.desk.look_behind(at=AT) == 0  # nothing is looked behind that has no dates
    assert house.desk.answer_quotes(at=AT) == 1
    dated = find_quote(number, by)
    assert (dated.state, dated.endangers, dated.would_help) == (QuoteState.DATED, None, None)
    assert house.desk.help_quotes(at=AT) == 0
    assert house.desk.look_behind(at=AT) == 1
    whole = find_quote(number, by)
    assert whole.state == QuoteState.DONE
    assert whole.endangers is not None
    assert [one.promise for one in whole.endangers] == [other]
    for name in ("p_kept", "p50", "p85", "p95", "place", "details", "answered_at", "computed_at"):
        assert getattr(whole, name) == getattr(dated, name)
    assert house.desk.look_behind(at=AT) == 0


def test_where_the_forecast_has_moved_meanwhile_the_dates_are_said_anew_with_whom_they_endanger(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    number = ask_quote(today=TODAY, wished=DUE, work=work(assembly, 40.0), by=by, at=AT)
    house.desk.answer_quotes(at=AT)
    dated = find_quote(number, by)
    other = committed(by, to, due=TODAY)
    item(by, other, assembly, p10=400.0, p50=400.0, p90=400.0)
    house.renew()
    house.desk.look_behind(at=AT)
    whole = find_quote(number, by)
    assert whole.state == QuoteState.DONE
    assert (dated.place, whole.place) == (1, 2)
    assert not whole.is_behind


def quote_team_key(number: int) -> str:
    from makegood.capability.models import Team

    return Team.objects.get(pk=number).key


def test_of_two_who_want_the_last_capacity_one_gets_it_and_the_other_is_told(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    first, second = (house.quoted(by, work=work(assembly, 160.0)) for _ in range(2))
    due = first.p95
    assert due is not None
    assert second.p95 == due  # both were told the same
    wishes = [wish(one.number, by, to, due) for one in (first, second)]
    assert house.desk.settle_reservations(at=AT) == 2
    held, refused = (find_reservation(number, by) for number in wishes)
    assert (held.state, refused.state) == (ReservationState.HELD, ReservationState.REFUSED)
    assert refused.p_kept is not None
    assert refused.p_kept < 0.85
    assert "85" in refused.said
    promise = Promise.objects.get()
    assert (promise.pk, promise.state, promise.due) == (held.promise, "reserved", due)
    assert [one.p50 for one in WorkItem.objects.filter(promise=promise)] == [160.0]
    house.renew()  # now the forecast knows of it, and it is not counted twice
    again = find_quote(ask_again(number=second.number, by=by, at=AT), by)
    house.desk.answer_quotes(at=AT)
    house.desk.look_behind(at=AT)
    answered = find_quote(again.number, by)
    assert answered.p_kept is not None
    assert answered.p85 is not None
    assert answered.p85 < due + timedelta(days=2 * (due - TODAY).days)


def test_who_comes_later_with_an_earlier_date_does_not_get_what_is_kept_for_another(by: Viewer) -> None:
    """It ranks before the other, and would be kept itself: what counts is that both are."""
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    first, second = (house.quoted(by, work=work(assembly, 160.0)) for _ in range(2))
    assert first.p95 is not None
    due, earlier = first.p95 + timedelta(days=5), first.p95 + timedelta(days=4)

    def kept(number: int) -> tuple[str, str]:
        house.desk.settle_reservations(at=AT)
        row = find_reservation(number, by)
        return row.state, row.said

    assert kept(wish(first.number, by, to, due)) == ("held", "")
    for _known_to_the_forecast in range(2):
        key = Promise.objects.get().key
        state, said = kept(wish(second.number, by, to, earlier))
        assert state == "refused"
        assert f"kept for {key}" in said
        house.renew()
    let = {"reason": "Their line stands still", "fallback": "We lend them two sensors"}
    assert kept(wish(second.number, by, to, earlier, **let)) == ("held", "")


def test_what_was_held_counts_before_the_forecast_knows_of_it_and_only_once(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    before = house.quoted(by, work=work(assembly, 80.0))
    wish(before.number, by, to)
    house.desk.settle_reservations(at=AT)
    at_once = house.quoted(by, work=work(assembly, 80.0))
    house.renew()
    known = house.quoted(by, work=work(assembly, 80.0))
    assert before.p50 is not None
    assert at_once.p50 is not None
    assert known.p50 is not None
    assert before.p50 < at_once.p50
    assert abs((at_once.p50 - known.p50).days) <= 3  # other draws, since it has a key of its own now
    assert at_once.is_behind
    assert not known.is_behind


def test_nothing_is_held_before_the_forecast_knows_what_else_changed(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    asked = house.quoted(by, work=work(assembly))
    number = wish(asked.number, by, to)
    other = committed(by, to, due=DUE)  # somebody else takes the team meanwhile
    item(by, other, assembly)
    assert house.desk.settle_reservations(at=AT) == 0
    assert house.quoted(by, work=work(assembly)).is_behind
    house.renew()
    assert house.desk.settle_reservations(at=AT) == 1
    assert find_reservation(number, by).state == ReservationState.HELD


def test_a_reservation_runs_out_by_itself_and_frees_the_capacity(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    asked = house.quoted(by, work=work(assembly, 80.0))
    number = wish(asked.number, by, to, days=1)
    house.desk.settle_reservations(at=AT)
    held = find_reservation(number, by)
    timer = Job.objects.get(arguments__key=f"reservation:{number}")
    assert timer.free_at == held.until == AT + timedelta(days=1)
    house.renew()
    from makegood.feasibility.handlers import reservation_over

    reservation_over({"key": f"reservation:{number}"}, at=AT)  # too early: heard of a timer that was moved
    assert Promise.objects.get().state == "reserved"
    for _twice in range(2):
        reservation_over({"key": f"reservation:{number}"}, at=held.until)
        assert Promise.objects.get().state == "quoted"
    house.renew()
    assert house.quoted(by, work=work(assembly, 80.0)).p50 == asked.p50


def test_a_reservation_whose_promise_has_ended_holds_nothing_any_more(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    asked = house.quoted(by, work=work(assembly, 80.0))
    wish(asked.number, by, to)
    house.desk.settle_reservations(at=AT)
    cancel_promise(number=Promise.objects.get().pk, by_customer=True, reason="They changed their mind", by=by, at=AT)
    house.renew()
    assert house.quoted(by, work=work(assembly, 80.0)).p50 == asked.p50


def test_below_the_level_it_takes_somebody_who_lets_it_and_a_fallback(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    sales, chief = person("sales"), person("executive", "sales")
    asked = house.quoted(sales, work=work(assembly, 400.0), wished=TODAY + timedelta(days=5))
    assert asked.p_kept is not None
    assert asked.p_kept < 0.5
    said = {"reason": "Their line stands still", "fallback": "We lend them two sensors"}
    with pytest.raises(Denied):
        wish(asked.number, sales, to, asked.wished, **said)
    with pytest.raises(UnableToReserve, match="both"):
        wish(asked.number, chief, to, asked.wished, reason="Because")
    plain = wish(asked.number, sales, to, asked.wished)
    let = wish(asked.number, chief, to, asked.wished, **said)
    house.desk.settle_reservations(at=AT)
    assert find_reservation(plain, by).state == ReservationState.REFUSED
    held = find_reservation(let, by)
    assert held.promise is not None
    [override] = overrides_of(held.promise, by)
    assert (override.fallback, override.due, override.p_kept) == (said["fallback"], asked.wished, held.p_kept)


@override_settings(QUOTING_OVERRIDES=frozenset({"sales"}), QUOTING_LEVEL=0.99)
def test_who_may_and_from_which_level_is_configuration(by: Viewer) -> None:
    promise = committed(by, customer(by), due=DUE)
    let_promise_below_level(promise=promise, reason="a", fallback="b", by=person("sales"), at=AT)
    with pytest.raises(Denied):
        let_promise_below_level(promise=promise, reason="a", fallback="b", by=person("executive"), at=AT)
    assert [one.level for one in Override.objects.all()] == [0.99]


def test_nobody_commits_below_the_level_unless_somebody_let_this_date_be_promised(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    promise = draft(by, to, due=TODAY + timedelta(days=3))
    item(by, promise, assembly, p10=200.0, p50=200.0, p90=200.0)
    house, chief = House(), person("operations")

    def tried() -> tuple[str, str]:
        number = ask_to_commit(number=promise, by=by, at=AT)
        house.renew()
        assert house.forecaster.settle_commitments(at=AT) == 1
        asked = find_commitment(number, by)
        return asked.state, asked.code

    assert tried() == (CommitmentState.REFUSED, "below-level")
    assert Promise.objects.get().state == "draft"
    let_promise_below_level(promise=promise, reason="They insist", fallback="We lend", by=chief, at=AT)
    change_promise(number=promise, version=Promise.objects.get().version, due=TODAY + timedelta(days=2), by=by, at=AT)
    assert tried() == (CommitmentState.REFUSED, "below-level")  # that was another date
    let_promise_below_level(promise=promise, reason="They insist", fallback="We lend", by=chief, at=AT)
    assert tried() == (CommitmentState.DONE, "")
    assert Promise.objects.get().state == "committed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wished": TODAY - timedelta(days=1)}, "wished"),
        ({"wished": None}, "wished"),
        ({"wished": TODAY + timedelta(days=400)}, "wished"),
        ({"rank_class": 0}, "rank_class"),
        ({"rank_class": 6}, "rank_class"),
        ({"work": [{"name": "a", "team": 0, "p50": 4.0}]}, "team"),
        ({"work": [{"name": "a", "p50": -4.0}]}, "p50"),
        ({"work": [{"name": "a", "p50": float("nan")}]}, "p50"),
        ({"work": [{"name": "a", "p50": 1.0}, {"name": "A", "p50": 1.0}]}, "work"),
        ({"work": [{"name": "a", "p50": 1.0, "after": ["b"]}]}, "work"),
        ({"work": [{"name": str(place), "p50": 1.0} for place in range(51)]}, "work"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(by: Viewer, wrong: dict[str, Any], field: str) -> None:
    assembly = team(by)
    if "work" in wrong:
        wrong = {"work": [{"team": assembly, **piece} for piece in wrong["work"]]}
    with pytest.raises(UnableToQuote) as refused:
        ask_quote(today=TODAY, by=by, at=AT, **{"wished": DUE, **wrong})
    assert refused.value.field == field
    assert not Quote.objects.exists()


def test_only_staff_asks_and_only_for_what_is_there(by: Viewer) -> None:
    guest = Viewer(0, "Guest", audiences=frozenset({"customer:1"}))
    with pytest.raises(Denied):
        ask_quote(today=TODAY, wished=DUE, by=guest, at=AT)
    number = ask_quote(today=TODAY, wished=DUE, by=by, at=AT)
    with pytest.raises(NotFound):
        find_quote(number, guest)
    with pytest.raises(NotFound):
        ask_quote(today=TODAY, wished=DUE, customer=99, by=by, at=AT)
    with pytest.raises(NotFound):
        ask_quote(today=TODAY, wished=DUE, template=99, by=by, at=AT)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"due": TODAY - timedelta(days=1)}, "due"), ({"days": 0}, "days"), ({"days": 61}, "days"),
                         ({"wording": " "}, "wording")],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused(by: Viewer, wrong: dict[str, Any], field: str) -> None:
    assembly, to = team(by), customer(by)
    house = House()
    house.renew()
    asked = house.quoted(by, work=work(assembly))
    with pytest.raises(UnableToReserve) as refused:
        wish(asked.number, by, to, **wrong)
    assert refused.value.field == field
    with pytest.raises(UnableToReserve, match="Without work"):
        wish(house.quoted(by).number, by, to)
    with pytest.raises(UnableToReserve, match="not answered"):
        wish(ask_quote(today=TODAY, wished=DUE, work=work(assembly), by=by, at=AT), by, to)
    assert not Reservation.objects.exists()


def test_without_work_and_history_nobody_can_say(by: Viewer) -> None:
    team(by)
    house = House()
    house.renew()
    asked = house.quoted(by)
    assert asked.state == QuoteState.DONE
    assert asked.p_kept is None


def test_a_house_whose_promises_have_all_ended_is_forecast_and_can_be_asked(by: Viewer) -> None:
    to, assembly = customer(by), team(by)
    for late in range(6):
        taken(by, to, on=DUE + timedelta(days=late), in_full=True, due=DUE)
    house = House()
    house.renew()
    asked = house.quoted(by, work=work(assembly))
    assert asked.state == QuoteState.DONE
    assert asked.p_kept is not None
