"""From nothing to a site: the wheel alone in an empty environment, `init → import → dvc repro` in an empty repository.

Runs with any Python that the project admits, needs nothing but its standard library and pip's package index, and takes
two to four minutes.

Run: python3.12 tools/smoke.py                                  (build the wheel from this checkout)
     python3.12 tools/smoke.py --wheel dist/labelcards-….whl    (a wheel that was built)
     python3.12 tools/smoke.py --constraint lowest.txt          (with these versions of the dependencies)
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "reviews"
ANNOTATORS = ("ann@example.org", "bob@example.org", "cho@example.org")
# every module is imported, and what belongs to the package beside its modules is there
INVENTORY = """
import importlib, pkgutil, labelcards
from pathlib import Path
home = Path(labelcards.__file__).parent
names = [module.name for module in pkgutil.walk_packages(labelcards.__path__, "labelcards.")]
names.remove("labelcards.__main__")
for name in names:
    importlib.import_module(name)
missing = [name for name in ("py.typed", "_templates/pages", "_templates/init") if not (home / name).exists()]
assert not missing, missing
assert "site-packages" in home.parts, home
print(f"{len(names)} modules")
"""


class StepError(Exception):
    """A step that did not end as it should, in words for whoever runs this."""


def small_table() -> str:
    """A table of annotations as CSV: sixty short texts, three annotators, two labels with some disagreement."""
    rows = ["id,text,annotator,label"]
    for item in range(60):
        topic = "parcel" if item % 2 else "invoice"
        for place, who in enumerate(ANNOTATORS):
            wrong = (item * 3 + place) % 11 == 0
            label = ("delivery" if topic == "parcel" else "billing") if not wrong else "billing"
            rows.append(f"t{item},The {topic} number {item} of last week is not what I ordered,{who},{label}")
    return "\n".join(rows) + "\n"


@dataclass(frozen=True)
class Bench:
    """A folder with an environment and a repository in it."""

    folder: Path

    @property
    def python(self) -> str:
        """The environment's interpreter."""
        return str(self.folder / "venv/bin/python")

    def run(self, title: str, *command: str, place: Path | None = None) -> str:
        """Run one step and say how long it took; what it printed.

        Raises StepError with the end of what it printed.
        """
        started = time.monotonic()
        hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_CONSTRAINT")
        variables = {name: value for name, value in os.environ.items() if name not in hidden}
        variables |= {"PATH": f"{self.folder / 'venv/bin'}{os.pathsep}{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1"}
        done = subprocess.run(
            command, cwd=place or self.folder, env=variables, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StepError(f"{title} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        print(f"  {title}: {time.monotonic() - started:.0f} s", flush=True)
        return done.stdout

    def install(self, wheel: Path | None, constraint: Path | None) -> None:
        """The wheel, and what it asks for, in an empty environment."""
        venv.create(self.folder / "venv", with_pip=True)
        pip = (self.python, "-I", "-m", "pip", "--disable-pip-version-check")
        if wheel is None:
            self.run("build the wheel", *pip, "wheel", "-qq", "--no-deps", "--wheel-dir", str(self.folder), str(ROOT))
            (wheel,) = self.folder.glob("labelcards-*.whl")
        pins = ("--constraint", str(constraint)) if constraint else ()
        self.run("install the wheel", *pip, "install", "-qq", *pins, str(wheel.resolve()))
        found = self.run("import every module", self.python, "-I", "-c", INVENTORY)
        print(f"    {found.strip()}")

    def site(self) -> None:
        """The written commands in an empty repository; the site is there, and says nothing that it must not."""
        project = self.folder / "project"
        project.mkdir()
        (project / "export.csv").write_text(small_table(), encoding="utf-8")
        for command in (
            ("git", "init", "--quiet"),
            ("dvc", "init", "--quiet"),
            ("labelcards", "init"),
            ("labelcards", "import", "export.csv", "--name", NAME, "--date", "2026-03-01"),
            ("labelcards", "key", "new"),
            ("dvc", "repro"),
        ):
            self.run(" ".join(command[:2]), *command, place=project)
        for page in ("index.html", f"{NAME}/1.0.0/quality/index.html", f"{NAME}/1.0.0/bias/index.html"):
            if not (project / "site" / page).is_file():
                raise StepError(f"the page {page} was not built")
        pages = "".join(page.read_text(encoding="utf-8") for page in (project / "site").rglob("*.html"))
        if any(who in pages for who in ANNOTATORS):
            raise StepError("an annotator's address is on a page")
        if "Running stage" in self.run("dvc repro again", "dvc", "repro", place=project):
            raise StepError("a second dvc repro ran a stage")


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, run, say whether it passed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--wheel", type=Path, help="a wheel that was built; otherwise this checkout's is")
    parser.add_argument("--constraint", type=Path, help="versions of the dependencies; otherwise pip chooses")
    chosen = parser.parse_args(arguments)
    title = f"smoke test on Python {platform.python_version()}"
    print(f"{title}:", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="labelcards-smoke-") as folder:
        bench = Bench(Path(folder))
        try:
            bench.install(chosen.wheel, chosen.constraint)
            bench.site()
        except StepError as failed:
            print(f"{title}: {failed}", file=sys.stderr)
            return 1
    print(f"{title}: passed in {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
