"""A limit on memory ends with a message and an exit code, never with a process that waits."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from labelcards.cli import main, memory, program
from labelcards.errors import ToolError
from labelcards.privacy.detect import search as searching
from labelcards.privacy.detect.detector import open_detector

resource = pytest.importorskip("resource")


def _limited(megabytes: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = f"ulimit -v {megabytes * 1024}; exec {sys.executable} -m labelcards {' '.join(arguments)}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("megabytes", [332, 371, 390, 430])
def test_too_little_to_start(megabytes: int) -> None:
    """Limits at which OpenBLAS asked for its buffers for ever."""
    done = _limited(megabytes, "diff", "1.0.0", "1.1.0")
    assert done.returncode == 4
    assert f"limited to {megabytes} MB, and labelcards needs {memory.LEAST_MEGABYTES} MB" in done.stderr


def test_enough_to_start(tmp_path: Path) -> None:
    """From the least limit on, commands run; this one finds no file."""
    done = _limited(memory.LEAST_MEGABYTES, "agreement", str(tmp_path / "none.csv"))
    assert done.returncode == 2, done.stderr


def test_memory_that_runs_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An allocation that fails, NumPy's and Arrow's too, is no defect: exit code 4 and what to do."""

    def exhausted(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(program, "main", exhausted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 4
    assert "There is not enough memory." in capsys.readouterr().err


def _killed(chunk: list[str]) -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the kernel kills one for want of memory: an error that says what to do, not a wait and not a defect."""

    def started(jobs: int, **_: object) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs)

    monkeypatch.setattr(searching, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(searching, "ProcessPoolExecutor", started)
    monkeypatch.setattr(searching, "_find", _killed)
    detector = open_detector("builtin", threshold=0.4, max_characters=1000)
    with pytest.raises(ToolError, match="most likely for want of memory"):
        searching.search(["a", "b"], detector, jobs=2)
