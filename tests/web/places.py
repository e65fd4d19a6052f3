"""Where each form of the house stands, with something new to use it on, and what its other fields need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.capability import forms as of_capability
from makegood.customers import forms as of_customers
from makegood.feasibility import forms as of_forecasts
from makegood.foundation.clock import present
from makegood.glossary import forms as of_terms
from makegood.people import forms as of_people
from makegood.promises import forms as of_promises
from makegood.trackers import forms as of_trackers
from makegood.web.inputs import HouseForm
from makegood.work import forms as forms_of_work
from tests.staff import person
from tests.web.decision_places import DECISION_PLACES
from tests.web.plan_places import PLAN_PLACES
from tests.web.revision_places import REVISION_PLACES
from tests.web.things import (
    absence,
    accepted,
    attribute,
    contact,
    customer,
    evidence,
    forecast_first,
    indicator,
    invitation,
    key_of,
    later,
    measure,
    new_customer,
    new_team,
    of_work,
    promise,
    promised_term,
    proposal,
    quoted,
    ranging,
    risk_of,
    supposed,
    team,
    term,
    touchpoint,
    tracker,
    tried,
    what_if,
    work,
)

CUSTOMER = {"tier": "key", "zone": "UTC", "replanning_days": "3", "version": "0"}
WORK = {"slots": "1", "done_share": "0"}
RISK = {"probability": "20", "factor": "1", "delay_days": "5"}
PAST = "2020-01-06T09:00"
TOUCHPOINT = {"kind": "call", "direction": "to-customer", "happened_at": PAST}
TEAM = {"slots": "4", "hours_per_day": "8", "country": "DE", "region": "SN", "zone": "UTC"}
DAYS = {"start": "2027-02-01", "end": "2027-02-02"}
TERM = {"kind": "specification", "operator": ">=", "value": "5", "unit": ""}
NOWHERE = "http://127.0.0.1:9"
RULES = {"rule_1": "due", "offers": "last", "version": "0"}
Rest = dict[str, "str | list[str] | SimpleUploadedFile"]


@dataclass(frozen=True)
class Place:
    """Where a form is: its address, and what its other fields need so that it is accepted."""

    address: str
    rest: Rest


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
    of_promises.WithdrawForm: lambda _n: [(f"/promises/{promise('quote')}/cancel/", {"by_customer": "us"})],
    of_promises.ExpireForm: lambda _n: [(f"/promises/{promise()}/expire/", {})],
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
    of_forecasts.BestSetForm: lambda _n: [(f"/promises/{promise('commit')}/best-set/", {})],
    of_forecasts.ApplyForm: lambda _n: [
        (f"/forecast/trials/{tried()}/apply/", {"reason": "So.", "although_moved": "on"})
    ],
    of_forecasts.ApplyScenarioForm: lambda _n: [
        (f"/forecast/trials/{supposed()}/apply/", {"reason": "So.", "although_moved": "on"})
    ],
    of_forecasts.ScenarioForm: lambda n: [
        ("/what-ifs/new/", {"name": f"what if {n}"}),
        (f"/what-ifs/{what_if()}/change/", {"name": f"what if {n}", "version": "0"}),
    ],
    of_forecasts.PlacedForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/place/", {"promise": key_of(promise()), "rank_class": "0"})
    ],
    of_forecasts.LessScopeForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/less-scope/", {"promise": key_of(promise()), "share": "20"})
    ],
    of_forecasts.SplitForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/split-delivery/", {"promise": key_of(promise()), "share": "50", "due": later(90)})
    ],
    of_forecasts.LaterDateForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/later-date/", {"promise": key_of(promise()), "due": "2099-01-04"})
    ],
    of_forecasts.DroppedTermForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/dropped-term/", {"promise": key_of(ranging()), "term": "Range"})
    ],
    of_forecasts.SwappedTeamForm: lambda _n: [
        (
            f"/what-ifs/{what_if()}/add/swapped-team/",
            {"promise": key_of(promise()), "team": str(team()), "instead": str(new_team())},
        )
    ],
    of_forecasts.WorkaroundForm: lambda _n: [
        (f"/what-ifs/{what_if()}/add/workaround/", {"promise": key_of(promise()), "team": str(team()), "hours": "9"})
    ],
    of_forecasts.RemovedRiskForm: lambda n: [(f"/what-ifs/{what_if()}/add/removed-risk/", {"risk": risk_of(n)})],
    of_forecasts.BaselineForm: lambda n: [(forecast_first(), {"name": f"review {n}"})],
    **PLAN_PLACES,
    **DECISION_PLACES,
    **REVISION_PLACES,
    of_promises.UploadForm: lambda _n: [
        ("/promises/import/", {"file": SimpleUploadedFile("x.csv", b"Customer;Promise text\nNorthwind;It comes.\n")})
    ],
}


def places_of(form: type[HouseForm], n: int = 0) -> list[Place]:
    return [Place(address, rest) for address, rest in PLACES[form](n)]
