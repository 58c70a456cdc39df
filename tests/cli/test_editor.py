"""A person's editor: opened until what comes back can be used."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from labelcards.cli.editor import edited
from labelcards.errors import InputError, Problem, ToolError


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there."""
    monkeypatch.setattr("labelcards.cli.editor._has_terminal", lambda: True)


def write_editor(tmp_path: Path, code: str) -> str:
    """A command that runs ``code`` on the file."""
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{code}\n")
    return f"{sys.executable} {script}"


def read(path: Path) -> str:
    """The text, which must not hold a question mark."""
    text = path.read_text()
    if "?" in text:
        raise InputError([Problem("draft", "unsure", "It holds a question mark.", "Decide.")])
    return text


@pytest.mark.usefixtures("terminal")
def test_what_was_written_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL comes before EDITOR; the draft is gone afterwards."""
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, "path.write_text(path.read_text() + 'more')"))
    monkeypatch.setenv("EDITOR", "false")
    drafts: list[Path] = []
    assert edited("text ", lambda path: (drafts.append(path), read(path))[1], without="") == "text more"
    assert not drafts[0].exists()


@pytest.mark.usefixtures("terminal")
def test_the_editor_opens_again_on_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft is kept between the rounds."""
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, "path.write_text(path.read_text().replace('??', '?', 1)[:-1])"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    assert edited("ab???", read, without="") == "ab"


@pytest.mark.usefixtures("terminal")
def test_a_draft_that_is_given_up_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody loses what they wrote."""
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, "path.write_text('why?')"))
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    with pytest.raises(InputError):
        edited("", read, without="")
    draft = Path(capsys.readouterr().err.strip().splitlines()[-1].split(": ", 1)[1])
    assert draft.read_text() == "why?"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("editor", "message"), [("false", "editor failed"), ("no-such-editor-here", "no editor")])
def test_a_failing_editor_changes_nothing(editor: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what happened."""
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(ToolError, match=message):
        edited("text", read, without="do this")


def test_without_a_terminal_it_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI there is nobody to edit."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(ToolError) as caught:
        edited("text", read, without="use --template")
    assert caught.value.hint == "use --template"
