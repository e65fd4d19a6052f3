"""Who gets in where: every address of the house, tried by a stranger and by every function.

The table is complete by construction: an address that is missing here, or is here and nowhere else, fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from makegood.customers.services import add_contact, add_customer
from makegood.foundation.history.queries import last_link
from makegood.glossary.services import add_term
from makegood.people.models import User
from makegood.people.services import invite_person
from makegood.people.states import Function
from tests.staff import AT, person

pytestmark = pytest.mark.django_db

STAFF = frozenset(Function)
ANYBODY = STAFF | {"stranger"}
NOBODY: frozenset[str] = frozenset()
ADMINISTRATORS = frozenset({Function.ADMINISTRATOR})
CUSTOMER_CARE = frozenset(
    {Function.SALES, Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.SUPPORT, Function.ADMINISTRATOR}
)
CLOSERS = frozenset({Function.CUSTOMER_SUCCESS, Function.ADMINISTRATOR})
ERASERS = frozenset({Function.LEGAL, Function.ADMINISTRATOR})
KEEPERS_OF_WORDS = frozenset({Function.PRODUCT, Function.ADMINISTRATOR})
CAPTURERS = CUSTOMER_CARE | {Function.PRODUCT}
DELIVERERS = frozenset({Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.SUPPORT, Function.ADMINISTRATOR})
CANCELLERS = frozenset({Function.SALES, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR})
PLANNERS = frozenset({Function.OPERATIONS, Function.PRODUCT, Function.SUPPORT, Function.ADMINISTRATOR})
CHECKERS = frozenset({Function.PRODUCT, Function.OPERATIONS, Function.SUPPORT, Function.ADMINISTRATOR})

PROPOSERS = frozenset(
    {Function.SALES, Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR}
)
CRITERIA_PROPOSERS = PROPOSERS | {Function.PRODUCT}
EXECUTIVES = frozenset({Function.EXECUTIVE, Function.ADMINISTRATOR})
PLACERS = frozenset({Function.OPERATIONS, Function.EXECUTIVE, Function.ADMINISTRATOR})
CAPACITY_PLANNERS = frozenset({Function.OPERATIONS, Function.ADMINISTRATOR})
MEASURERS = frozenset({Function.OPERATIONS, Function.SUPPORT, Function.ADMINISTRATOR})

OF_PLANS = (
    "plans", "plan", "plan-stage", "plans-waiting", "plan-of-promise", "plan-open", "piece-add", "piece-change",
    "piece-remove", "action-progress", "action-finish", "action-reopen", "milestone-met", "message-told",
    "suggestion-answer", "plan-mention-read", "plan-move", "plan-describe", "plan-severity", "plan-scope",
    "plan-unscope", "plan-member", "plan-agree", "plan-dissent", "plan-rule", "plan-comment", "plan-dismiss",
    "plan-close", "plan-decision", "plan-lock", "plan-criteria", "plan-criteria-answer", "plan-judge",
    "decision-submit", "decision", "decision-decide", "decision-return", "decision-reopen", "options-simulate",
    "option-what-if", "option-add", "option-withdraw", "criteria", "criteria-version", "criteria-draft",
)  # fmt: skip
"""Pages of joint plans, decisions and criteria: all staff see them; who may do what is for each plan and draft."""
OF_REVISIONS = ("revisions", "revisions-of-promise", "revision", "revision-pdf", "revision-do", "revision-act")
OF_WHAT_IFS = (
    "scenarios", "scenario", "scenario-new", "scenario-change", "scenario-add", "scenario-replace",
    "scenario-remove", "scenario-try", "scenario-share", "scenario-copy", "scenario-take-back",
    "scenario-compare", "promise-help", "promise-best-set", "best-set",
)  # fmt: skip
OF_SIGNING_IN = (
    "account_login", "account_logout", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
)  # fmt: skip
OF_FIGURES = (
    "record-of-promise", "record-of-team", "forecast-of-attribute", "forecast-of-measure", "forecast-of-promise",
    "forecast-of-team", "compare", "baselines", "baseline", "reliability", "reliability-promises", "calibration",
    "calibration-forecasts",
)  # fmt: skip
OF_SECOND_STEPS = (
    "mfa_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
)  # fmt: skip
SWITCHED_OFF = (
    "account_signup", "account_email", "account_confirm_email", "account_email_verification_sent",
    "socialaccount_signup", "socialaccount_connections", "usersessions_list", "account_confirm_login_code",
    "/account/social/login/cancelled/", "/account/social/login/error/", "/account/social/signup/",
    "/account/social/connections/",
)  # fmt: skip

TABLE: dict[str, frozenset[str]] = {
    # home
    "start": STAFF,
    "dashboard": STAFF,
    "dashboard-record": STAFF,
    "dashboard-pdf": STAFF,
    "search": STAFF,
    "search-suggest": STAFF,
    "history": ADMINISTRATORS,
    "held": STAFF,
    "running": ADMINISTRATORS,
    "job-again": ADMINISTRATORS,
    "job-give-up": ADMINISTRATORS,
    "history-verify": ADMINISTRATORS,
    # customers
    "customers": STAFF,
    "customer": STAFF,
    "customer-add": CUSTOMER_CARE,
    "customer-change": CUSTOMER_CARE,
    "customers-owner": CUSTOMER_CARE,
    "customer-close": CLOSERS,
    "customer-reopen": CLOSERS,
    "contact-add": CUSTOMER_CARE,
    "contact-change": CUSTOMER_CARE,
    "contact-left": CUSTOMER_CARE,
    "contact-erase": ERASERS,
    "touchpoint-add": CUSTOMER_CARE,
    "touchpoint-correct": CUSTOMER_CARE,
    "touchpoints": STAFF,
    # promises
    "promises": STAFF,
    "promise": STAFF,
    "promises-of-customer": STAFF,
    "promise-add": CAPTURERS,
    "promise-mail": CAPTURERS,
    "promises-import": CAPTURERS,
    "promises-import-check": CAPTURERS,
    "promise-change": CAPTURERS,
    "promises-owner": CAPTURERS,
    "promise-move": STAFF,  # which verb somebody may do is for the service
    "promise-deliver": DELIVERERS,
    "promise-accept": DELIVERERS,
    "promise-reject": DELIVERERS,
    "promise-cancel": CANCELLERS,
    "promise-expire": CAPTURERS,
    "promise-check-date": CHECKERS,
    "promise-term-add": CAPTURERS,
    "promise-term-check": CHECKERS,
    "promise-term-remove": CAPTURERS,
    "promise-involve": CAPTURERS,
    "promise-uninvolve": CAPTURERS,
    "promise-evidence-add": CAPTURERS,
    "promise-notice": CAPTURERS,
    "promise-comment": STAFF,
    "promise-story-pdf": STAFF,
    "answers": STAFF,
    **dict.fromkeys(OF_FIGURES, STAFF),
    "promise-unaccept": DELIVERERS,
    "promise-indicator-add": CAPTURERS,
    "indicator-read": CAPTURERS,
    "indicator-retire": CAPTURERS,
    "mention-read": STAFF,
    "evidence": STAFF,
    "evidence-withdraw": CAPTURERS,
    # capability
    "capability-import": CAPACITY_PLANNERS,  # of teams: each kind of table has its owners
    "capability-import-check": CAPACITY_PLANNERS,
    "teams": STAFF,
    "team": STAFF,
    "team-add": CAPACITY_PLANNERS,
    "team-change": CAPACITY_PLANNERS,
    "team-close": CAPACITY_PLANNERS,
    "team-reopen": CAPACITY_PLANNERS,
    "capacity-add": CAPACITY_PLANNERS,
    "capacity-drop": CAPACITY_PLANNERS,
    "absences": STAFF,
    "absence-add": CAPACITY_PLANNERS,
    "absence-change": CAPACITY_PLANNERS,
    "absence-remove": CAPACITY_PLANNERS,
    "attributes": STAFF,
    "attribute": STAFF,
    "attribute-add": KEEPERS_OF_WORDS,
    "attribute-change": KEEPERS_OF_WORDS,
    "attribute-remove": KEEPERS_OF_WORDS,
    "measures": STAFF,
    "measure": STAFF,
    "measurements": STAFF,
    "measure-add": MEASURERS,
    "measure-change": MEASURERS,
    "measure-remove": MEASURERS,
    # imports: each sees their own
    "imports": STAFF,
    "import": STAFF,
    "import-progress": STAFF,
    "import-refused": STAFF,
    "import-stop": STAFF,
    # work
    "work": STAFF,
    "work-of-promise": STAFF,
    "work-add": PLANNERS,
    "work-apply": PLANNERS,
    "work-keep": PLANNERS,
    "work-change": PLANNERS,
    "work-progress": PLANNERS,
    "work-remove": PLANNERS,
    "work-follow": PLANNERS,
    # trackers
    "trackers": CAPACITY_PLANNERS,
    "tracker": CAPACITY_PLANNERS,
    "tracker-notice": STAFF,
    "tracker-connect": ADMINISTRATORS,
    "tracker-access": ADMINISTRATORS,
    "tracker-disconnect": ADMINISTRATORS,
    "tracker-reading": CAPACITY_PLANNERS,
    "tracker-map": CAPACITY_PLANNERS,
    "tracker-unmap": CAPACITY_PLANNERS,
    "tracker-look-around": CAPACITY_PLANNERS,
    "tracker-look": CAPACITY_PLANNERS,
    "tracker-start": CAPACITY_PLANNERS,
    "tracker-pause": CAPACITY_PLANNERS,
    "tracker-pull": CAPACITY_PLANNERS,
    "risks": STAFF,
    "risk-add": PLANNERS,
    "risk-change": PLANNERS,
    "risk-remove": PLANNERS,
    "templates": STAFF,
    "template": STAFF,
    "template-retire": PLANNERS,
    # forecast
    "board": STAFF,
    "sold": STAFF,
    "board-lines": STAFF,
    "board-calendar": STAFF,
    "own-feeds": STAFF,
    "feed-renew": STAFF,
    "feed-revoke": STAFF,
    "feed": ANYBODY,  # its address says for whom it is
    "forecast": STAFF,
    "policy": STAFF,
    "policy-version": STAFF,
    "policy-propose": PROPOSERS,
    "policy-draft": STAFF,
    "policy-change": PROPOSERS,
    "policy-try": STAFF,
    "policy-take-back": PROPOSERS,
    "commitment": STAFF,
    "quotes": STAFF,
    "quote": STAFF,
    "quote-again": STAFF,
    "quote-reserve": CAPTURERS,
    "promise-below-level": PLACERS,
    "trial": STAFF,
    "trial-publish": EXECUTIVES,
    "trial-apply": STAFF,  # who may apply it is for what would change
    **dict.fromkeys(OF_WHAT_IFS, STAFF),
    # remediation: whoever works on a plan may change it, which is for the plan
    "criteria-propose": CRITERIA_PROPOSERS,
    "criteria-change": CRITERIA_PROPOSERS,
    "criteria-take-back": CRITERIA_PROPOSERS,
    "criteria-publish": STAFF,  # who may publish depends on who proposes
    **dict.fromkeys((*OF_PLANS, *OF_REVISIONS), STAFF),
    **dict.fromkeys(("revision-change", "promise-revise"), STAFF - {Function.LEGAL}),
    "place": STAFF,
    "promise-pdf": STAFF,
    "promise-commit": STAFF,  # who may commit is for the service
    "promise-reserve": STAFF,  # and who may have capacity kept as well
    # glossary
    "glossary": STAFF,
    "term": STAFF,
    "term-card": STAFF,
    "term-add": KEEPERS_OF_WORDS,
    "term-change": KEEPERS_OF_WORDS,
    "term-retire": KEEPERS_OF_WORDS,
    # people
    "people": STAFF,
    "person": STAFF,
    "invite": ADMINISTRATORS,
    "invitation-withdraw": ADMINISTRATORS,
    "person-change": ADMINISTRATORS,
    "person-close": ADMINISTRATORS,
    "person-reopen": ADMINISTRATORS,
    "join": ANYBODY,
    "own-settings": STAFF,
    "own-away": STAFF,
    "away-end": STAFF,
    "own-security": STAFF,
    "session-end": STAFF,
    "own-tokens": STAFF,
    "token-revoke": STAFF,
    "view-keep": STAFF,
    "view-forget": STAFF,
    # the design system and the house itself
    "living": STAFF,
    "csp-report": ANYBODY,
    "favicon": ANYBODY,
    "health-live": ANYBODY,
    "health-ready": ANYBODY,
    # signing in: pages of the library
    **dict.fromkeys(OF_SIGNING_IN, ANYBODY),
    "mfa_authenticate": ANYBODY,
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "socialaccount_login_cancelled": ANYBODY,
    "socialaccount_login_error": ANYBODY,
    "account_change_password": STAFF,
    "account_set_password": STAFF,
    "account_reauthenticate": STAFF,
    **dict.fromkeys(OF_SECOND_STEPS, STAFF),
    # what the library offers and the house does not: nobody signs up, and addresses belong to accounts
    **dict.fromkeys(SWITCHED_OFF, NOBODY),
}
VALUES: dict[str, Any] = {
    "kind": "teams",
    "what": "place",
    "deed": "withdraw",
    "piece": "action",
    "stage": "plan",
    "function": "sales",
    "verb": "join",
    "token": "no-such-link",
    "key": "no-such-key",
    "uidb36": "1",
    "provider_id": "company",
}
REFUSED = 403
AGAIN = [pytest.mark.any_database, pytest.mark.no_cover]
VISITORS = [
    pytest.param(who, marks=[] if who in {"stranger", Function.ADMINISTRATOR} else AGAIN)
    for who in ("stranger", *Function)
]
"""Who may see nothing and who sees every page try each database; for the others it makes no difference."""


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the name and an example address of every page; the interface for programs has tests of its own."""
    for one in patterns:
        if isinstance(one, URLResolver):
            if not one.namespace:
                yield from routes(one.url_patterns, before + example(one))
        else:
            address = before + example(one)
            yield str(one.name or address), address


