"""Write ``constraints.txt``: one release of every package for every Python that the project admits.

uv resolves for all of them at once, and keeps the releases that stand in the file unless told otherwise; pip then says
what each release asks for, and whether there is a wheel of it for each minor version of Python. The file is written
only when nothing is amiss.

Run: make lock                          (what is needed, and no more)
     make lock UPGRADE=all              (the newest of everything)
     make lock UPGRADE="numpy scipy"    (the newest of these)
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.pins import PLATFORMS, Pin, boundaries, excluded, lines, minors, read_pins, read_project

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
POSIX = [place for place in PLATFORMS if place["os_name"] == "posix"]
HEAD = """\
# Written by `make lock`, not by hand: one release of every package for each Python that pyproject.toml admits.
"""


def resolve(folder: Path, lowest: Version, upgrade: Sequence[str]) -> list[Pin]:
    """What uv chooses for all versions of Python from the lowest on, and for all platforms."""
    chosen, build = folder / "chosen.txt", folder / "build.in"
    if LOCK.exists():
        chosen.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    build.write_text("\n".join(required), encoding="utf-8")
    renewed = ["--upgrade"] if "all" in upgrade else [f"--upgrade-package={name}" for name in upgrade]
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--all-extras"),
        *(f"--python-version={lowest}", f"--python={sys.executable}", "--no-annotate", "--no-header"),
        *(*renewed, f"--output-file={chosen}", "pyproject.toml", str(build)),
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return read_pins(chosen.read_text(encoding="utf-8"))


def batches(pins: Iterable[Pin]) -> list[list[Pin]]:
    """The pins in as few lists as possible, none of which names a package twice."""
    parts: list[dict[str, Pin]] = []
    for pin in pins:
        part = next((part for part in parts if pin.name not in part), None)
        if part is None:
            parts.append(part := {})
        part[pin.name] = pin
    return [list(part.values()) for part in parts]


def releases(pins: Sequence[Pin], python: Version, platform: str | None) -> dict[str, tuple[SpecifierSet, bool]]:
    """What pip would install for a version of Python: name → the Python versions it asks for, whether it is a wheel."""
    with tempfile.TemporaryDirectory() as name:
        wanted, report = Path(name, "wanted.txt"), Path(name, "report.json")
        wanted.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pins), encoding="utf-8")
        command = [
            *(sys.executable, "-m", "pip", "install", "-qq", "--dry-run", "--no-deps", "--ignore-installed"),
            "--ignore-requires-python",
            *("--target", str(Path(name, "nowhere")), "--python-version", str(python), "--report", str(report)),
            *(("--platform", platform) if platform else ()),
            *("--requirement", str(wanted)),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        told = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {
        canonicalize_name(entry["metadata"]["name"]): (
            SpecifierSet(entry["metadata"].get("requires_python") or ""),
            entry["download_info"]["url"].endswith(".whl"),
        )
        for entry in told
    }


def describe(pins: Sequence[Pin], project: SpecifierSet) -> tuple[list[Pin], list[str]]:
    """The pins with what their releases ask for, and those of which only some versions of Python have a wheel."""
    asked: dict[Pin, SpecifierSet] = {}
    wheels: dict[Pin, set[bool]] = {}
    versions = boundaries(project, pins) + minors(project)
    for minor in minors(project):
        within = [version for version in versions if version.release[:2] == minor.release[:2]]
        selected = [pin for pin in pins if any(pin.holds_somewhere(version) for version in within)]
        windows = [pin for pin in selected if not any(pin.holds(v, place) for v in within for place in POSIX)]
        groups = [(part, None) for part in batches(pin for pin in selected if pin not in windows)]
        for part, platform in [*groups, *((part, "win_amd64") for part in batches(windows))]:
            print(f"Python {minor}: asking what {len(part)} releases need{f' on {platform}' if platform else ''}")
            found = releases(part, minor, platform)
            for pin in part:
                asked[pin], wheel = found[pin.name]
                wheels.setdefault(pin, set()).add(wheel)
    mixed = [f"{pin.name}=={pin.version} has no wheel for every Python" for pin in pins if len(wheels.get(pin, ())) > 1]
    return [replace(pin, python=asked[pin]) for pin in pins if pin in asked], mixed


def main(upgrade: Sequence[str]) -> int:
    """Resolve, ask, check and write; 1 when something is amiss."""
    project = read_project(ROOT / "pyproject.toml")
    try:
        with tempfile.TemporaryDirectory() as folder:
            pins = resolve(Path(folder), boundaries(project.python, [])[0], upgrade)
        pins, mixed = describe(pins, project.python)
    except subprocess.CalledProcessError as error:
        print(f"nothing was written: {error.cmd[2]} stopped, and says above why", file=sys.stderr)
        return 1
    amiss = mixed + excluded(project.python, pins)
    for problem in amiss:
        print(problem, file=sys.stderr)
    if amiss:
        names = " ".join(sorted({problem.partition("==")[0] for problem in amiss}))
        print(f'nothing was written; try newer releases: make lock UPGRADE="{names}"', file=sys.stderr)
        return 1
    LOCK.write_text(HEAD + lines(pins), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
