"""What is missing is said in one sentence with the command that mends it, before anything is downloaded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.install.checkout import Checkout, new_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """In a folder with a space in its name, as people have them."""
    return new_checkout(tmp_path / "my work", tmp_path / "bin")


def test_no_python(checkout: Checkout) -> None:
    """Nothing of that name on the path."""
    sentence = checkout.refused("site")
    assert sentence.startswith("there is no program python3, and labelcards needs Python >=3.11")
    assert "python3-venv" in sentence or "install" in sentence


def test_a_python_too_old(checkout: Checkout) -> None:
    """Its version, what is needed, and how to name another one; nothing was made or asked of pip."""
    checkout.interpreter(version="3.9.2", fits=False)
    sentence = checkout.refused("site")
    assert sentence.startswith("python3 is Python 3.9.2, and labelcards needs Python >=3.11")
    assert sentence.endswith("; mend it with: make PYTHON=/path/to/python3.11 site")
    assert checkout.calls() == []
    assert not (checkout.folder / ".venv").exists()


def test_another_python_of_the_machine_is_taken(checkout: Checkout) -> None:
    """python3 is too old, python3.12 is there: it is said and taken."""
    checkout.interpreter(version="3.9.2", fits=False)
    checkout.interpreter("python3.12", version="3.12.1")
    done = checkout.make("installed")
    assert done.returncode == 0
    assert "python3 is Python 3.9.2" in done.stderr
    assert f"taking {checkout.programs}/python3.12" in done.stderr


def test_a_python_that_was_asked_for_is_not_exchanged(checkout: Checkout) -> None:
    """Whoever names one gets that one, or the command that names one that fits."""
    checkout.interpreter("python3.8", version="3.8.18", fits=False)
    checkout.interpreter("python3.13", version="3.13.0")
    sentence = checkout.refused("test", PYTHON="python3.8")
    assert sentence.startswith("python3.8 is Python 3.8.18")
    assert sentence.endswith(f"make PYTHON={checkout.programs}/python3.13 test")
    assert checkout.refused("lint", "PYTHON=python9").startswith("there is no program python9")


def test_a_python_that_does_not_run(checkout: Checkout) -> None:
    """As a shim that points nowhere."""
    broken = checkout.programs / "python3"
    broken.write_text("#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n")
    broken.chmod(0o755)
    assert checkout.refused().startswith("python3 does not run")


@pytest.mark.parametrize("lacks", ["ensurepip", "venv ensurepip", "ensurepip sqlite3"])
def test_no_ensurepip(checkout: Checkout, lacks: str) -> None:
    """A bare Debian: the package of this very version of Python, before anything is made."""
    (checkout.programs / "apt-get").write_text("")
    (checkout.programs / "apt-get").chmod(0o755)
    checkout.interpreter(version="3.11.2", lacks=lacks)
    sentence = checkout.refused()
    assert "python3 cannot make virtual environments" in sentence
    assert sentence.endswith("apt-get install python3.11-venv")
    assert not (checkout.folder / ".venv").exists()


def test_a_python_built_without_a_module(checkout: Checkout) -> None:
    """As pyenv builds them where headers are missing."""
    checkout.interpreter(lacks="ssl sqlite3")
    assert checkout.refused("site").startswith("python3 was built without ssl sqlite3; mend it with: make PYTHON=")


def test_no_git(checkout: Checkout) -> None:
    """Before Python is looked at."""
    (checkout.programs / "git").unlink()
    checkout.interpreter()
    assert checkout.refused().startswith("git is missing, and DVC needs it; mend it with: ")
    assert checkout.calls() == []


def test_no_clone(checkout: Checkout) -> None:
    """An unpacked archive instead of a clone."""
    (checkout.folder / ".git").rename(checkout.folder / "gone")
    checkout.interpreter()
    assert checkout.refused(GIT_CEILING_DIRECTORIES=str(checkout.folder.parent)).startswith("this folder is no clone")


@pytest.mark.parametrize("found", ["a file", "a folder of somebody"])
def test_a_folder_that_is_not_ours_is_left_alone(checkout: Checkout, found: str) -> None:
    """VENV may name anything; what was there stays."""
    checkout.interpreter()
    place = checkout.folder / "mine"
    if found == "a file":
        place.write_text("thesis")
    else:
        place.mkdir()
        (place / "thesis.tex").write_text("thesis")
    assert "mend it with: make VENV=/another/folder" in checkout.refused("installed", "VENV=mine")
    assert "thesis" in (place if found == "a file" else place / "thesis.tex").read_text()


def test_a_colon_in_the_path(checkout: Checkout) -> None:
    """Environments cannot live there, and venv itself says so only after a traceback."""
    checkout.interpreter()
    assert "because of the colon" in checkout.refused("installed", "VENV=a:b")


def test_the_real_interpreter_is_judged_by_the_bounds_of_the_project(tmp_path: Path) -> None:
    """Below, at, above, and one that is left out: the code that runs in it reads requires-python as packaging does."""
    major, minor, micro = sys.version_info[:3]
    here = f"{major}.{minor}.{micro}"
    for asks, fits in {
        f">={major}.{minor},<{major}.{minor + 1}": True,
        f">={here}": True,
        f">={major}.{minor}.{micro + 1}": False,
        f">={major}.{minor + 1}": False,
        f">=3.0,<{major}.{minor}": False,
        f">=3.0,<{here}": False,
        f">=3.0,!={here}": False,
        f">=3.0,!={major}.{minor}.{micro + 1},<4.0": True,
    }.items():
        place = tmp_path / asks
        checkout = new_checkout(place / "checkout", place / "bin")
        project = checkout.folder / "pyproject.toml"
        lines = project.read_text().splitlines()
        (place_of,) = [number for number, line in enumerate(lines) if line.startswith("requires-python")]
        lines[place_of] = f'requires-python = "{asks}" # and a remark'
        project.write_text("\n".join(lines) + "\n")
        # the folder holds something, so that an interpreter that fits is refused after it was judged
        (checkout.folder / "mine").mkdir()
        (checkout.folder / "mine/thesis.tex").write_text("thesis")
        sentence = checkout.refused("installed", "VENV=mine", f"PYTHON={sys.executable}")
        assert ("was not made by make" in sentence) == fits, (asks, sentence)
        assert (f"is Python {here}, and labelcards needs Python {asks}" in sentence) != fits, (asks, sentence)
