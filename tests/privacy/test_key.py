"""The pseudonym key: where it comes from, what it makes, and that it never shows."""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from labelcards.documents.manifest import Key
from labelcards.errors import ToolError
from labelcards.privacy.key import PROJECT_KEY, PseudonymKey, load_key, new_key


def test_key_id_is_the_documented_digest() -> None:
    """The key id is the first 8 hex digits of SHA-256 over the documented bytes."""
    secret = b"0123456789abcdef"
    assert PseudonymKey(secret).key_id == hashlib.sha256(b"labelcards key id" + secret).hexdigest()[:8]


def test_pseudonym_is_an_hmac_of_the_normalized_value() -> None:
    """A pseudonym can be recomputed with nothing but HMAC-SHA-256."""
    secret = b"0123456789abcdef"
    expected = hmac.new(secret, b"labelcards pseudonym\x00jane doe", "sha256").hexdigest()[:10]
    assert PseudonymKey(secret).pseudonym("a", " Jane  DOE ") == f"a-{expected}"


def test_environment_wins_over_file(tmp_path: Path) -> None:
    """The variable is used when both are there."""
    (tmp_path / "key").write_text("f" * 64, encoding="utf-8")
    held = load_key(Key(file="key"), tmp_path, {"LABELCARDS_KEY": "e" * 64})
    assert held == PseudonymKey(bytes.fromhex("e" * 64))
    assert load_key(Key(file="key"), tmp_path, {}) == PseudonymKey(bytes.fromhex("f" * 64))


def test_text_keys_are_bytes_of_the_text(tmp_path: Path) -> None:
    """What is not hex, or too short as hex, is taken as text."""
    assert load_key(Key(), tmp_path, {"LABELCARDS_KEY": "correct horse battery"}).secret == b"correct horse battery"
    assert load_key(Key(), tmp_path, {"LABELCARDS_KEY": "0123456789abcdef"}).secret == b"0123456789abcdef"


@pytest.mark.parametrize("text", ["", "   ", "short"])
def test_missing_and_short_keys_say_what_to_do(tmp_path: Path, text: str) -> None:
    """Without a usable key nothing starts, and the remedy is named."""
    with pytest.raises(ToolError) as raised:
        load_key(Key(file="none"), tmp_path, {"LABELCARDS_KEY": text})
    assert "labelcards key new" in raised.value.hint
    assert raised.value.exit_code == 4


def test_new_key_is_private_and_never_replaced(tmp_path: Path) -> None:
    """The file belongs to its owner alone, loads again, and is not overwritten."""
    path = tmp_path / "sub" / "key"
    key_id = new_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(Key(file="key"), path.parent, {}).key_id == key_id
    before = path.read_bytes()
    with pytest.raises(ToolError):
        new_key(path)
    assert path.read_bytes() == before


def test_the_key_that_the_command_writes_is_the_one_that_is_read(tmp_path: Path) -> None:
    """`labelcards key new` at a project's top serves every data set in it without a line in a manifest."""
    (tmp_path / ".dvc").mkdir()
    folder = tmp_path / "datasets" / "reviews"
    folder.mkdir(parents=True)
    key_id = new_key(tmp_path / PROJECT_KEY)
    assert load_key(Key(), folder, {}).key_id == key_id
    assert (tmp_path / ".labelcards" / ".gitignore").read_text(encoding="ascii") == "*\n"
    with pytest.raises(ToolError, match="or file other"):
        load_key(Key(file="other"), folder, {})


def test_no_key_is_taken_from_beyond_the_project(tmp_path: Path) -> None:
    """A key that lies above the repository is somebody else's."""
    new_key(tmp_path / PROJECT_KEY)
    folder = tmp_path / "project" / "datasets" / "reviews"
    folder.mkdir(parents=True)
    (tmp_path / "project" / ".git").mkdir()
    with pytest.raises(ToolError, match="There is no pseudonym key"):
        load_key(Key(), folder, {})


def test_a_pipeline_in_a_folder_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The key nearest to the data set is taken, up to the project's root."""
    folder = tmp_path / "labels" / "datasets" / "reviews"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    outer = new_key(tmp_path / PROJECT_KEY)
    assert load_key(Key(), folder, {}).key_id == outer
    inner = new_key(tmp_path / "labels" / PROJECT_KEY)
    assert load_key(Key(), folder, {}).key_id == inner


def test_key_never_shows() -> None:
    """Neither repr nor str of a key holds its bytes."""
    assert "0123456789abcdef" not in repr(PseudonymKey(b"0123456789abcdef"))
