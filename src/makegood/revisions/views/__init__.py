"""Pages about revisions."""

from __future__ import annotations

from makegood.revisions.views import telling
from makegood.revisions.views.acts import act, begin, change, do
from makegood.revisions.views.papers import revision_pdf
from makegood.revisions.views.revisions import of_promise, revision, revisions

__all__ = ["act", "begin", "change", "do", "of_promise", "revision", "revision_pdf", "revisions", "telling"]
