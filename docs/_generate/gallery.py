"""Every page of the register in one picture each: light and dark, at the width of a desk and of a phone.

``make run`` in one terminal, ``PYTHONPATH=. .venv/bin/python docs/_generate/gallery.py [address [name …]]`` in another,
for all pages or those that are named. Run by hand, because fonts differ by machine; ``docs/reference/gallery.md`` shows
what it writes.
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
    "import-mapping": "/promises/import/",
    "import-refused": "/promises/import/",
    "imports": "/imports/",
    "customers": "/customers/",
    "customer": "/customers/1/",
    "search": "/search/?q=sensors",
    "board": "/board/",
    "calendar": "/board/calendar/",
    "forecast": "/forecast/",
    "what-moved": "/forecast/compare/",
    "what-we-sold": "/sold/",
    "baselines": "/forecast/baselines/",
    "reliability": "/reliability/",
    "answers": "/reliability/answers/",
    "calibration": "/calibration/",
    "what-ifs": "/what-ifs/",
    "ways-back": "/plans/",
    "plan": "/plans/1/",
    "plan-to-do": "/plans/1/at/plan/",
    "how-we-decide": "/plans/2/decision/",
    "decision": "/plans/1/decision/1/",
    "best-set": "/plans/2/decision/",
    "revisions": "/revisions/",
    "revision": "/revisions/2/",
    "policy": "/forecast/policy/",
    "quotes": "/quotes/",
    "quote": "/quotes/1/",
    "feeds": "/me/calendars/",
    "trackers": "/trackers/",
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
TABLE = b"""CRM id;Customer;Promise text;Due date;Channel;Value
C-2001;Northwind Rail;Thirty spare sensors for line 4;2027-06-30;call;5400 EUR
C-2002;Northwind Railways;Training for two shifts;2027-05-14;mail;2800 EUR
C-2003;Northwind Rail;The report every month;soon;mail;900 EUR
C-2004;Helios Energy;Two days on site;2027-04-30;by pigeon;1600 EUR
"""
"""A table of which three rows can't be used."""
DESK, PHONE = {"width": 1180, "height": 760}, {"width": 390, "height": 760}
SHRUNK = 0.62
PATIENCE_MS = 900
"""For parts that a page brings by itself, and for charts."""


def take(address: str, *names: str) -> None:
    """Write a picture of each page that is there, or of those with ``names``."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        looks = [_signed_in(browser, address, size, scheme) for size in (DESK, PHONE) for scheme in ("light", "dark")]
        table = browser.new_page(viewport={"width": 2000, "height": 600})
        for name, path in PAGES.items():
            if names and name not in names:
                continue
            shots = [shot for page in looks for shot in _shot(page, address + path, name)]
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


def _shot(page: Page, address: str, name: str) -> Iterator[bytes]:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        return
    if name == "promise":
        page.click("main table a")
    if name == "best-set":
        page.click("#best-card a[href*='/best/']")
    if name in {"promise", "best-set"}:
        page.wait_for_load_state("networkidle")
        page.evaluate("window.scrollTo(0, 0)")
    if name.startswith("import-"):
        _bring(page, is_to_come_in=name == "import-refused")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(PATIENCE_MS)
    yield page.screenshot()


def _bring(page: Page, *, is_to_come_in: bool) -> None:
    """Choose the table, and where it is to come in wait until all of its rows were looked at."""
    page.set_input_files("[name=file]", {"name": "crm.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.fill("[name=source]", "CRM")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#column-0")
    if is_to_come_in:
        page.get_by_role("button", name="Bring them in").click()
        page.get_by_text("These rows were not brought in").wait_for()


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
    take(*sys.argv[1:] or ["http://127.0.0.1:8000"])
