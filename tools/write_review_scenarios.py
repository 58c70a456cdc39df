"""Write docs/reference/review-scenarios.md: made-up changes, and what a review says of each.

Run: .venv/bin/python tools/write_review_scenarios.py       (takes minutes; the slow tests check every row)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.pipeline.scenarios.before import BEFORE  # noqa: E402  (the checkout is not installed)
from tests.pipeline.scenarios.folder import reviewed, written  # noqa: E402
from tests.pipeline.scenarios.situations import SITUATIONS  # noqa: E402
from tests.pipeline.scenarios.test_scenarios import PAGE, row  # noqa: E402

TEXT = """\
# Made-up changes, and what a review says

Written by `tools/write_review_scenarios.py`; slow tests hold every row. Each change is made to a data set of 300 to
6,000 items, measured and reviewed through the command line: `labelcards quality`, `diff` and `check`. Verdicts are on
Krippendorff's alpha and on the accuracy of final labels, on the items that both versions have, and on alpha of the
versions as a whole. Two gates stand: `accurate` asks for 80% right final labels, `kept` for no loss of alpha beyond
noise. The last column is what the same commands said before differences were told apart.

| What was done | agreement | accuracy | agreement as a whole | signs | gates | before |
|---|---|---|---|---|---|---|
{rows}
"""


def main() -> None:
    """Review every situation and write the page."""
    rows = []
    for place, (name, situation) in enumerate(SITUATIONS.items()):
        with tempfile.TemporaryDirectory() as folder:
            dataset = written(Path(folder), situation.make(np.random.default_rng(100 + place)))
            rows.append(f"{row(name, situation, reviewed(dataset))} {BEFORE[name]} |")
    PAGE.write_text(TEXT.format(rows="\n".join(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
