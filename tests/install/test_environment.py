"""An environment is made once, and anew when it is not the one that would be made now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.install.checkout import Checkout, new_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with one interpreter, and an environment made with it."""
    made = new_checkout(tmp_path / "my work", tmp_path / "bin")
    made.interpreter()
    assert made.make().returncode == 0
    first, second = made.calls()
    assert "-I -m venv .venv" in first
    assert second.endswith("--constraint constraints.txt --editable .[dev]")
    return made


def _remade(checkout: Checkout, *arguments: str) -> bool:
    """Whether the environment is made anew, and as an empty one."""
    leftover = checkout.folder / ".venv/leftover"
    leftover.write_text("")
    done = checkout.make("installed", *arguments)
    assert done.returncode == 0, done.stderr
    made = len(checkout.calls()) == 2
    assert leftover.exists() != made
    return made


def test_nothing_is_done_twice(checkout: Checkout) -> None:
    """A second `make` asks the environment's Python who it is, and no more; nothing is said either."""
    assert not _remade(checkout)
    done = checkout.make()
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("after", ["venv", "pip", "nothing"])
def test_an_interrupted_installation_starts_clean(checkout: Checkout, after: str) -> None:
    """Killed before, while or after pip ran: whatever has no stamp is emptied."""
    (checkout.folder / ".venv/.labelcards-installed").unlink()
    if after == "venv":
        (checkout.folder / ".venv/pyvenv.cfg").unlink()
        (checkout.folder / ".venv/bin/python").unlink()
    if after == "pip":
        (checkout.folder / ".venv/lib").mkdir()
    assert _remade(checkout)
    assert not _remade(checkout)


def test_an_environment_from_before_there_was_a_mark_starts_clean(checkout: Checkout) -> None:
    """What an older Makefile left behind in .venv."""
    for name in (".labelcards-installed", ".made-by-labelcards"):
        (checkout.folder / ".venv" / name).unlink()
    assert _remade(checkout)


def test_an_installation_that_failed_starts_clean(checkout: Checkout) -> None:
    """pip ends with an error: no stamp, and the next `make` begins with an empty folder."""
    (checkout.folder / "constraints.txt").write_text("numpy==2.4.6\n")
    checkout.pip_says("ERROR: something\n", 1)
    checkout.refused()
    checkout.pip_says("fine\n", 0)
    checkout.calls()
    assert _remade(checkout)


def test_changed_pins_and_requirements_make_it_anew(checkout: Checkout) -> None:
    """By content, not by date; the settings of ruff and mypy change nothing that is installed."""
    project, pins = checkout.folder / "pyproject.toml", checkout.folder / "constraints.txt"
    project.touch()
    pins.touch()
    assert not _remade(checkout)
    project.write_text(project.read_text().replace("line-length = 120", "line-length = 100"))
    assert not _remade(checkout)
    project.write_text(project.read_text().replace("dependencies = [", 'dependencies = [\n  "new>=1",', 1))
    assert _remade(checkout)
    pins.write_text(pins.read_text() + "new==1\n")
    assert _remade(checkout)


def test_another_python_makes_it_anew_only_when_it_is_named(checkout: Checkout) -> None:
    """`make PYTHON=…` once is enough; without it the environment that is there serves."""
    checkout.interpreter("python3.12", version="3.12.1", base="/opt/python")
    assert _remade(checkout, "PYTHON=python3.12")
    assert not _remade(checkout, "PYTHON=python3.12")
    assert not _remade(checkout)
    assert _remade(checkout, "PYTHON=python3")


def test_a_python_of_the_same_version_elsewhere_is_another_one(checkout: Checkout) -> None:
    """Two builds of one version differ in what they were built with."""
    checkout.interpreter("elsewhere/python", base="/opt/python")
    assert _remade(checkout, f"PYTHON={checkout.programs}/elsewhere/python")


def test_a_python_that_was_replaced_makes_it_anew(checkout: Checkout) -> None:
    """The system's Python is upgraded below the environment; one that is gone is the same."""
    inside = checkout.folder / ".venv/bin/python"
    inside.write_text(inside.read_text().replace("3.11.2", "3.11.9"))
    assert _remade(checkout)
    inside.unlink()
    assert _remade(checkout)


def test_a_moved_checkout_makes_it_anew(checkout: Checkout, tmp_path: Path) -> None:
    """Its programs name the folder they were installed in."""
    moved = Checkout(tmp_path / "elsewhere", checkout.programs)
    checkout.folder.rename(moved.folder)
    moved.interpreter()
    assert _remade(moved)


def test_python_by_a_relative_path_and_with_a_space(checkout: Checkout) -> None:
    """Named from the checkout's folder, as in any shell."""
    checkout.interpreter("my pythons/it's/python", version="3.13.0", base="/opt/13")
    assert _remade(checkout, "PYTHON=../bin/my pythons/it's/python")
    assert "3.13.0" in (checkout.folder / ".venv/.labelcards-installed").read_text()


def test_python_from_inside_the_environment(checkout: Checkout) -> None:
    """The interpreter that it was made with is taken when the one that was named is about to be removed."""
    inside, outside = checkout.folder / ".venv/bin/python", checkout.programs / "python3"
    inside.write_text(inside.read_text().replace("\"$0\" ''", f"'{outside}' ''"))
    (checkout.folder / "constraints.txt").write_text("")
    assert checkout.make("installed", "PYTHON=.venv/bin/python").returncode == 0
    assert checkout.calls()[0].startswith(f"{outside} -I -m venv")


def test_an_environment_elsewhere(checkout: Checkout, tmp_path: Path) -> None:
    """An absolute path, a space, and a link to another disk, which stays a link."""
    (tmp_path / "disk").mkdir()
    (checkout.folder / "link").symlink_to(tmp_path / "disk")
    for place in (str(tmp_path / "far away"), "near by", "link"):
        assert checkout.make("installed", f"VENV={place}").returncode == 0
        assert (checkout.folder / place / ".labelcards-installed").is_file()
        (checkout.folder / place / ".labelcards-installed").unlink()
        assert checkout.make("installed", f"VENV={place}").returncode == 0
    assert (checkout.folder / "link").is_symlink()


def test_the_recipes_run_the_programs_of_the_environment(checkout: Checkout, tmp_path: Path) -> None:
    """Wherever it is: relative, absolute, with a space or a quote in its path."""
    for place in (".venv", str(tmp_path / "it's far")):
        run = checkout.make("--dry-run", "lint", "check-slow", f"VENV={place}").stdout
        programs = [line for line in run.splitlines() if "/bin" in line and "install.sh" not in line]
        folder = f"{(checkout.folder / place).as_posix()}/bin".replace("'", "'\\''")
        assert len(programs) == 5
        assert all(line.startswith(f"'{folder}'/") for line in programs)


def test_where_pip_installs_is_not_for_others_to_say(checkout: Checkout) -> None:
    """PIP_TARGET, PIP_USER and their like in somebody's shell would put the packages elsewhere."""
    script = checkout.programs / "python3"
    script.write_text(
        script.read_text().replace('cat "', 'echo "[$PIP_TARGET$PIP_PREFIX$PIP_ROOT$PIP_USER]" >>asked; cat "')
    )
    (checkout.folder / "constraints.txt").write_text("")
    assert checkout.make(PIP_TARGET="/elsewhere", PIP_PREFIX="/p", PIP_ROOT="/r", PIP_USER="1").returncode == 0
    assert set((checkout.folder / "asked").read_text().splitlines()) == {"[0]"}
