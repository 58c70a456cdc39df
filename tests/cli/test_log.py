"""``labelcards log``: showing, checking and adding."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labelcards.actions.journal import whoami
from labelcards.cli.log import log
from labelcards.documents.log import read_log
from labelcards.errors import InputError


def run(*arguments: str) -> Result:
    """``labelcards log``."""
    return CliRunner().invoke(log, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set with two entries."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772712000")
    monkeypatch.setenv("LABELCARDS_USER", "Ada  L.")
    for version, what in (("1.0.0", "items=120"), ("2.0.0", "ticket=T-7")):
        done = run("add", str(tmp_path), "--act", "waiver", "--version", version, "--why", "Why.", "--what", what)
        assert done.exit_code == 0, done.output
    return tmp_path


def test_entries_are_shown_and_counted(folder: Path) -> None:
    """Text for people, JSON for programs, one version when asked."""
    done = run(str(folder))
    assert done.stdout.splitlines()[0] == "2026-03-05T12:00:00Z  waiver 1.0.0  by Ada L. - Why."
    assert "2 entries, the chain is whole" in done.stderr
    told = json.loads(run(str(folder), "2.0.0", "--json").stdout)
    assert (told["count"], [one["version"] for one in told["entries"]]) == (2, ["2.0.0"])
    assert told["entries"][0]["what"] == {"ticket": "T-7"}
    assert json.loads(run(str(folder), "1.0.0", "--json").stdout)["entries"][0]["what"] == {"items": 120}


def test_a_break_is_named_and_nothing_is_added(folder: Path) -> None:
    """Exit code 1 with the line; adding is refused, and the file is left as it is."""
    path = folder / "log.jsonl"
    path.write_text(path.read_text().replace("Why.", "Because.", 1))
    before = path.read_bytes()
    done = run(str(folder), "--verify", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["broken"]["row"] == 1
    assert isinstance(run("add", str(folder), "--act", "note", "--why", "x").exception, InputError)
    assert path.read_bytes() == before


def test_processes_that_add_at_once_lose_nothing(folder: Path) -> None:
    """Eight processes, eight entries, one whole chain."""
    command = [sys.executable, "-m", "labelcards", "log", "add", str(folder), "--act", "note", "--why"]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: subprocess.run([*command, f"n{n}"], check=False).returncode, range(8)))
    assert done == [0] * 8
    held = read_log(folder / "log.jsonl")
    assert held.broken is None
    assert {entry.why for entry in held.entries[2:]} == {f"n{n}" for n in range(8)}
    assert len(held.ends) == 1


def test_who_acts_is_git_s_user_when_nobody_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's word comes first, then the repository's."""
    monkeypatch.delenv("LABELCARDS_USER", raising=False)
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "config", "user.name", "Grace H."], check=True)
    assert whoami(tmp_path) == "Grace H."
    monkeypatch.setenv("LABELCARDS_USER", "Ada")
    assert whoami(tmp_path) == "Ada"


@pytest.mark.parametrize("what", ["items", "=3"])
def test_details_are_names_with_values(what: str, folder: Path) -> None:
    """Anything else is a usage error."""
    assert run("add", str(folder), "--act", "note", "--why", "x", "--what", what).exit_code == 2


def test_a_wrong_epoch_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than noting a wrong time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert isinstance(run("add", str(folder), "--act", "note", "--why", "x").exception, InputError)
