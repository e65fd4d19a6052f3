"""Pictures of the web application, taken in Chromium of the demo company: run by hand, because fonts differ by machine.

``make run`` in one terminal, ``PYTHONPATH=. .venv/bin/python docs/_generate/screenshots.py`` in another.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ADDRESS = "http://127.0.0.1:8000"
IMAGES = Path(__file__).resolve().parents[1] / "images"
PAGES = {"start": "/", "customer": "/customers/1/", "promise": "/search/?q=NWR-180"}
SIZE = {"width": 1180, "height": 760}


def take() -> None:
    """Sign in as the first person of the demo and write a picture of each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5)  # type: ignore[arg-type]  # a dict will do
        page.goto(f"{ADDRESS}/account/login/")
        page.fill("[name=login]", "marco@demo.example")
        page.fill("[name=password]", "promise-kept-2027")
        page.click("main button[type=submit]")
        for name, path in PAGES.items():
            _picture(page, name, path)
        browser.close()


def _picture(page: Page, name: str, path: str) -> None:
    page.goto(f"{ADDRESS}{path}")
    if name == "promise":
        page.click("main table a")
    if name == "customer":
        page.hover("a.term")
        page.wait_for_selector("#hover-card")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    take()
