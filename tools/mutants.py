"""Change single lines of the package and see whether a test fails: mutation testing with mutmut on a seeded sample.

mutmut is no dependency of ours: install it into the environment first, then say how many mutants to try, and the seed.

Run: .venv/bin/pip install mutmut==3.8.1
     .venv/bin/python -m tools.mutants 400 --seed 11

What is mutated, and by which tests it is judged, stands in ``pyproject.toml``. Packages are drawn from in proportion to
their mutants. Survivors are listed at the end; ``.venv/bin/mutmut show NAME`` prints what was changed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.proportions import wilson

ROOT = Path(__file__).resolve().parents[1]
MUTANTS = ROOT / "mutants"
FIRST = "labelcards.metrics.estimate.*"
"""A few mutants, tried so that mutmut writes all of them."""

OUTCOMES = {0: "survived", 1: "killed", 3: "killed", 5: "no test", 33: "no test"}
"""Exit code of the tests → outcome; any other is of a run that took too long or died, which somebody would notice."""

PACKAGES = ("labelcards.metrics", "labelcards.compare", "labelcards.cards.figures")


def results() -> dict[str, int | None]:
    """Mutant → exit code of its tests, None for one that was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted(MUTANTS.rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def drawn(names: Iterable[str], number: int, seed: int) -> list[str]:
    """About ``number`` of the mutants, from each package in proportion to how many it has."""
    strata: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        strata[next(package for package in PACKAGES if name.startswith(package + "."))].append(name)
    total, generator = sum(map(len, strata.values())), random.Random(seed)
    return [name for held in strata.values() for name in generator.sample(held, round(number * len(held) / total))]


def mutmut(names: Iterable[str]) -> None:
    """Let mutmut try these mutants, one at a time."""
    program = shutil.which("mutmut", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit("mutmut is not installed here. Run: .venv/bin/pip install mutmut==3.8.1")
    subprocess.run([program, "run", "--max-children", "1", *names], cwd=ROOT, check=True)


def summary(codes: Mapping[str, int | None]) -> str:
    """The survivors, the counts, and the share of killed mutants with its 95% interval."""
    outcomes = {name: OUTCOMES.get(code, "died") for name, code in codes.items() if code is not None}
    counts = Counter(outcomes.values())
    share = wilson(counts["killed"] + counts["died"], len(outcomes))
    if not isinstance(share, Estimate):
        return "No mutant was tried."
    left = sorted(f"{outcome}: {name}" for name, outcome in outcomes.items() if outcome in ("survived", "no test"))
    score = (
        f"{share.value:.1%} (95% interval {share.low:.1%} to {share.high:.1%})" if isinstance(share, Estimate) else ""
    )
    return "\n".join([*left, ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()), score])


def main() -> None:
    """Write the mutants, draw some, try them, say what was found."""
    parser = argparse.ArgumentParser(description="Mutation testing on a seeded sample.")
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    mutmut([FIRST])
    chosen = drawn(results(), asked.number, asked.seed)
    mutmut(chosen)
    codes = results()
    print(f"{len(chosen)} of {len(codes)} mutants, seed {asked.seed}")
    print(summary({name: codes[name] for name in chosen}))


if __name__ == "__main__":
    main()
