"""What is done in the background."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from makegood.foundation.jobs.task import task
from makegood.learning.services import begin_checking, count_months, renew_after


@task(attempts=20, routine=True)
def check(*, after: int, at: datetime) -> None:
    """Check the next few results, and queue those behind them."""
    last = renew_after(after)
    if last is not None:
        begin_checking(at=at, after=last, anew=False)


@task(slow=True, attempts=20, routine=True, forgets=True)
def count(*, at: datetime) -> None:
    """Count the months that are not counted; another one may do so at once."""
    count_months(today=localdate(at))
