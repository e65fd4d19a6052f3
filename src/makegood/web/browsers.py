"""What a browser calls itself, in words: enough to know one's own devices by, and no more than that.

Browsers have pretended to be one another since 1994, so the order counts: whoever names another says its own name, too.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Headless)?(Chrome|Chromium|CriOS)/"),
    ("Safari", r"\bVersion/\S+.*\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac(intosh| OS X)\b"),
    ("Linux", r"\b(Linux|X11)\b"),
)


def browser_in_words(agent: str) -> str:
    """Return "Chrome on Linux" for what a browser says of itself; where it says nothing known, that."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, agent)), "")
    system = next((name for name, sign in SYSTEMS if re.search(sign, agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser or program that is not known")
