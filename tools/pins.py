"""The pins of ``constraints.txt``: what a line says, and whether every Python that the project admits can have it.

A line is ``name==version``, then the marker that says where it holds, then, as a comment, the Python versions that the
release itself asks for: ``tools/lock.py`` writes them down, so that they can be checked without the network.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

__all__ = ["PLATFORMS", "Pin", "Project", "boundaries", "excluded", "lines", "minors", "read_pins", "read_project"]

ASKS = "asks for Python "
#: Where the pins are meant to hold. ``platform_machine`` differs in name only between the systems.
PLATFORMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
)
# what a marker or a specifier names: 3.12, 3.11.5, and the first two numbers of 3.11.*
_PYTHON = re.compile(r"\b(\d+)(?:\.(\d+))?(?:\.(\d+))?\b")
_MARKED = re.compile(r"python(?:_full)?_version [<>=!~]+ ['\"]([^'\"]+)['\"]")


@dataclass(frozen=True)
class Pin:
    """One line: a release, where it holds, and which versions of Python it asks for."""

    name: str
    version: Version
    marker: Marker | None
    python: SpecifierSet

    def holds(self, python: Version, platform: dict[str, str]) -> bool:
        """Whether the marker selects this pin for a CPython version on a platform."""
        if self.marker is None:
            return True
        return self.marker.evaluate(
            {
                **platform,
                "python_full_version": str(python),
                "python_version": f"{python.major}.{python.minor}",
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "extra": "",
            }
        )

    def holds_somewhere(self, python: Version) -> bool:
        """Whether the marker selects this pin for a version of Python on any platform."""
        return any(self.holds(python, platform) for platform in PLATFORMS)


@dataclass(frozen=True)
class Project:
    """What ``pyproject.toml`` says about versions."""

    python: SpecifierSet
    requirements: tuple[Requirement, ...]
    """Of the package, of its extras, and of its build."""


def read_project(path: Path) -> Project:
    """The versions of Python and of packages that a ``pyproject.toml`` asks for."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    project = told["project"]
    texts = [*project["dependencies"], *told["build-system"]["requires"]]
    texts += [text for extra in project.get("optional-dependencies", {}).values() for text in extra]
    return Project(SpecifierSet(project["requires-python"]), tuple(Requirement(text) for text in texts))


def read_pins(text: str) -> list[Pin]:
    """The pins of a lock file.

    Raises ValueError for a line that is no pin: a range, an address, a path, a hash or an option of pip.
    """
    pins = []
    for line in text.splitlines():
        stated, _, comment = (part.strip() for part in line.partition("#"))
        if not stated:
            continue
        requirement = Requirement(stated)
        bounds = list(requirement.specifier)
        if requirement.url or requirement.extras or len(bounds) != 1 or bounds[0].operator != "==":
            raise ValueError(f"no pin of one release: {stated}")
        asked = SpecifierSet(comment.removeprefix(ASKS))
        name = canonicalize_name(requirement.name)
        pins.append(Pin(name, Version(bounds[0].version), requirement.marker, asked))
    return pins


def lines(pins: Iterable[Pin]) -> str:
    """The pins as they stand in the lock file, sorted."""
    written = []
    for pin in sorted(pins, key=lambda pin: (pin.name, pin.version)):
        marker = f" ; {pin.marker}" if pin.marker else ""
        asked = f"  # {ASKS}{pin.python}" if str(pin.python) else ""
        written.append(f"{pin.name}=={pin.version}{marker}{asked}\n")
    return "".join(written)


def minors(project: SpecifierSet) -> list[Version]:
    """The first version of each minor one that the project admits; an open end goes no further than what is named."""
    newest = max((int(minor or 0) for _, minor, _ in _PYTHON.findall(str(project))), default=0)
    return [version for minor in range(newest + 1) if (version := Version(f"3.{minor}.0")) in project]


def boundaries(project: SpecifierSet, pins: Iterable[Pin]) -> list[Version]:
    """Versions of Python, in order, that stand for all that the project admits.

    An answer can change only at a version that the project, a marker or a release names, right after it, or where the
    next minor or major version begins. So the first version of each stretch between such places is enough.
    """
    firsts = {Version("0.0.0")}
    for text in _texts(project, pins):
        for named in _PYTHON.findall(text):
            major, minor, patch = (int(number or 0) for number in named)
            firsts |= {
                Version(f"{major}.{minor}.0"),
                Version(f"{major}.{minor}.{patch}"),
                Version(f"{major}.{minor}.{patch + 1}"),
                Version(f"{major}.{minor + 1}.0"),
                Version(f"{major + 1}.0.0"),
            }
    return sorted(version for version in firsts if version in project)


def _texts(project: SpecifierSet, pins: Iterable[Pin]) -> Iterator[str]:
    yield str(project)
    for pin in pins:
        yield str(pin.python)
        yield from _MARKED.findall(str(pin.marker or ""))


def excluded(project: SpecifierSet, pins: Iterable[Pin]) -> list[str]:
    """Each pin that holds for a Python that the project admits and its release refuses, with the first such version."""
    pins = list(pins)
    versions = boundaries(project, pins)
    found = []
    for pin in pins:
        for python in versions:
            if pin.holds_somewhere(python) and python not in pin.python:
                found.append(f"{pin.name}=={pin.version} {ASKS}{pin.python}, and holds for {python}")
                break
    return found
