"""The board in a real browser, with 10,000 open promises behind it.

How long until it can be used, from asking for the page until its lines are drawn and nothing keeps the browser busy;
the longest task while it is scrolled from its first line to its last one and back; and the most elements that the page
ever has. Each on a desk, and on a phone whose processor is slowed down four times. The peer is Django's own list of a
hundred of the same rows, opened by the same browser. SQLite only: the browser does not know which database answers.
``--open`` makes it smaller.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.houses import house
from benchmarks.measuring import Row, print_rows
from benchmarks.register import OPEN
from benchmarks.serving import SERVE, await_forecast, ran, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OURS, PLAIN = 8771, 8772
ROUNDS = 5
SCREENS = {"desk": ({"width": 1280, "height": 900}, 1), "phone": ({"width": 390, "height": 844}, 4)}
"""What is seen at once, and how many times slower than here the processor is."""
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => [one.startTime, one.duration])))
  .observe({ type: "longtask", buffered: true });
"""
IDLE = """() => new Promise((done) => requestIdleCallback(() => done(performance.now())))"""
SCROLL = """async () => {
  const from = performance.now(), end = document.documentElement.scrollHeight;
  let most = document.querySelectorAll("*").length;
  const steps = 120;
  for (let step = 0; step <= 2 * steps; step++) {
    window.scrollTo(0, end * (step <= steps ? step : 2 * steps - step) / steps);
    await new Promise(requestAnimationFrame);
    most = Math.max(most, document.querySelectorAll("*").length);
  }
  await new Promise((done) => setTimeout(done, 300));
  const longest = window.tasks.filter(([at]) => at >= from).map(([_at, took]) => took);
  return [most, Math.max(0, ...longest), longest.length, document.querySelectorAll("*").length];
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--open", type=int, default=OPEN)
    asked = parser.parse_args()
    print_rows(rows_of(asked.open), as_json=asked.json)


def rows_of(open_ones: int) -> Iterator[Row]:
    """Measure the board on each screen."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("there is no Chromium on this machine")
    plain = [sys.executable, "-m", "benchmarks.plain_admin", str(PLAIN)]
    with house("") as environment:
        keys = json.loads(ran(environment, "-m", "benchmarks.register", str(open_ones), "0"))
        with (
            served([*SERVE, str(OURS)], OURS, "/-/health/live", environment),
            served(plain, PLAIN, "/admin/makegood/promise/?q=0", environment),
            sync_playwright() as playwright,
        ):
            await_forecast(OURS, keys)
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for screen in SCREENS:
                yield from _measured(browser, screen, keys["sessions"][0])
            browser.close()


def _measured(browser: Browser, screen: str, session: str) -> Iterator[Row]:
    page = _opened(browser, screen, session)
    peer = statistics.median(_ready(page, f"http://127.0.0.1:{PLAIN}/admin/makegood/promise/") for _ in range(ROUNDS))
    address = f"http://127.0.0.1:{OURS}/board/"
    ours = statistics.median(_ready(page, address) for _ in range(ROUNDS))
    most, longest, long_ones, now = page.evaluate(SCROLL)
    note = (
        f"scrolled to the end and back: longest task {longest:.0f} ms, {long_ones} over 50 ms; "
        f"at most {most:,} elements, {now:,} at the end"
    )
    yield Row(f"{screen}: board can be used", round(ours, 3), "plain list", round(peer, 3), round(peer / ours, 2), note)
    page.context.close()


def _opened(browser: Browser, screen: str, session: str) -> Page:
    viewport, slower = SCREENS[screen]
    wanted: Any = viewport
    context = browser.new_context(viewport=wanted, service_workers="block")
    context.add_cookies([{"name": "makegood_session", "value": session, "domain": "127.0.0.1", "path": "/"}])
    context.add_init_script(WATCH)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page


def _ready(page: Page, address: str) -> float:
    """Return the seconds from asking for a page until the browser has nothing to do any more."""
    page.goto("about:blank")
    page.goto(address, wait_until="load")
    return float(page.evaluate(IDLE)) / 1_000


if __name__ == "__main__":
    main()
