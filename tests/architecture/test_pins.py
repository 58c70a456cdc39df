"""Every Python that the project admits can have what constraints.txt pins for it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker, default_environment
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.pins import PLATFORMS, Pin, boundaries, excluded, lines, minors, read_pins, read_project

ROOT = Path(__file__).resolve().parents[2]
PROJECT = read_project(ROOT / "pyproject.toml")
TEXT = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = read_pins(TEXT)


def _held_here() -> list[Pin]:
    here = {name: str(value) for name, value in default_environment().items()}
    return [pin for pin in PINS if pin.holds(Version(here["python_full_version"]), here)]


def test_no_pin_excludes_a_python_that_the_project_admits() -> None:
    """What a release asks for holds wherever its line holds."""
    assert excluded(PROJECT.python, PINS) == []


def test_the_first_release_of_each_minor_version_is_admitted() -> None:
    """Debian 12 has 3.11.2, and 3.11.0 is promised; no minor version is left out in between."""
    assert [(python.major, python.minor) for python in minors(PROJECT.python)] == [(3, n) for n in range(11, 15)]
    assert all(python in PROJECT.python for python in ("3.11.0", "3.11.2", "3.11.7", "3.12.1", "3.13.0", "3.14.0"))


def test_each_requirement_is_pinned_once_for_every_python() -> None:
    """No package that the project names is missing, twice, or outside of its bounds, on any platform."""
    versions = boundaries(PROJECT.python, PINS)
    for requirement, python, platform in product(PROJECT.requirements, versions, PLATFORMS):
        name = canonicalize_name(requirement.name)
        pinned = [pin.version for pin in PINS if pin.name == name and pin.holds(python, platform)]
        assert len(pinned) == 1, (name, python, platform["sys_platform"])
        assert pinned[0] in requirement.specifier, (name, python)


def test_no_package_is_pinned_twice_at_once() -> None:
    """Of two lines for a package at most one holds."""
    for python, platform in product(boundaries(PROJECT.python, PINS), PLATFORMS):
        names = [pin.name for pin in PINS if pin.holds(python, platform)]
        assert len(names) == len(set(names)), (python, platform["sys_platform"])


def test_the_record_is_what_the_releases_ask_for() -> None:
    """The versions of Python written beside a pin are those in the metadata of the installed release."""
    compared = 0
    for pin in _held_here():
        try:
            installed = metadata(pin.name)
        except PackageNotFoundError:
            continue
        if Version(installed["Version"]) == pin.version:
            assert SpecifierSet(installed.get("Requires-Python") or "") == pin.python, pin.name
            compared += 1
    assert compared > len(PINS) / 2, "too few of the pinned releases are installed to compare them"


def test_the_lock_names_releases_and_nothing_else() -> None:
    """Names, versions, markers: no address, path, hash or option; and it is as `make lock` writes it."""
    head, _, rest = TEXT.partition("\n")
    assert head.startswith("# Written by `make lock`")
    assert rest == lines(PINS)
    assert "/" not in rest
    assert all(pin.python for pin in PINS if pin.name == "pymdown-extensions")


@pytest.mark.parametrize(
    "line",
    [
        "numpy>=2",
        "numpy==2.*,>=2",
        "numpy @ https://example.org/numpy.whl",
        "--find-links /opt/wheels",
        "./numpy.whl",
        "numpy==2.4 --hash=sha256:00",
        "numpy",
    ],
)
def test_what_is_no_pin_is_refused(line: str) -> None:
    """A range, an address, an option of pip, a path, a hash, a bare name."""
    with pytest.raises(ValueError):  # noqa: PT011 - packaging's own errors are of this kind, with words of their own
        read_pins(line)


@pytest.mark.parametrize(
    ("line", "project", "first"),
    [
        ("pymdown-extensions==13.1  # asks for Python >=3.11.5", ">=3.11", "3.11.0"),
        ("pymdown-extensions==13.1 ; python_version >= '3.11'  # asks for Python >=3.11.5", ">=3.11", "3.11.0"),
        ("pymdown-extensions==13.1 ; python_full_version > '3.11.3'  # asks for Python >=3.11.5", ">=3.11", "3.11.4"),
        ("networkx==3.7 ; python_full_version >= '3.12'  # asks for Python !=3.14.1,>=3.12", ">=3.11,<3.15", "3.14.1"),
        ("presidio-analyzer==2.2.366  # asks for Python <3.15,>=3.11", ">=3.11", "3.15.0"),
        ("old==1  # asks for Python <4.0", ">=3.11", "4.0.0"),
        ("narrow==1  # asks for Python ==3.12.*", ">=3.12", "3.13.0"),
        ("narrow==1  # asks for Python ~=3.12.4", ">=3.12.4,<4", "3.13.0"),
        ("elsewhere==1 ; sys_platform == 'win32'  # asks for Python >=3.12", ">=3.11", "3.11.0"),
    ],
)
def test_an_excluded_python_is_found(line: str, project: str, first: str) -> None:
    """The first version of Python that a line promises to and its release refuses."""
    (found,) = excluded(SpecifierSet(project), read_pins(line))
    assert found.endswith(f"holds for {first}")


@pytest.mark.parametrize(
    ("line", "project"),
    [
        ("pymdown-extensions==13.1 ; python_full_version >= '3.11.5'  # asks for Python >=3.11.5", ">=3.11"),
        ("networkx==3.7 ; python_full_version >= '3.12'  # asks for Python !=3.14.1,>=3.12", ">=3.11,!=3.14.1"),
        ("presidio-analyzer==2.2.366  # asks for Python <3.15,>=3.11", ">=3.11,<3.15"),
        ("silent==1", ">=3.11"),
        ("nowhere==1 ; sys_platform == 'emscripten'  # asks for Python >=3.99", ">=3.11"),
    ],
)
def test_what_fits_is_not_reported(line: str, project: str) -> None:
    """Markers and bounds that agree."""
    assert excluded(SpecifierSet(project), read_pins(line)) == []


_numbers = st.builds("3.{}.{}".format, st.integers(10, 14), st.integers(0, 3)) | st.sampled_from(
    ["3.11", "3.12", "4.0"]
)
_bounds = st.builds("{}{}".format, st.sampled_from([">=", ">", "<", "<=", "!=", "=="]), _numbers) | st.builds(
    "{}3.{}.*".format, st.sampled_from(["==", "!="]), st.integers(10, 14)
)
_asked = st.lists(_bounds, max_size=3).map(",".join).map(SpecifierSet)
_marked = st.none() | st.builds(
    "python_full_version {} '{}'".format, st.sampled_from([">=", ">", "<", "<=", "!=", "=="]), _numbers
)


@given(project=_asked, asked=_asked, marked=_marked)
def test_the_boundaries_stand_for_all_versions(project: SpecifierSet, asked: SpecifierSet, marked: str | None) -> None:
    """Trying every version of Python one by one comes to the same answer."""
    pin = Pin("some", Version("1"), Marker(marked) if marked else None, asked)
    assert read_pins(lines([pin])) == [pin]
    every = [Version(f"{major}.{minor}.{patch}") for major, minor, patch in product((2, 3, 4), range(20), range(8))]
    refused = [v for v in every if v in project and pin.holds(v, PLATFORMS[0]) and v not in pin.python]
    assert bool(excluded(project, [pin])) == bool(refused)
