"""A checkout with what `make` needs to set itself up, and interpreters that only say what they are told to."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Checkout", "new_checkout"]

ROOT = Path(__file__).resolve().parents[2]
#: What tools/install.sh calls; nothing else of the machine is on the path of these tests.
PROGRAMS = ("sh", "make", "git", "awk", "sed", "grep", "cat", "cksum", "head", "tail", "cut", "ls", "mkdir", "rm")
PROGRAMS += ("mv", "id", "uname", "cp")
INTERPRETER = """\
#!/bin/sh
# says who it is; makes an environment with itself in it; and its pip says what it was told to say
echo "$0 $*" | head -n 1 >>"{log}"
case "$*" in
  -c*) printf '%s\\n' {fits} {version} '{base}' "$0" '{lacks}' ;;
  "-I -m venv "*) mkdir -p "$4/bin" && : >"$4/pyvenv.cfg" && cp "$0" "$4/bin/python" ;;
  "-I -m pip "*) cat "{says}"; exit "$(cat "{code}")" ;;
  *) exit 99 ;;
esac
"""


@dataclass(frozen=True)
class Checkout:
    """A folder to run `make installed` in."""

    folder: Path
    programs: Path
    environment: dict[str, str] = field(default_factory=dict)

    def interpreter(
        self, name: str = "python3", *, version: str = "3.11.2", fits: bool = True, base: str = "/usr", lacks: str = ""
    ) -> Path:
        """An interpreter on the path, or in a folder if the name is a path."""
        path = self.programs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        state = self.folder / "build"
        told = {"log": state / "calls", "says": state / "says", "code": state / "code"}
        answer = {"fits": "yes" if fits else "no", "version": version, "base": base, "lacks": lacks}
        path.write_text(INTERPRETER.format(**told, **answer))
        path.chmod(0o755)
        return path

    def pip_says(self, text: str, code: int = 1) -> None:
        """What pip prints and how it ends, from now on."""
        (self.folder / "build/says").write_text(text)
        (self.folder / "build/code").write_text(str(code))

    def make(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `make` here with nothing on the path but the interpreters and the programs that are needed."""
        environment = {"PATH": str(self.programs), "HOME": str(self.folder), **self.environment, **variables}
        command = ["make", "--no-print-directory", *(arguments or ("installed",))]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def calls(self) -> list[str]:
        """What interpreters were asked to do since the last time, but for who they are."""
        log = self.folder / "build/calls"
        made = [line for line in log.read_text().splitlines() if " -c" not in line] if log.exists() else []
        log.unlink(missing_ok=True)
        return made

    def refused(self, *arguments: str, **variables: str) -> str:
        """The one sentence with which `make` stops."""
        done = self.make(*arguments, **variables)
        assert done.returncode != 0, done.stderr
        sentences = [line for line in done.stderr.splitlines() if line.startswith("labelcards: ")]
        assert len(sentences) == 1, done.stderr
        assert done.stderr.splitlines()[-1].startswith("make: ***")
        return sentences[0].removeprefix("labelcards: ")


def new_checkout(folder: Path, programs: Path) -> Checkout:
    """A clone with the Makefile, the pins and the script, and a folder of programs."""
    (folder / "tools").mkdir(parents=True)
    (folder / "build").mkdir()
    programs.mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "tools/install.sh"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found, f"{name} is missing"
        (programs / name).symlink_to(found)
    checkout = Checkout(folder, programs)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True, env={**os.environ, "GIT_DIR": ".git"})
    checkout.pip_says("Successfully installed everything\n", 0)
    return checkout
