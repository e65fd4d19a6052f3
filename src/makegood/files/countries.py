"""Countries and their regions, as the ``holidays`` library knows them. Importing this module loads the library."""

from __future__ import annotations

from functools import cache

import holidays
from holidays.registry import COUNTRIES

from makegood.files.errors import mend, problem
from makegood.files.names import Names
from makegood.files.refusals import Refused

_EXAMPLES = 5


def check_country(text: str) -> str:
    """Return the ISO 3166 code that ``text`` writes, in capitals; raise :class:`Refused` where there is none."""
    code = text.upper()
    if code in _regions_by_country():
        return code
    suggestion = _code_by_name().get(text.casefold().replace(" ", "_"), "") or _country_codes(text)
    how = mend("did you mean", suggestion=suggestion) if suggestion else mend("write a country code", example="DE")
    raise Refused(problem("unknown country"), how)


def check_region(text: str, country: str) -> str:
    """Return the code of the region of ``country`` that ``text`` writes; raise :class:`Refused` where there is none.

    ``country`` is a code that :func:`check_country` returned. The case of letters doesn't matter.
    """
    regions = {region.casefold(): region for region in _regions_by_country()[country]}
    if text.casefold() in regions:
        return regions[text.casefold()]
    aliases = holidays.country_holidays(country).subdivisions_aliases
    by_name = Names([*aliases, *regions.values()], listed_in="")
    nearest = by_name.nearest(text)
    if nearest:
        how = mend("did you mean", suggestion=str(aliases.get(nearest, nearest)))
    else:
        how = mend("write a region code", examples=", ".join(regions_of(country)[:_EXAMPLES]))
    raise Refused(problem("unknown region", country=country), how)


def regions_of(country: str) -> list[str]:
    """Return the codes of the regions of ``country``, a code that :func:`check_country` returned."""
    return sorted(_regions_by_country()[country])


def _country_codes(text: str) -> str:
    nearest = Names(_code_by_name(), listed_in="").nearest(text.replace(" ", "_"))
    return _code_by_name().get(nearest, "")


@cache
def _regions_by_country() -> dict[str, list[str]]:
    return dict(holidays.list_supported_countries(include_aliases=False))


@cache
def _code_by_name() -> dict[str, str]:
    """Return the two-letter code of each country by its English name in small letters with underscores."""
    return {name: codes[1] for name, codes in COUNTRIES.items()}
