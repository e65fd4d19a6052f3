"""The yardstick: Django's own administration of the same table, set up as its tutorial does, on the same server.

It has no sessions and asks nobody who they are, shows the same seven columns of fifty rows, filters by state, and
searches the same text, which gives it less to do. ``python -m benchmarks.plain_admin PORT`` serves it.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def application() -> Any:  # noqa: ANN401  # what a server calls
    """Return the application, set up on the house of the environment."""
    from django.conf import settings

    from makegood.config import settings as own

    kept = ("DATABASES", "SECRET_KEY", "AUTH_USER_MODEL", "USE_TZ", "STATIC_URL")
    settings.configure(
        **{name: getattr(own, name) for name in kept},
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "makegood.apps.MakegoodConfig",
            *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages")),
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        EVENT_HANDLERS=own.EVENT_HANDLERS,
        SILENCED_SYSTEM_CHECKS=["admin.E408"],
    )
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def _site() -> Any:  # noqa: ANN401  # a class that can be named only once the framework is set up
    from django.contrib import admin

    from makegood.promises.models import Promise

    class Open(admin.ModelAdmin):  # type: ignore[type-arg]  # Django knows the arguments only while checking
        list_display = ("title", "customer", "due", "state", "owner", "value", "currency")
        list_filter = ("state",)
        list_per_page = 50
        list_select_related = ("customer", "owner")
        ordering = ("due", "pk")
        search_fields = ("words", "customer__words")

        def has_view_permission(self, *_: Any) -> bool:  # noqa: ANN401  # as the framework has it
            return True

        has_change_permission = has_view_permission
        has_module_permission = has_view_permission

    class Site(admin.AdminSite):
        def has_permission(self, _request: Any) -> bool:  # noqa: ANN401  # as the framework has it
            return True

    site = Site()
    site.register(Promise, Open)
    return site


def __getattr__(name: str) -> Any:  # noqa: ANN401  # routes are looked for once the framework is set up
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    return [path("admin/", _site().urls)]


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["PYTHONWARNINGS"] = "ignore"
    Granian(
        "benchmarks.plain_admin:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=8,
        backpressure=64,
        factory=True,
        log_enabled=False,
    ).serve()
