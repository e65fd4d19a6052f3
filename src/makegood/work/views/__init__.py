"""Pages about work: lists, the work of one promise, templates and risks."""

from __future__ import annotations

from makegood.work.views import telling as telling  # registers the sentences
from makegood.work.views.items import add, change, follow, of_promise, progress, remove, work
from makegood.work.views.risks import risk_add, risk_change, risk_remove, risks
from makegood.work.views.templates import apply, keep, template, template_retire, templates

__all__ = [
    "add",
    "apply",
    "change",
    "follow",
    "keep",
    "of_promise",
    "progress",
    "remove",
    "risk_add",
    "risk_change",
    "risk_remove",
    "risks",
    "template",
    "template_retire",
    "templates",
    "work",
]
