"""The reference of the API: every operation, from the code."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import django
from django.apps import apps

from _generate.markdown import table


def api_operations() -> str:
    """Return every operation with its scope and what it does."""
    return table(("Operation", "Scope", "What it does"), _operations())


def _operations() -> Iterator[tuple[str, str, str]]:
    _begin()
    from makegood.api.interface import interface  # models can be read only once Django has begun
    from makegood.web.programs import SCOPE_NOTE

    for path, verbs in interface().get_openapi_schema(path_prefix="")["paths"].items():
        for verb, said in verbs.items():
            yield f"`{verb.upper()} {path}`", f"`{said[SCOPE_NOTE]}`", said["summary"]


def _begin() -> None:
    """Begin Django in an empty folder, where nothing has begun it: no database is read here."""
    if apps.ready:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "makegood.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MAKEGOOD_DATA"] = folder
        django.setup()
