"""Pages as PDF: set from a template of a room with what its page says, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import resources

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.paper.setting import Sheet


def paper(room: str, template: str, said: Mapping[str, object], *, name: str, made_on: date) -> HttpResponse:
    """Answer with ``template`` of a ``room``, and what is ``said`` on it, as a file called ``name``.

    ``said`` has a title and words; the language and what every page says are added here.
    """
    found = resources.files(f"makegood.{room}").joinpath("templates", room, template).read_bytes()
    words = said.get("words")
    everywhere = {**(words if isinstance(words, Mapping) else {}), "page": _("Page")}
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    sheet = Sheet(found, {**said, "words": {key: str(word) for key, word in everywhere.items()}, "language": language})
    answer = HttpResponse(sheet.pdf(made_on=made_on), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
