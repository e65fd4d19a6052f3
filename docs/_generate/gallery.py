"""Every page of the register in one picture each: light and dark, at the width of a desk and of a phone.

``make run`` in one terminal, ``PYTHONPATH=. .venv/bin/python docs/_generate/gallery.py [address]`` in another. Run by
hand, because fonts differ by machine; ``docs/reference/gallery.md`` shows what it writes.
"""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "images" / "pages"
PROMISE = "/search/?q=NWR-180"
PAGES = {
    "my-work": "/",
    "promises": "/promises/",
    "promise": PROMISE,
    "write-down": "/promises/add/",
    "from-a-table": "/promises/import/",
    "from-a-mail": "/promises/mail/",
    "imports": "/imports/",
    "customers": "/customers/",
    "customer": "/customers/1/",
    "search": "/search/?q=sensors",
    "forecast": "/forecast/",
    "baselines": "/forecast/baselines/",
    "reliability": "/reliability/",
    "calibration": "/calibration/",
    "work": "/items/",
    "templates": "/templates/",
    "risks": "/risks/",
    "teams": "/teams/",
    "attributes": "/attributes/",
    "measures": "/measures/",
    "glossary": "/glossary/",
    "people": "/people/",
    "running": "/running/",
    "history": "/history/",
}
DESK, PHONE = {"width": 1180, "height": 760}, {"width": 390, "height": 760}
SHRUNK = 0.62
PATIENCE_MS = 900
"""For parts that a page brings by itself, and for charts."""


def take(address: str) -> None:
    """Write a picture of each page that is there."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        looks = [_signed_in(browser, address, size, scheme) for size in (DESK, PHONE) for scheme in ("light", "dark")]
        table = browser.new_page(viewport={"width": 2000, "height": 600})
        for name, path in PAGES.items():
            shots = [shot for page in looks for shot in _shot(page, address + path, is_promise=path == PROMISE)]
            if len(shots) == len(looks):
                _lay_side_by_side(table, name, shots)
        browser.close()


def _signed_in(browser: Browser, address: str, size: dict[str, int], scheme: str) -> Page:
    page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # plain values will do
    page.goto(f"{address}/account/login/")
    page.fill("[name=login]", "ada@demo.example")
    page.fill("[name=password]", "promise-kept-2027")
    page.click("main button[type=submit]")
    return page


def _shot(page: Page, address: str, *, is_promise: bool) -> Iterator[bytes]:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        return
    if is_promise:
        page.click("main table a")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(PATIENCE_MS)
    yield page.screenshot()


def _lay_side_by_side(table: Page, name: str, shots: list[bytes]) -> None:
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots)
    height = round(DESK["height"] * SHRUNK)
    style = (
        "body{margin:0;padding:10px;background:#8a8f98;display:inline-flex;gap:10px}"
        f"img{{height:{height}px;border-radius:6px;display:block}}"
    )
    table.set_content(f"<style>{style}</style><body id=all>{images}</body>")
    table.locator("#all").screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=62)


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