def example(one: URLPattern | URLResolver) -> str:
    """Return a part of an address with something in place of what varies."""
    route = str(one.pattern)
    if route.startswith("^"):
        return {"account_reset_password_from_key": "password/reset/key/1-abc/"}.get(
            str(getattr(one, "name", "")), route.strip("^$").replace("\\", "").replace("(?P<key>[-:w]+)", "key")
        )
    for name, converter in one.pattern.converters.items():
        kind = "int:" if type(converter).__name__ == "IntConverter" else "str:"
        value = str(VALUES.get(name, 1))
        for written in (f"<{kind}{name}>", f"<{name}>"):
            route = route.replace(written, value)
    return route


ADDRESSES = dict(routes(get_resolver("makegood.config.urls").url_patterns))


@pytest.fixture
def house() -> None:
    """Make a thing with the number one of each kind, so that what is refused is there to be seen."""
    keeper = person("administrator", "legal")
    customer = add_customer(key="N", name="Northwind", by=keeper, at=AT)
    add_contact(customer=customer, name="Ines", by=keeper, at=AT)
    term = add_term(name="promise", definition="What one may rely on.", language="en", by=keeper, at=AT)
    invite_person(email="sam@example.com", name="Sam", functions=["support"], by=keeper, at=AT + timedelta(days=1))
    numbers = {"customer": customer, "person": keeper.number, "term": term}
    for name, address in list(ADDRESSES.items()):
        kind = next((one for one in ("person", "term") if name.startswith(one)), "customer")
        if "/1/" in address and name.startswith(("person", "customer", "touchpoint", "contact-add", "term")):
            VALUES[name] = address.replace("/1/", f"/{numbers[kind]}/")


def client_of(who: str) -> Client:
    client = Client()
    if who != "stranger":
        client.force_login(User.objects.get(pk=person(who, name=f"Some {who}").number))
    return client


def is_let_in(answer: Any) -> bool:  # of the test client
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/account/login/?next=")
    return answer.status_code != REFUSED and not to_sign_in


def test_the_table_names_every_address_of_the_house() -> None:
    assert sorted(set(ADDRESSES) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("who", VISITORS)
def test_only_who_stands_in_the_table_gets_in(who: str) -> None:
    found, client = set(), client_of(who)
    for name, address in ADDRESSES.items():
        if is_let_in(client.get(VALUES.get(name, address))):
            found.add(name)
    assert found == {name for name, admitted in TABLE.items() if who in admitted}


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("who", VISITORS)
def test_who_is_refused_changes_nothing(who: str) -> None:
    client = client_of(who)
    before = last_link()
    for name, address in ADDRESSES.items():
        if who not in TABLE[name]:
            assert not is_let_in(client.post(VALUES.get(name, address), {"reason": "x", "row": "1"})), name
    assert last_link() == before
