"""Django's settings for the tests: those of the product, with a folder of their own and quick passwords."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(__file__).parents[1] / ".cache" / "test-data"
(DATA / "static").mkdir(parents=True, exist_ok=True)
os.environ["MAKEGOOD_DATA"] = str(DATA)
os.environ["MAKEGOOD_CONFIG"] = os.devnull

from makegood.config.settings import *  # noqa: E402, F403  # the folder must be known before

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  # a file, because threads must share it
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405  # see above
