"""The table behind the cache that processes share, in the shape that Django's database cache wants."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SharedCount(models.Model):
    """Something counted until it expires; nothing here is needed for long, so it is in no backup."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    is_backed_up: ClassVar[bool] = False

    class Meta:
        """Named in the settings."""

        db_table = "shared_count"
