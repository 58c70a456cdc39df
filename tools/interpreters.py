"""Run the smoke test with every other Python of this machine, and say what was not run.

The wheel is built once. Where no interpreter of a minor version that the project admits is found, one line says so.

Run: .venv/bin/python -m tools.interpreters
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from tools.pins import minors, read_project

ROOT = Path(__file__).resolve().parents[1]
#: Where interpreters are put, beside the folders of PATH.
PLACES = ("/usr/bin", "/usr/local/bin", "~/.local/bin", "~/.pyenv/versions/*/bin", "~/.local/share/uv/python/*/bin")
# the code runs on any Python, however old
WHO = """
import sys
try:
    import ensurepip, venv
    ensurepip.version()
    lacks = ""
except Exception:
    lacks = "ensurepip"
print("%d.%d.%d" % sys.version_info[:3])
print(getattr(sys, "base_prefix", sys.prefix))
print(getattr(sys, "_base_executable", None) or sys.executable)
print(lacks)
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python of this machine."""

    path: Path
    version: Version
    base: str
    complete: bool


def who(path: Path) -> Interpreter | None:
    """What an interpreter says about itself; None when it does not run, as a shim without a version behind it.

    An environment's interpreter speaks for the one that it was made with.
    """
    try:
        done = subprocess.run([path, "-I", "-c", WHO], capture_output=True, text=True, check=False, timeout=60)
        if done.returncode:  # before 3.4 there was no -I
            return None
        version, base, real, lacks = done.stdout.splitlines()
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return Interpreter(Path(real), Version(version), os.path.realpath(base), not lacks)


def candidates() -> Iterator[Path]:
    """Everything that is called like an interpreter, on PATH and where they are usually put."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for place in (*PLACES, f"{os.environ.get('PYENV_ROOT', '~/.pyenv')}/versions/*/bin"):
        start, star, rest = place.partition("*/")
        home = Path(start).expanduser()
        folders += sorted(home.glob(f"*/{rest}")) if star else [home]
    for folder in folders:
        found = [path for path in sorted(folder.glob("python3*")) if path.name[7:].replace(".", "").isdigit()]
        yield from ([folder / "python3"] if (folder / "python3").exists() else [])
        yield from found


def interpreters() -> list[Interpreter]:
    """Each Python of this machine once, oldest first."""
    found: dict[tuple[Version, str], Interpreter] = {}
    for path in candidates():
        told = who(path)
        if told:
            found.setdefault((told.version, told.base), told)
    return sorted(found.values(), key=lambda one: (one.version, one.base))


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built with the pinned build tool."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    return wheel


def main() -> int:
    """Run them one after the other; the number that failed."""
    admitted = read_project(ROOT / "pyproject.toml").python
    here = who(Path(sys.executable))
    others = [one for one in interpreters() if here is None or (one.version, one.base) != (here.version, here.base)]
    fitting = [one for one in others if one.version in admitted]
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        for one in fitting:
            if one.complete:
                command = [str(one.path), str(ROOT / "tools/smoke.py"), "--wheel", str(wheel)]
                failed += [one] if subprocess.run(command, check=False).returncode else []
    for one in fitting:
        if not one.complete:
            print(f"not run: smoke test on Python {one.version} ({one.path}), which lacks ensurepip")
    seen = {one.version.release[:2] for one in [*fitting, *([here] if here else [])]}
    for minor in minors(admitted):
        if minor.release[:2] not in seen:
            print(f"not run: smoke test on Python {minor.major}.{minor.minor}, of which no interpreter was found")
    if left := [str(one.version) for one in others if one not in fitting]:
        print(f"not run: smoke test on Python {', '.join(left)}, which pyproject.toml does not admit")
    for one in failed:
        print(f"failed: smoke test on Python {one.version} ({one.path})")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
