"""Something new of each kind, for whoever needs one to try a form on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from makegood.capability import services as capability
from makegood.capability.models import Team
from makegood.customers.models import Customer
from makegood.customers.services import add_contact, add_customer, log_touchpoint
from makegood.engine import Settings
from makegood.feasibility.services import (
    Desk,
    Forecaster,
    ask_quote,
    begin_scenario,
    propose_policy,
    try_place,
    try_scenario,
)
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.outbox.models import News
from makegood.glossary.models import Term
from makegood.glossary.services import add_term
from makegood.people.models import User
from makegood.people.queries import viewer_of
from makegood.people.services import invite_person
from makegood.promises import services as promises
from makegood.promises.models import Promise
from makegood.trackers.models import Tracker
from makegood.trackers.services import connect_tracker
from makegood.work.models import Risk, WorkItem
from makegood.work.services import add_item, add_risk

NOWHERE = "http://127.0.0.1:9"


def keeper() -> Viewer:
    """Return the first one who came: the administrator of the test."""
    return viewer_of(User.objects.earliest("pk"), at=present())


def new_customer(name: str = "Northwind") -> int:
    return add_customer(key=f"C{Customer.objects.count()}", name=name, by=keeper(), at=present())


def customer() -> int:
    """Return the first customer, with whom most things may be done: each page that there is costs a look."""
    return Customer.objects.values_list("pk", flat=True).filter(key="C0").first() or new_customer()


def contact() -> int:
    return add_contact(customer=customer(), name="Ines", by=keeper(), at=present())


def touchpoint() -> int:
    return log_touchpoint(
        customer=customer(), kind="call", direction="to-customer", text="Hello", by=keeper(), at=present()
    )


def term() -> int:
    number = Term.objects.count()
    return add_term(name=f"word {number}", definition="Some.", language="en", by=keeper(), at=present())


def invitation() -> str:
    email = f"guest{User.objects.count()}@example.com"
    return invite_person(email=email, name="Guest", functions=["legal"], by=keeper(), at=present())


def promise(*verbs: str) -> int:
    """Return a new promise that was quoted, committed and delivered, as far as ``verbs`` say."""
    by, at = keeper(), present()
    number = promises.capture_promise(
        customer=customer(), wording="It comes.", channel="call", due=at.date(), by=by, at=at
    )
    promises.add_evidence(promise=number, kind="note", title="Call", text="Said so", by=by, at=at)
    if "quote" in verbs:
        promises.quote_promise(number=number, by=by, at=at)
    if "commit" in verbs:
        promises.record_commitment(number=number, by=by, at=at)
    if "deliver" in verbs:
        promises.deliver_promise(number=number, on=at.date(), today=at.date(), by=by, at=at)
    return number


def indicator() -> int:
    return promises.add_indicator(
        promise=promise(),
        name="Scrap",
        unit="percent",
        direction="lower",
        amber=Decimal(3),
        red=Decimal(5),
        by=keeper(),
        at=present(),
    )


def accepted() -> int:
    """Return a promise that was accepted, and about which the customer complained since."""
    number, by, at = promise("commit", "deliver"), keeper(), present()
    promises.accept_delivery(
        number=number, on=at.date(), in_full=True, accepted_by="Cleo", today=at.date(), by=by, at=at
    )
    promises.add_evidence(promise=number, kind="mail", title="Complaint", text="It leaks", by=by, at=present())
    return number


def ranging() -> int:
    number = promise()
    range_of(number)
    return number


def promised_term() -> str:
    number = promise()
    return f"/promises/{number}/terms/{range_of(number)}"


def range_of(number: int) -> int:
    return promises.add_term(
        promise=number,
        kind="specification",
        subject="Range",
        operator=">=",
        value="5",
        unit="km",
        by=keeper(),
        at=present(),
    )


def evidence() -> int:
    return promises.add_evidence(promise=promise(), kind="note", title="Call", text="So", by=keeper(), at=present())


def team() -> int:
    found = Team.objects.values_list("pk", flat=True).filter(closed_at=None).first()
    return found or new_team()


def new_team() -> int:
    return capability.add_team(name=f"Team {News.objects.count()}", slots=4, by=keeper(), at=present())


def absence() -> int:
    day = present().date()
    return capability.add_absence(team=team(), start=day, end=day, by=keeper(), at=present())


def attribute() -> int:
    number = News.objects.count()
    return capability.add_attribute(name=f"Weight {number}", value="5", unit="kg", by=keeper(), at=present())


def measure() -> int:
    return capability.add_measure(name=f"Reply {News.objects.count()}", unit="h", by=keeper(), at=present())


def tracker() -> int:
    """Return a new connection that was looked at: it has one project."""
    name, at = f"Tracker {Tracker.objects.count()}", present()
    number = connect_tracker(kind="redmine", name=name, address=NOWHERE, key="abc", by=keeper(), at=at)
    Tracker.objects.filter(pk=number).update(offered={"projects": [["1", "Plant"]]})
    return number


def work() -> int:
    return add_item(promise=promise(), name="build", team=team(), by=keeper(), at=present())


def forecast_first() -> str:
    """Return where the forecast is frozen, once there is one."""
    promise("commit")
    Forecaster(Settings(samples=16)).renew(at=present())
    return "/forecast/baselines/"


def proposal() -> int:
    return propose_policy(name="Dates", rules=["due"], offers="last", reason="So.", by=keeper(), at=present())


def later(days: int) -> str:
    return (present().date() + timedelta(days=days)).isoformat()


def quoted() -> int:
    """Return what was asked that could be promised, with its answer."""
    piece = {"name": "build", "team": team(), "p50": 8.0}
    number = ask_quote(
        today=present().date(), wished=present().date() + timedelta(days=60), work=[piece], by=keeper(), at=present()
    )
    desk = Desk()
    Forecaster(Settings(samples=16), then=desk.take).renew(at=present())
    desk.warm_up()
    desk.answer_quotes(at=present())
    desk.look_behind(at=present())
    return number


def tried() -> int:
    """Return what was tried with a promise's place, answered against the forecast as it stands."""
    number = try_place(promise=promise("commit"), rank_class=0, by=keeper(), at=present())
    forecaster = Forecaster(Settings(samples=16))
    forecaster.renew(at=present())
    forecaster.answer_trials(at=present())
    return number


def what_if(*changes: dict[str, object]) -> int:
    return begin_scenario(name="What if", changes=changes, by=keeper(), at=present())


def supposed() -> int:
    """Return a what-if that was tried, answered against the forecast as it stands."""
    change = {"kind": "place", "promise": promise("commit"), "rank_class": 0}
    number = try_scenario(number=what_if(change), by=keeper(), at=present())
    forecaster = Forecaster(Settings(samples=16))
    forecaster.renew(at=present())
    forecaster.answer_trials(at=present())
    return number


def key_of(number: int) -> str:
    return Promise.objects.values_list("key", flat=True).get(pk=number)


def of_work(number: int) -> int:
    return WorkItem.objects.get(pk=number).promise_id


def risk_of(n: int) -> str:
    """Return the name of a new risk."""
    name = f"Risk {n} of {Risk.objects.count()}"
    add_risk(name=name, probability=0.5, delay_days=3, items=[work()], by=keeper(), at=present())
    return name
