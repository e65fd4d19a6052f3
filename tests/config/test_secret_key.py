"""The key that signs: made once, the same for all, and for nobody else's eyes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from makegood.config.secret_key import FILE_NAME, kept_secret_key


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    key = kept_secret_key(data)
    assert len(key) >= 50
    assert kept_secret_key(data) == key
    assert [(path.name, path.stat().st_mode & 0o777) for path in data.iterdir()] == [(FILE_NAME, 0o600)]


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: kept_secret_key(tmp_path), range(64)))
    assert len(keys) == 1
    assert len(list(tmp_path.iterdir())) == 1
