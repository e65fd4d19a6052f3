"""Charts as people see them: every mark stands out from its ground by day and by night."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import Page, expect

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from makegood.learning.services import renew_all
from tests.browser.house import House
from tests.learning.history import accepted, relied_on
from tests.promises.desk import admin, committed, customer
from tests.work.bench import item, team

LEAST_CONTRAST = 1.25
"""Of any mark: a band or a grid may be faint, but must be there. What must be read is up to axe."""
FAINT = """() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((one) => {
      const share = one / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.querySelector(".card")).backgroundColor);
  const found = [];
  for (const mark of document.querySelectorAll(".chart svg [class*=mark-] :is(path, line, rect, text)")) {
    const style = getComputedStyle(mark);
    for (const part of ["stroke", "fill"]) {
      const { width, height } = mark.getBoundingClientRect();
      if (!/^rgb/.test(style[part]) || width + height === 0) continue;
      if (/rgba\\(.*, 0\\)/.test(style[part]) || style[`${part}Opacity`] === "0") continue;
      const own = light(style[part]);
      const contrast = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
      if (contrast < LEAST) found.push(`${mark.parentElement.getAttribute("class")}: ${part} ${style[part]}`);
    }
  }
  return [...new Set(found)];
}""".replace("LEAST", str(LEAST_CONTRAST))


def furnished() -> dict[str, str]:
    """Make a past and a future for every chart, and return the pages that have one."""
    by, at = admin(), present()
    today = at.date()
    to, assembly = customer(by), team(by, slots=1.0)
    for place in range(24):
        made, due = today - timedelta(days=120), today - timedelta(days=10 + 3 * place)
        number = relied_on(by, to, made=made, due=due, value=Decimal(100), currency="EUR")
        if place % 3:
            accepted(number, on=due - timedelta(days=1), by=by)
    owed = committed(by, to, due=today + timedelta(days=20), owner=by.number)
    item(by, owed, assembly, p10=40.0, p50=80.0, p90=160.0)
    Forecaster(Settings(samples=64)).renew(at=at)
    renew_all()
    return {
        "reliability": "/reliability/",
        "promise": f"/promises/{owed}/",
        "team": f"/teams/{assembly}/",
    }


def drawn(page: Page, address: str, look: str) -> list[str]:
    page.emulate_media(color_scheme=look)  # type: ignore[arg-type]  # one of the two
    page.goto(address)
    expect(page.locator(".chart svg.marks").first).to_be_visible()
    expect(page.locator(f"html[data-bs-theme={look}]")).to_have_count(1)
    return [f"{address}, {look}: {one}" for one in page.evaluate(FAINT)]


def test_every_mark_of_a_chart_stands_out_by_day_and_by_night(house: House) -> None:
    pages = furnished()
    page = house.visit(admin())
    found = [one for look in ("light", "dark") for address in pages.values() for one in drawn(page, address, look)]
    assert found == []


def test_two_lines_that_say_the_same_can_both_be_seen(house: House) -> None:
    pages = furnished()
    page = house.visit(admin())
    page.goto(pages["reliability"])
    lines = page.locator(".chart svg .mark-line path")
    expect(lines).to_have_count(2)
    assert len({line.get_attribute("stroke-dasharray") for line in lines.all()}) == 2
