"""Views of tables that people keep."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.texts import clean_line
from makegood.people.models import KeptView

MOST = 20
NAME_LENGTH = 60
QUERY_LENGTH = 1000
PAGE_LENGTH = 40


class UnableToKeepView(Problem):
    """The view has no name, or too much is kept already."""

    code = "unable-to-keep-view"


@transaction.atomic
def keep_view(*, page: str, name: str, query: str, by: Viewer) -> None:
    """Keep filters and order of a page under a name, in place of what had the name before; UnableToKeepView."""
    called = clean_line(name, field="name")
    if not called or len(called) > NAME_LENGTH:
        raise UnableToKeepView(_("A name is needed, of at most 60 characters."), field="name")
    page = clean_line(page)
    kept = KeptView.objects.filter(user=by.number, page=page)
    if kept.exclude(name=called).count() >= MOST or len(query) > QUERY_LENGTH or len(page) > PAGE_LENGTH:
        raise UnableToKeepView(_("Twenty views are kept at most: forget one first."), field="name")
    KeptView.objects.update_or_create(user_id=by.number, page=page, name=called, defaults={"query": clean_line(query)})


def forget_view(*, number: int, by: Viewer) -> None:
    """Forget one of the viewer's own views; nothing happens where it is gone already."""
    KeptView.objects.filter(pk=number, user=by.number).delete()
