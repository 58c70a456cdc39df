"""Write docs/reference/verdict-rates.md: how often verdicts are wrong, and how often they are found, in simulations.

Run: .venv/bin/python tools/write_verdict_rates.py       (takes minutes; the slow tests check every figure)
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.compare.verdict_rates import (  # noqa: E402  (the checkout is not installed)
    GAINS,
    PAGE,
    POOLS,
    RELABELLED,
    pool_rates,
    pool_row,
    relabelling_rates,
    relabelling_row,
)

TEXT = """\
# How often verdicts are right

Written by `tools/write_verdict_rates.py`; slow tests hold every figure. Rows with 1,000 samples are uncertain by about
1.4 percentage points.

## Another pool of annotators

Two pools of annotators from one population (accuracy Beta(17, 3)) answer the same items, three labels. Nothing is
better or worse: what is called different is a false verdict, in percent of 1,000 pairs of versions (bar: 5). Alpha
takes annotators as drawn by a two-way jackknife, the accuracy of final labels by pivotal votes, that of annotations by
clustering on annotators and items. The last column is the accuracy of final labels were annotators taken as given.

| annotators | votes per item | items | alpha | accuracy of final labels | accuracy of annotations | as given |
|---:|---:|---:|---:|---:|---:|---:|
{pools}

With two annotators on a side there is one pair, and nothing says how another pair would do: no verdict is given. The
accuracy of final labels is on the safe side where five votes decide an item.

## Relabelling, and other items

Four annotators answer n items again, better by a gain in the share of right answers (0: as well as before); n other
items, harder ones, come in with the newer version. Krippendorff's alpha: percent of 1,000 pairs in which the difference
on shared items is beyond noise, and in which each of the three intervals holds the true difference.

| shared items | gain | called different | on shared items | what other items add | as a whole |
|---:|---:|---:|---:|---:|---:|
{relabelled}
"""


def main() -> None:
    """Measure and write."""
    pools = [pool_row(design, pool_rates(design)) for design in POOLS]
    relabelled = [relabelling_row(N, gain, relabelling_rates(N, gain)) for N in RELABELLED for gain in GAINS]
    PAGE.write_text(TEXT.format(pools="\n".join(pools), relabelled="\n".join(relabelled)), encoding="utf-8")


if __name__ == "__main__":
    main()
