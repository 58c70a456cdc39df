"""The program as a shell runs it, without paying for its imports each time.

The command runs in a fork of the test process: with its own working folder, environment, arguments, standard streams
and exit code. What a fork cannot show (that the program starts from nothing) is shown by tests that start Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

__all__ = ["labelcards"]


def labelcards(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``labelcards`` with the arguments.

    Args:
        arguments: of the command line; paths are fine.
        cwd: the working folder; the test's own when absent.
        env: the whole environment; the test's own when absent.
    """
    command = ["labelcards", *map(str, arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _run(command, (out.fileno(), err.fileno()), cwd, env)
        _, status = os.waitpid(child, 0)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8"))
    return subprocess.CompletedProcess(command, os.waitstatus_to_exitcode(status), *texts)


def _run(command: list[str], streams: tuple[int, int], cwd: Path | None, env: Mapping[str, str] | None) -> NoReturn:
    """The child: never returns into the test runner, whatever happens."""
    code = 70
    try:
        for theirs, ours in zip(streams, (1, 2), strict=True):
            os.dup2(theirs, ours)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if env is not None:
            os.environ.clear()
            os.environ.update(env)
        if cwd is not None:
            os.chdir(cwd)
        sys.argv = command
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(fd, mode, encoding="utf-8") for fd, mode in enumerate("rww"))
        warnings.resetwarnings()
        warnings.simplefilter("ignore", DeprecationWarning)
        from labelcards.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
