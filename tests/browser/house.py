"""A served house, and people who visit it with a browser."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.worker import Worker
from makegood.people.models import User
from makegood.people.services import add_person

CSP_REPORTS = "/-/csp/"
PASSWORD = "a few words that are kept"
DESK, PHONE = 1280, 390
REFUSALS = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI}`);
})"""
PATIENCE = 10_000
"""Milliseconds that a page may take: long, because many tests share few processors."""


class House:
    """The application at ``address``; ``troubles`` is what went wrong in a browser: errors, and refused content."""

    def __init__(self, address: str, chromium: Browser) -> None:
        self.address = address
        self.troubles: list[str] = []
        self._chromium = chromium
        self._visits: list[BrowserContext] = []

    def visit(self, who: Viewer | None = None, *, width: int = DESK, look: Literal["light", "dark"] = "light") -> Page:
        """Open a browser of one's own, signed in as ``who``."""
        context = self._chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": 850}, color_scheme=look, locale="en-GB",
            reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REFUSALS)
        if who is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": self.address}])
        self._visits.append(context)
        page = context.new_page()
        self._watch(page)
        return page

    def _watch(self, page: Page) -> None:
        refused: set[str] = set()

        def heard(message: ConsoleMessage) -> None:
            is_answer = message.text.startswith("Failed to load resource") and message.location["url"] in refused
            if message.type == "error" and not is_answer and page.url.startswith(self.address):
                self.troubles.append(f"{page.url}: {message.text}")

        def answered(response: Response) -> None:
            if response.request.is_navigation_request() and 400 <= response.status < 500:
                refused.add(response.url)  # a browser calls every such page an error; what it says is for the test

        page.on("console", heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", answered)

    @contextmanager
    def troubles_expected(self) -> Iterator[list[str]]:
        """Take out of the house's troubles those that arise within, for a look at them."""
        before = len(self.troubles)
        found: list[str] = []
        yield found
        found += self.troubles[before:]
        del self.troubles[before:]

    def close(self) -> None:
        """Send all visitors home."""
        for context in self._visits:
            context.close()


def staff(*functions: str, name: str = "Anna Berg", email: str = "") -> Viewer:
    """Return a new member of staff who can sign in with ``PASSWORD``."""
    from makegood.people.queries import find_viewer

    address = email or f"{name.replace(' ', '.').lower()}@example.com"
    at = present()
    number = add_person(email=address, name=name, functions=functions, password=PASSWORD, by=HOUSE, at=at)
    return find_viewer(number, at=at)


def session_of(who: Viewer) -> str:
    """Return the key of a session of ``who``, who has just proved again to be the one."""
    client = Client()
    client.force_login(User.objects.get(pk=who.number))
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    return str(session.session_key)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as a person does."""
    page.goto("/account/login/")
    page.get_by_label("Mail address").or_(page.get_by_label("Email")).first.fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def mails() -> list[str]:
    """Send what is queued, and return the texts of all mails that were sent in this test."""
    Worker("postman").run_all()
    return [str(sent.body) for sent in mail.outbox]


def code_at(secret: str, seconds: float) -> str:
    """Return the code that a telephone shows for ``secret`` (RFC 6238: SHA-1, six digits, half a minute)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(seconds) // 30), "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"
