"""Write docs/reference/interval-coverage.md: how often the 95% intervals held the truth in simulations.

Run: .venv/bin/python tools/write_interval_coverage.py       (takes minutes; the slow tests check every figure)
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.metrics.coverage import (  # noqa: E402  (the checkout is not installed)
    AUDIT_DESIGNS,
    AUDITS,
    ITEMS,
    METHODS,
    PAGE,
    PAIRED_ITEMS,
    PAIRED_SAMPLES,
    SAMPLES,
    SETTINGS,
    agreement_row,
    audit_coverage,
    audit_row,
    coverage,
    paired_coverage,
    paired_row,
)

INTRODUCTION = f"""\
# Coverage of intervals

A 95% interval should hold the true value in 95 of 100 studies. These are simulations in which the truth is known. The
tables are written by `tools/write_interval_coverage.py`; `make check-slow` repeats every simulation and compares.

## Agreement

Default interval: jackknife over items, Student's t on the logit scale. {SAMPLES:,} simulated data sets per row, so a
figure is uncertain by about one percentage point. Annotators follow the item's true label with a fixed chance and
answer at random otherwise. Percent of intervals that hold the true value:
"""

PAIRED = f"""\
## Difference between two versions

Alpha of a new round minus alpha of an old one on the same items, where 30% of the answers were given again at random;
{PAIRED_SAMPLES} simulated pairs per row (uncertain by about two percentage points).
"""

AUDIT = f"""\
## Audited error rate

Stratified sample, Wilson's interval at the effective sample size; {AUDITS:,} simulated audits per row. With few errors
the interval is cautious: it holds the true rate more often than 95%.
"""

LIMITS = """\
## Where it does not hold

- With fewer than about five items that have any label but the most frequent one, intervals of alpha and kappa are too
  narrow. The page warns (`rare-label`).
- Annotators are taken as given: the interval says how far other *items* could move the figure, not other annotators.
- Untransformed jackknife and percentile bootstrap of one version fell to 88% in skewed settings, which is why neither
  is the default.
"""


def page() -> str:
    """The whole page."""
    rows = {(setting, N): coverage(setting, N, SAMPLES, seed=N) for setting in SETTINGS for N in ITEMS}
    names = list(next(iter(rows.values())))
    table = [f"| setting | items | {' | '.join(names)} |", f"|---|---:|{'---:|' * len(names)}"]
    table += [agreement_row(setting, N, found) for (setting, N), found in rows.items()]
    paired = ["| interval | items | percent |", "|---|---:|---:|"]
    paired += [paired_row(method, N, paired_coverage(method, N)) for method in METHODS for N in PAIRED_ITEMS]
    audits = ["| audit | percent |", "|---|---:|"]
    audits += [audit_row(design, audit_coverage(design)) for design in AUDIT_DESIGNS]
    blocks = [INTRODUCTION, *_lines(table), PAIRED, *_lines(paired), AUDIT, *_lines(audits), LIMITS]
    return "\n".join(blocks)


def _lines(table: list[str]) -> list[str]:
    return ["\n".join(table) + "\n"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
