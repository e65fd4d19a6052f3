"""Where each form of the house stands, with something new to use it on, and what its other fields need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.capability import forms as of_capability
from makegood.capability import services as capability
from makegood.capability.models import Team
from makegood.customers import forms as of_customers
from makegood.customers.models import Customer
from makegood.customers.services import add_contact, add_customer, log_touchpoint
from makegood.engine import Settings
from makegood.feasibility import forms as of_forecasts
from makegood.feasibility.services import Desk, Forecaster, ask_quote, propose_policy, try_place
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.outbox.models import News
from makegood.glossary import forms as of_terms
from makegood.glossary.models import Term
from makegood.glossary.services import add_term
from makegood.people import forms as of_people
from makegood.people.models import User
from makegood.people.queries import viewer_of
from makegood.people.services import invite_person
from makegood.promises import forms as of_promises
from makegood.promises import services as promises
from makegood.trackers import forms as of_trackers
from makegood.trackers.models import Tracker
from makegood.trackers.services import connect_tracker
from makegood.web.inputs import HouseForm
from makegood.work import forms as forms_of_work
from makegood.work.models import WorkItem
from makegood.work.services import add_item
from tests.staff import person

CUSTOMER = {"tier": "key", "zone": "UTC", "replanning_days": "3", "version": "0"}
WORK = {"slots": "1", "done_share": "0"}
RISK = {"probability": "20", "factor": "1", "delay_days": "5"}
PAST = "2020-01-06T09:00"
TOUCHPOINT = {"kind": "call", "direction": "to-customer", "happened_at": PAST}
TEAM = {"slots": "4", "hours_per_day": "8", "country": "DE", "region": "SN", "zone": "UTC"}
DAYS = {"start": "2027-02-01", "end": "2027-02-02"}
TERM = {"kind": "specification", "operator": ">=", "value": "5", "unit": ""}
NOWHERE = "http://127.0.0.1:9"
Rest = dict[str, "str | list[str] | SimpleUploadedFile"]


@dataclass(frozen=True)
class Place:
    """Where a form is: its address, and what its other fields need so that it is accepted."""

    address: str
    rest: Rest


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


def promised_term() -> str:
    number, by, at = promise(), keeper(), present()
    made = promises.add_term(
        promise=number, kind="specification", subject="Range", operator=">=", value="5", unit="km", by=by, at=at
    )
    return f"/promises/{number}/terms/{made}"


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


RULES = {"rule_1": "due", "offers": "last", "version": "0"}


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
    return number


def tried() -> int:
    """Return what was tried with a promise's place, answered against the forecast as it stands."""
    number = try_place(promise=promise("commit"), rank_class=0, by=keeper(), at=present())
    forecaster = Forecaster(Settings(samples=16))
    forecaster.renew(at=present())
    forecaster.answer_trials(at=present())
    return number


def of_work(number: int) -> int:
    return WorkItem.objects.get(pk=number).promise_id


Places = list[tuple[str, Rest]]

