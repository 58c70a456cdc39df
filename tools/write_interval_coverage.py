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
    KAPPA_ITEMS,
    KAPPA_SAMPLES,
    PAGE,
    PAIRED_ITEMS,
    PAIRED_SAMPLES,
    SAMPLES,
    SETTINGS,
    agreement_row,
    audit_coverage,
    audit_row,
    coverage,
    kappa_coverage,
    paired_coverage,
    paired_row,
)
from tests.metrics.rare_label_coverage import DESIGNS as RARE_DESIGNS  # noqa: E402
from tests.metrics.rare_label_coverage import NAMES, rare_label_coverage, rare_label_row  # noqa: E402
from tests.metrics.rare_label_coverage import SAMPLES as RARE_SAMPLES  # noqa: E402
from tests.metrics.rate_coverage import DESIGNS as RATE_DESIGNS  # noqa: E402
from tests.metrics.rate_coverage import RATES, SPREADS, rate_coverage, rate_row  # noqa: E402
from tests.metrics.rate_coverage import SAMPLES as RATE_SAMPLES  # noqa: E402
from tests.metrics.two_way_coverage import COEFFICIENTS, DESIGNS, two_way_coverage, two_way_row  # noqa: E402
from tests.metrics.two_way_coverage import SAMPLES as TWO_WAY_SAMPLES  # noqa: E402

INTRODUCTION = f"""\
# Coverage of intervals

A 95% interval should hold the true value in 95 of 100 studies. These are simulations in which the truth is known. The
tables are written by `tools/write_interval_coverage.py`; `make check-slow` repeats every simulation and compares.

## Agreement

Default interval: jackknife over items with ABC bounds. {SAMPLES:,} simulated data sets per row, so a figure is
uncertain by about one percentage point. Annotators follow the item's true label with a fixed chance and
answer at random otherwise. Percent of intervals that hold the true value:
"""

KAPPAS = f"""\
The same settings for the kappas of particular annotators, of more than two the mean of Cohen's kappa over their pairs;
{KAPPA_SAMPLES} data sets per row (uncertain by about two percentage points):
"""

RARE = f"""\
## Rare labels

One label is rare: annotators find it where it is with the sensitivity, and leave it out elsewhere with the specificity.
{RARE_SAMPLES} simulated data sets per row (uncertain by about one to two percentage points). Percent of the intervals
that hold the true value; of data sets in which alpha and kappa are undefined, because nobody gave the rare label; and
of data sets that the page warns of (`rare-label`, or `one-label`).

A jackknife of few items with the label says nothing of those that the sample missed (*alpha before*). Where most
annotations give another label than the most frequent one to fewer than ten items, the intervals of alpha and the kappas
therefore are the hull of those with and without z²/2 items of each kind that was not seen. Gwet's AC1 and percent
agreement need no such help; AC1 is the figure to read where a label is this rare.
"""

RATE = f"""\
## Rates of groups

How often a group of annotators gives a label, or errs: Wilson's interval at the effective sample size, with Student's t
for few annotators. {RATE_SAMPLES:,} simulated data sets per row and rate (uncertain by about one percentage point). The
truth is the rate of all annotators of the group on all items. Before, 3 annotators who differ covered in 80-90%.
Where they do not differ, 3 annotators cannot show it, and the interval is cautious.
"""

TWO_WAY = f"""\
## Items and annotators

Annotators differ: each follows the truth with an own chance, between about a half and one. The question is what *other*
annotators of the same kind would have reached on other items. Percent of intervals that hold it, over items only → over
items and annotators; {TWO_WAY_SAMPLES:,} simulated data sets per row (uncertain by about 1.4 percentage points).
"""

PAIRED = f"""\
## Difference between two versions

Alpha of a new round minus alpha of an old one on the same items, where 30% of the answers were given again at random;
{PAIRED_SAMPLES} simulated pairs per row (uncertain by about two percentage points).
"""

AUDIT = f"""\
## Audited error rate

Stratified sample without replacement; {AUDITS:,} simulated audits per row. The interval is for the items of the
version, so a sample of most of them has a narrow one: exact (hypergeometric) where the sample is not divided, else
the quantiles of a sum of beta-binomials, one per stratum. With few errors both are cautious: they hold the true rate
more often than 95%. The interval that was here before, Wilson's at an effective sample size, held it in as few as
80% of the audits of 200 items with 100 checks.
"""

LIMITS = """\
## Where it does not hold

- Where nobody gave the rare label at all, alpha and kappa are undefined, and the page says so (`one-label`).
- The percentile and BCa bootstrap do not allow for rare labels that were not seen, only the default does.
- Intervals of *differences* between versions do not allow for them either.
- The intervals beside most figures take the annotators as given: they say how far other *items* could move the
  figure. For other annotators read the interval over items and annotators.
- Where agreement is nearly perfect in a sample of 100 items or fewer, intervals hold the truth in up to 98.5% of
  samples: cautious, because a handful of disagreements says little.
- What was tried and not made the default: plain jackknife and percentile bootstrap (down to 88% in skewed settings);
  Student's t on the logit scale (92.8% for kappa on 100 hard items); for items and annotators the pigeonhole bootstrap
  of Owen (98-100% with two or three annotations per item, 87-90% where 5 or 12 annotators label everything).
"""


def page() -> str:
    """The whole page."""
    rows = {(setting, N): coverage(setting, N, SAMPLES, seed=N) for setting in SETTINGS for N in ITEMS}
    names = list(next(iter(rows.values())))
    table = [f"| setting | items | {' | '.join(names)} |", f"|---|---:|{'---:|' * len(names)}"]
    table += [agreement_row(setting, N, found) for (setting, N), found in rows.items()]
    paired = ["| items | percent |", "|---:|---:|"]
    paired += [paired_row(N, paired_coverage(N)) for N in PAIRED_ITEMS]
    audits = ["| audit | percent |", "|---|---:|"]
    audits += [audit_row(design, audit_coverage(design)) for design in AUDIT_DESIGNS]
    ways = [f"| design | {' | '.join(COEFFICIENTS)} |", f"|---|{'---:|' * len(COEFFICIENTS)}"]
    ways += [two_way_row(design, two_way_coverage(design)) for design in DESIGNS]
    shown = (*NAMES, "undefined", "warned")
    rare = [f"| annotators | items | prevalence | sensitivity / specificity | {' | '.join(shown)} |"]
    rare += [f"|---:|---:|---:|---|{'---:|' * len(shown)}"]
    rare += [rare_label_row(design, rare_label_coverage(design)) for design in RARE_DESIGNS]
    rates = [f"| who differs | annotators | items | per item | {' | '.join(f'rate {rate:.0%}' for rate in RATES)} |"]
    rates += [f"|---|---:|---:|---:|{'---:|' * len(RATES)}"]
    rates += [rate_row(design, spread, rate_coverage(design, spread)) for spread in SPREADS for design in RATE_DESIGNS]
    kappas = ["| setting | items | conger | cohen |", "|---|---:|---:|---:|"]
    kappas += [agreement_row(name, N, kappa_coverage(name, N)) for name in SETTINGS for N in KAPPA_ITEMS]
    agreement = [(INTRODUCTION, table), (KAPPAS, kappas)]
    tables = [*agreement, (RARE, rare), (TWO_WAY, ways), (RATE, rates), (PAIRED, paired), (AUDIT, audits)]
    return "\n".join([*(f"{text}\n" + "\n".join(lines) + "\n" for text, lines in tables), LIMITS])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
