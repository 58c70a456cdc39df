"""The cache of digests saves reading and changes no digest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from labelcards.documents import digest_cache
from labelcards.documents.digest_cache import DigestCache


def aged(path: Path, content: str) -> Path:
    """A file that was written long ago."""
    path.write_text(content)
    os.utime(path, ns=(10**18, 10**18))
    return path


def digest(content: str) -> str:
    """What the digest must be."""
    return hashlib.sha256(content.encode()).hexdigest()


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run asks for size and time only."""
    file, kept = aged(tmp_path / "a.json", "one"), tmp_path / ".labelcards" / "digests.json"
    first = DigestCache(kept)
    assert first.sha256(file) == digest("one")
    first.save()
    monkeypatch.setattr(digest_cache, "sha256_file", lambda _: pytest.fail("read again"))
    assert DigestCache(kept).sha256(file) == digest("one")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """Another size or time means another digest; a file that is gone is forgotten."""
    file, gone, kept = aged(tmp_path / "a", "one"), aged(tmp_path / "b", "two"), tmp_path / "digests.json"
    first = DigestCache(kept)
    assert (first.sha256(file), first.sha256(gone)) == (digest("one"), digest("two"))
    first.save()
    file.write_text("ten")
    gone.unlink()
    second = DigestCache(kept)
    assert second.sha256(file) == digest("ten")
    second.save()
    assert "/b" not in kept.read_text()


def test_a_young_file_is_not_trusted(tmp_path: Path) -> None:
    """A file written just now may change again without a change of its time, so it is not remembered."""
    file, kept = tmp_path / "a", tmp_path / "digests.json"
    file.write_text("one")
    first = DigestCache(kept)
    first.sha256(file)
    first.save()
    assert kept.read_text().strip() == "{}"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": [1, 2]}'])
def test_a_broken_cache_is_no_cache(tmp_path: Path, content: str) -> None:
    """Whatever is in the cache's file, digests are right."""
    file, kept = aged(tmp_path / "a", "one"), tmp_path / "digests.json"
    kept.write_text(content)
    assert DigestCache(kept).sha256(file) == digest("one")