PLACES: dict[type[HouseForm], Callable[[int], Places]] = {
    of_customers.CustomerForm: lambda n: [
        ("/customers/add/", {**CUSTOMER, "key": f"K{n}"}),
        (f"/customers/{new_customer()}/change/", {**CUSTOMER, "key": f"L{n}"}),
    ],
    of_customers.ReasonForm: lambda _n: [
        (f"/customers/{new_customer()}/close/", {}),
        (f"/contacts/{contact()}/erase/", {}),
    ],
    of_customers.ContactForm: lambda _n: [
        (f"/customers/{customer()}/contacts/add/", {"language": "en"}),
        (f"/contacts/{contact()}/change/", {"language": "en", "version": "0"}),
    ],
    of_customers.TouchpointForm: lambda _n: [
        (f"/customers/{customer()}/touchpoints/add/", {**TOUCHPOINT}),
        (f"/touchpoints/{touchpoint()}/change/", {**TOUCHPOINT, "version": "0"}),
    ],
    of_capability.TeamForm: lambda n: [
        ("/teams/add/", {**TEAM, "key": f"T{n}"}),
        (f"/teams/{new_team()}/change/", {**TEAM, "key": f"U{n}", "version": "0"}),
    ],
    of_capability.ReasonForm: lambda _n: [
        (f"/teams/{new_team()}/close/", {}),
        (f"/attributes/{attribute()}/remove/", {}),
    ],
    of_capability.CapacityForm: lambda _n: [(f"/teams/{team()}/capacity/", {"start": "2027-02-01", "slots": "5"})],
    of_capability.NewAbsenceForm: lambda _n: [("/absences/add/", {"team": str(team()), **DAYS})],
    of_capability.AbsenceForm: lambda _n: [(f"/absences/{absence()}/change/", {**DAYS, "version": "0"})],
    of_capability.AttributeForm: lambda n: [
        ("/attributes/add/", {"name": f"Range {n}", "unit": ""}),
        (f"/attributes/{attribute()}/change/", {"name": f"Reach {n}", "unit": "", "version": "0"}),
    ],
    of_capability.MeasureForm: lambda n: [
        ("/measures/add/", {"name": f"Answer {n}", "unit": "h", "sense": ">="}),
        (f"/measures/{measure()}/change/", {"name": f"Call {n}", "unit": "h", "sense": "<=", "version": "0"}),
    ],
    of_terms.TermForm: lambda n: [("/glossary/add/", {"language": "en", "name": f"term {n}"})],
    of_terms.TermChangeForm: lambda n: [(f"/glossary/{term()}/change/", {"version": "0", "name": f"changed {n}"})],
    of_terms.RetireForm: lambda _n: [(f"/glossary/{term()}/retire/", {})],
    of_people.InviteForm: lambda n: [("/people/invite/", {"functions": ["legal"], "email": f"x{n}@example.com"})],
    of_people.PersonForm: lambda _n: [
        (f"/people/{person('sales', name='Some Body').number}/change/", {"functions": ["sales"], "version": "0"})
    ],
    of_people.JoinForm: lambda _n: [
        (f"/welcome/{invitation()}/", {"password": "a few words that are kept", "zone": "UTC"})
    ],
    of_people.OwnSettingsForm: lambda _n: [("/me/", {"language": "en", "zone": "UTC"})],
    of_people.TokenForm: lambda _n: [("/me/tokens/", {"scopes": ["customers:read"], "days": "30"})],
    of_promises.CaptureForm: lambda _n: [
        ("/promises/add/", {"customer": str(customer()), "channel": "call", "said_at": PAST})
    ],
    of_promises.DraftForm: lambda _n: [
        (
            f"/promises/{promise()}/change/",
            {"severity": "S3", "version": "0", "customer": str(customer()), "channel": "call", "said_at": PAST},
        )
    ],
    of_promises.PromiseForm: lambda _n: [
        (f"/promises/{promise('commit')}/change/", {"severity": "S3", "version": "1", "currency": "EUR"})
    ],
    of_promises.TermForm: lambda _n: [(f"/promises/{promise()}/terms/add/", {**TERM})],
    of_promises.IndicatorForm: lambda n: [
        (
            f"/promises/{promise()}/indicators/add/",
            {"direction": "lower", "amber": "3", "red": "5", "unit": "kg", "name": f"Indicator {n}"},
        )
    ],
    of_promises.ReadingForm: lambda _n: [
        (f"/promises/indicators/{indicator()}/read/", {"value": "3", "on": f"{present():%Y-%m-%d}"})
    ],
    of_promises.CheckForm: lambda _n: [(f"{promised_term()}/check/", {})],
    of_promises.EvidenceForm: lambda _n: [
        (f"/promises/{promise()}/evidence/add/", {"kind": "note"}),
        (f"/promises/{promise()}/evidence/add/", {"kind": "link"}),
    ],
    of_promises.NoticeForm: lambda _n: [
        (f"/promises/{promise('commit')}/notice/", {"how": "call", "told_at": PAST, "date_told": "2030-01-07"})
    ],
    of_promises.CommentForm: lambda _n: [(f"/promises/{promise()}/comment/", {})],
    of_promises.AcceptForm: lambda _n: [
        (f"/promises/{promise('commit', 'deliver')}/accept/", {"on": f"{present():%Y-%m-%d}", "in_full": "yes"})
    ],
    of_promises.ReasonForm: lambda _n: [
        (f"/promises/{promise('commit', 'deliver')}/reject/", {}),
        (f"/promises/{accepted()}/unaccept/", {}),
        (f"/evidence/{evidence()}/withdraw/", {}),
    ],
    of_promises.CancelForm: lambda _n: [(f"/promises/{promise('commit')}/cancel/", {"by_customer": "us"})],
    of_promises.WithdrawForm: lambda _n: [(f"/promises/{promise('quote')}/cancel/", {"by_customer": "us"})],
    of_promises.ExpireForm: lambda _n: [(f"/promises/{promise()}/expire/", {})],
    forms_of_work.ItemForm: lambda _n: [
        (f"/items/of/{promise()}/add/", {**WORK, "team": str(team())}),
        (f"/items/{work()}/", {**WORK, "team": str(team()), "version": "0"}),
    ],
    forms_of_work.TemplateForm: lambda n: [(f"/items/of/{of_work(work())}/keep/", {"name": f"usual {n}"})],
    forms_of_work.RiskForm: lambda n: [
        (f"/items/of/{of_work(made := work())}/risk/", {**RISK, "name": f"risk {n}", "items": [str(made)]})
    ],
    of_trackers.ConnectForm: lambda _n: [("/trackers/connect/", {"kind": "redmine", "address": NOWHERE, "key": "abc"})],
    of_trackers.ChangeAccessForm: lambda _n: [
        (f"/trackers/{tracker()}/access/", {"address": NOWHERE, "key": "", "version": "0"})
    ],
    of_trackers.PlaceForm: lambda _n: [
        (f"/trackers/{tracker()}/map/", {"project": "1", "team": str(team()), "promise": ""})
    ],
    of_forecasts.PolicyForm: lambda n: [
        ("/forecast/policy/propose/", {**RULES, "name": f"dates {n}", "reason": "So."}),
        (f"/forecast/policy/drafts/{proposal()}/change/", {**RULES, "name": f"dates {n}", "reason": "So."}),
    ],
    of_forecasts.QuoteForm: lambda _n: [("/quotes/", {"wished": later(30), "rank_class": "3"})],
    of_forecasts.ReserveForm: lambda _n: [
        (f"/quotes/{quoted()}/reserve/", {"customer": str(customer()), "due": later(60), "days": "7"})
    ],
    of_forecasts.BelowLevelForm: lambda _n: [
        (f"/promises/{promise('commit')}/below-level/", {"reason": "So.", "fallback": "So."})
    ],
    of_forecasts.ApplyForm: lambda _n: [
        (f"/forecast/trials/{tried()}/apply/", {"reason": "So.", "although_moved": "on"})
    ],
    of_forecasts.BaselineForm: lambda n: [(forecast_first(), {"name": f"review {n}"})],
    of_promises.UploadForm: lambda _n: [
        ("/promises/import/", {"file": SimpleUploadedFile("x.csv", b"Customer;Promise text\nNorthwind;It comes.\n")})
    ],
}


def places_of(form: type[HouseForm], n: int = 0) -> list[Place]:
    return [Place(address, rest) for address, rest in PLACES[form](n)]
