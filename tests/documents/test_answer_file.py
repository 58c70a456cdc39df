"""Changing one answer leaves every other byte of a hand-written file alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml.comments import CommentedMap

from labelcards.documents.answer_file import AnswerFile, words
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError

FILE = """\
# What only people can answer.

motivation-1:   # why
  answer: "It's for: this"   # short
  author: Ada
  date: 2026-01-01
  version: 1.0.0

# --- uses ---
uses-1:
  answer: |
    Two lines,
    # not a comment.

    The end.
  author: 'Ada'
  date: 2026-01-01
  version: 1.0.0
  evidence:
  - quality.counts.items   # counted
uses-3: {answer: short, author: Ada, date: 2026-01-01, version: 1.0.0}
# the end
"""


def made(text: str = "New.") -> CommentedMap:
    """A new answer."""
    return CommentedMap({"answer": words(text), "author": "Bo", "date": "2026-02-02", "version": "1.0.0"})


def written(path: Path, *keys: str, content: str = FILE) -> str:
    """The file after adding or replacing ``keys``."""
    path.write_bytes(content.encode())
    file = AnswerFile(path, Datasheet)
    for key in keys:
        file.change(key, lambda _: made())
    file.write()
    return path.read_bytes().decode()


def test_a_new_answer_comes_after_the_question_before_it(tmp_path: Path) -> None:
    """It stands before the comment that leads to the next question; the rest is byte for byte the same."""
    block = "motivation-2:\n  answer: New.\n  author: Bo\n  date: '2026-02-02'\n  version: 1.0.0\n"
    expected = FILE.replace("\n# --- uses", f"{block}\n# --- uses")
    assert written(tmp_path / "datasheet.yaml", "motivation-2") == expected
    assert written(tmp_path / "datasheet.yaml", "maintenance-8").startswith(FILE.removesuffix("# the end\n"))


def test_a_changed_answer_keeps_its_comments(tmp_path: Path) -> None:
    """Comments, quotes, list layout and hash signs inside a text stay; only the changed value differs."""
    path = tmp_path / "datasheet.yaml"
    path.write_text(FILE)
    file = AnswerFile(path, Datasheet)

    def rename(entry: CommentedMap | None) -> CommentedMap:
        assert entry is not None
        entry["author"] = "Bo"
        return entry

    for key in ("motivation-1", "uses-1", "uses-3"):
        file.change(key, rename)
    file.write()
    assert path.read_text() == FILE.replace("Ada", "Bo")


@pytest.mark.parametrize("content", ["# Later.\nanswers: {}\n", "answers:\n", "# nothing\nanswers: {} # yet\n"])
def test_the_empty_file_of_an_import_is_filled(content: str, tmp_path: Path) -> None:
    """`answers: {}` opens into a block; its comment stays."""
    path = tmp_path / "datasheet.yaml"
    text = written(path, "uses-1", "motivation-1", content=content)
    assert list(read_yaml_document(path, Datasheet).answers) == ["motivation-1", "uses-1"]
    assert text.index("motivation-1") < text.index("uses-1")
    assert text.splitlines()[0] == content.splitlines()[0].replace("answers: {}", "answers:")


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    """A data set without a model card gets one."""
    file = AnswerFile(tmp_path / "new.yaml", Datasheet)
    file.change("uses-1", lambda _: made("One.\n\nTwo."))
    file.write()
    assert read_yaml_document(tmp_path / "new.yaml", Datasheet).answers["uses-1"].answer == "One.\n\nTwo."


def test_line_ends_stay(tmp_path: Path) -> None:
    """A file from Windows keeps its line ends, new lines included."""
    text = written(tmp_path / "datasheet.yaml", "motivation-2", content=FILE.replace("\n", "\r\n"))
    assert text.count("\n") == text.count("\r\n")


def test_answers_in_braces_are_refused(tmp_path: Path) -> None:
    """There are no lines to change; the message says what to do."""
    content = "answers: {uses-1: {answer: x, author: A, date: 2026-01-01, version: 1.0.0}}\n"
    with pytest.raises(InputError, match="line of its own"):
        written(tmp_path / "datasheet.yaml", "uses-1", content=content)
    assert (tmp_path / "datasheet.yaml").read_text() == content


def test_what_does_not_fit_is_not_written(tmp_path: Path) -> None:
    """The file stays as it was, and the problem names it rather than a temporary one."""
    path = tmp_path / "datasheet.yaml"
    path.write_text(FILE)
    file = AnswerFile(path, Datasheet)
    file.change("uses-1", lambda _: CommentedMap({"answer": "x"}))
    with pytest.raises(InputError) as caught:
        file.write()
    assert {problem.file.rsplit("/", 1)[-1] for problem in caught.value.problems} == {"datasheet.yaml"}
    assert path.read_text() == FILE
    assert [child.name for child in tmp_path.iterdir()] == ["datasheet.yaml"]


NESTED = """\
schema_version: 1
answers:
    # the first
    motivation-1:
        answer: |
            A.

            B.
        author: Ada
        date: 2026-01-01
        version: 1.0.0

    # the second
    uses-3: {answer: short, author: Ada, date: 2026-01-01, version: 1.0.0}
# the end
"""


def test_answers_below_a_key_keep_their_indentation(tmp_path: Path) -> None:
    """Files that hold the answers under `answers`, indented by four."""
    path = tmp_path / "datasheet.yaml"
    text = written(path, "motivation-2", content=NESTED)
    block = "    motivation-2:\n      answer: New.\n      author: Bo\n      date: '2026-02-02'\n      version: 1.0.0\n"
    assert text == NESTED.replace("\n    # the second", f"{block}\n    # the second")
    assert list(read_yaml_document(path, Datasheet).answers) == ["motivation-1", "motivation-2", "uses-3"]


WRITTEN = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"))
TRICKY = st.sampled_from("\n\n :#-|'\"{}[]&*!%@`")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(WRITTEN | TRICKY).filter(str.strip))
def test_any_words_come_back_as_they_were_written(text: str, tmp_path: Path) -> None:
    """Quotes, hash signs, template syntax, other scripts: what a person wrote is what the card shows."""
    path = tmp_path / "datasheet.yaml"
    path.write_text(FILE, encoding="utf-8")
    file = AnswerFile(path, Datasheet)
    file.change("uses-1", lambda _: made(text))
    file.write()
    held = read_yaml_document(path, Datasheet).answers
    assert held["uses-1"].answer == unicodedata.normalize("NFC", text.strip()).strip()
    assert held["motivation-1"].answer == "It's for: this"
