"""What a house needs before its first visitor comes: words, the demo company where it is wanted, a way in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from makegood.config.demo.filling import fill_demo
from makegood.foundation.actors import HOUSE
from makegood.glossary.services import seed_glossary
from makegood.learning.services import keep_checking
from makegood.people.services import invite_first_administrator
from makegood.remediation.services import set_daily_clock


def furnish_house(*, at: datetime) -> str | None:
    """Add what is missing; return the secret of the first administrator's link, None where anybody has an account.

    It can be run at any time: what people have changed stays as it is.
    """
    if settings.IS_DEMO:
        fill_demo(at=at)
    seed_glossary(by=HOUSE, at=at)
    keep_checking(at=at)
    set_daily_clock(at=at)
    return invite_first_administrator(at=at)
