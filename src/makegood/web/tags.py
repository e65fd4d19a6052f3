"""Template tags and filters of the design system: icons, moments in the reader's zone, and names of things."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Widget
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from makegood.web.browsers import browser_in_words

register = template.Library()


@register.simple_tag
def symbol(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a ``label`` it says nothing that the words beside it don't say."""
    address = f"{static('house/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """Show a moment in the reader's zone, with the exact one behind it; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        f"{formats.date_format(local, 'DATETIME_FORMAT')} {timezone.get_current_timezone_name()}",
        formats.date_format(local, "SHORT_DATETIME_FORMAT"),
    )


@register.filter
def moment_in(at: datetime, zone: str) -> str:
    """Show a moment as the clock in ``zone`` says it, with the zone."""
    return f"{formats.date_format(at.astimezone(ZoneInfo(zone)), 'SHORT_DATETIME_FORMAT')} {zone}"


@register.filter
def clock_in(at: datetime, zone: str) -> str:
    """Show the day of the week and the time that the clock in ``zone`` says."""
    return formats.date_format(at.astimezone(ZoneInfo(zone)), "D H:i")


@register.filter
def day(at: datetime | date | None) -> str | SafeString:
    """Show a day in the reader's zone; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), formats.date_format(local, "DATE_FORMAT"))


@register.filter
def last_of_month(first: date) -> date:
    """Return the last day of the month of a day."""
    return first.replace(day=monthrange(first.year, first.month)[1])


@register.filter
def browser(agent: str) -> str:
    """Say which browser somebody is signed in with."""
    return browser_in_words(agent)


@register.filter
def percent(share: Decimal | float) -> str:
    """Show a share as a percentage, with no more places than it has."""
    return f"{formats.number_format((Decimal(str(share)) * 100).normalize())} %"


@register.filter
def figure(value: Decimal | float) -> str:
    """Show a figure with no more places than it has; of a binary one four, because the last ones say nothing."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{round(value, 4):.15g}")
    return formats.number_format(exact.normalize())


@register.filter
def percent_of(share: float) -> str:
    """Show a measured share as a percentage, with one place where it has any."""
    return percent(Decimal(f"{share:.3f}"))


@register.filter
def query(fields: Iterable[tuple[str, str]]) -> str:
    """Return pairs of names and values as the query of an address."""
    return urlencode(list(fields))


@register.filter
def whole_percent(share: float) -> str:
    """Show a probability as a whole percentage; what is not certain is never shown as 0 or 100."""
    percent = round(share * 100)
    if percent == 0 and share > 0:
        return "< 1 %"
    return "> 99 %" if percent == 100 and share < 1 else f"{percent} %"


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[:1] + words[-1:])[:2]))[:2].upper() if words else "?"


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """Return what a mapping holds for ``key``; None where it holds nothing."""
    return mapping.get(key)


@register.simple_tag
def hidden_initial(field: BoundField) -> SafeString:
    """Carry along what a field held when the form was opened: how two edits of one thing are put together."""
    return field.as_hidden(only_initial=True)


@register.filter
def shape(field: BoundField) -> str:
    """Return how a field is laid out: ``tick``, ``ticks`` or ``line``."""
    widget: Widget = field.field.widget
    if isinstance(widget, (CheckboxSelectMultiple, RadioSelect)):
        return "ticks"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


@register.filter
def styled(field: BoundField) -> SafeString:
    """Draw a field's widget with the look of the design system, tied to its hint and its errors."""
    widget: Widget = field.field.widget
    kinds = {"ticks": "form-check-input", "tick": "form-check-input"}
    look = kinds.get(shape(field), "form-select" if isinstance(widget, Select) else "form-control")
    attributes: dict[str, str | bool] = {"class": f"{look} is-invalid" if field.errors else look}
    described = [f"{field.id_for_label}-error"] if field.errors else []
    if field.help_text:
        described.append(f"{field.id_for_label}-hint")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)
