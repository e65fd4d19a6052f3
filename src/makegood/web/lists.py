"""What every page with a table answers: the page, a file of all its rows, or where the last page is."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseBase

from makegood.web.exports import export
from makegood.web.listing import Listing
from makegood.web.responses import done, show


def answer(
    request: HttpRequest, template: str, listing: Listing, context: Mapping[str, object] | None = None
) -> HttpResponseBase:
    """Show ``listing`` in ``template``, or answer what else was asked for; the template has it as ``listing``."""
    if listing.asked.format:
        return export(listing)
    if listing.elsewhere:
        return done(request, listing.elsewhere)
    return show(request, template, {"listing": listing, **(context or {})})
