"""A real browser before the real application: one Chromium for each process of tests, a profile of its own for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.signals import request_started
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.house import CSP_REPORTS, PATIENCE, House

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine, and end it with this folder: its event loop would be in the way elsewhere."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the loop belongs to the browser; ours is plain code
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def house(chromium: Browser, live_server: LiveServer, settings: Settings) -> Iterator[House]:
    """Serve the application; nothing may go wrong in a browser that visits it, and nothing be refused there."""
    settings.PUBLIC_ADDRESS = live_server.url
    cache.clear()  # it holds how often somebody tried to sign in
    served = House(live_server.url, chromium)

    def note(environ: dict[str, str], **_: object) -> None:
        if environ["PATH_INFO"] == CSP_REPORTS:
            served.troubles.append("something was reported as refused by the policy")

    request_started.connect(note)
    yield served
    served.close()
    request_started.disconnect(note)
    assert served.troubles == []
