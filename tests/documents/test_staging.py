"""A process that is killed leaves its half-written sibling; the next one that writes there takes it away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from labelcards.documents.files import write_text
from labelcards.documents.folders import staged_folder
from labelcards.documents.staging import RETIRED, STAGED

HANGING = """
import sys, time
from pathlib import Path
from labelcards.documents.files import staged_path
from labelcards.documents.folders import staged_folder
with (staged_folder if sys.argv[2] == "folder" else staged_path)(Path(sys.argv[1])) as staged:
    if sys.argv[2] == "folder":
        (staged / "page.html").write_text("half")
    print("staged", flush=True)
    time.sleep(60)
"""
WRITING = """
import sys
from pathlib import Path
from labelcards.documents.files import write_text
write_text(Path(sys.argv[1]), "whole")
"""


def _started(place: Path, kind: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HANGING, str(place), kind], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "staged\n"
    return process


def _end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def _write(place: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITING, str(place)], check=True)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_nothing_is_left_after_the_next_run(tmp_path: Path, kind: str) -> None:
    """SIGKILL leaves a sibling; another process that writes anything into the same folder sweeps it up."""
    _end(_started(tmp_path / "1.0.0", kind), signal.SIGKILL)
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(STAGED)
    _write(tmp_path / "other.html")
    assert [path.name for path in tmp_path.iterdir()] == ["other.html"]


def test_files_are_written_within_a_staged_folder(tmp_path: Path) -> None:
    """A folder that this process holds is no obstacle to itself: whole folders are made of files written like this."""
    with staged_folder(tmp_path / "1.0.0") as staged:
        write_text(staged / "page.html", "whole")
        write_text(staged / "documents/quality.json", "{}")
    assert (tmp_path / "1.0.0/page.html").read_text() == "whole"
    assert {path.name for path in tmp_path.rglob("*")} == {"1.0.0", "page.html", "documents", "quality.json"}


def test_a_folder_that_this_process_locks(tmp_path: Path) -> None:
    """Who writes to the log of a data set has its folder to himself, and writes files in it: that is no deadlock."""
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        write_text(tmp_path / "log.jsonl", "whole")
    finally:
        os.close(handle)
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


def test_a_retired_folder_is_swept_up(tmp_path: Path) -> None:
    """A kill between the two renames leaves the older folder under another name."""
    (tmp_path / f".1.0.0.abcd1234{RETIRED}").mkdir()
    _write(tmp_path / "other.html")
    assert [path.name for path in tmp_path.iterdir()] == ["other.html"]


def test_work_in_progress_is_left_alone(tmp_path: Path) -> None:
    """What a process is writing at this moment is no leftover."""
    process = _started(tmp_path / "1.0.0", "folder")
    _write(tmp_path / "other.html")
    names = {path.name for path in tmp_path.iterdir()}
    _end(process, signal.SIGKILL)
    assert len(names) == 2
    assert any(name.endswith(STAGED) for name in names)


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """Other hidden files, and a link by such a name, are nobody's leftover."""
    names = {".page.html.abcd1234.part", ".nojekyll", f"page{STAGED}"}
    for name in names:
        (tmp_path / name).write_text("mine")
    (tmp_path / f".x.abcd1234{STAGED}").symlink_to(tmp_path / ".nojekyll")
    _write(tmp_path / "other.html")
    assert {path.name for path in tmp_path.iterdir()} == {*names, f".x.abcd1234{STAGED}", "other.html"}
