"""Whatever people's tools do to a clean table, its figure is right or it is refused; never a wrong one."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from labelcards.assess.one_table.agreement import coded_question
from labelcards.dataset.files.table_file import read_table
from labelcards.errors import InputError
from labelcards.inspection.table_reading import read_meaning
from tests.inspection.transformations import CHANGES, alpha_of, draw_table, write

FEWEST_READ = 0.85
"""Share of the tables that have to be read rather than refused."""


def outcome(seed: int, folder: Path) -> tuple[str, list[str]]:
    """``right``, ``refused`` or ``wrong``, and what was done to the table."""
    rng = np.random.default_rng(seed)
    draft, truth = draw_table(rng)
    for place in rng.permutation(len(CHANGES))[: int(rng.integers(0, 7))]:
        CHANGES[place](draft, rng)
        draft.done.append(CHANGES[place].__name__)
    path = write(draft, folder, rng)
    try:
        reading = read_meaning(read_table(path))
    except InputError:
        return "refused", draft.done
    (question,) = reading.questions.values()
    ratings = coded_question(question)[0].ratings
    matrix = np.full((ratings.M, ratings.N), np.nan)
    matrix[ratings.annotator, ratings.item] = ratings.label
    found = alpha_of(matrix) if len(ratings) else math.nan
    right = (math.isnan(found) and math.isnan(truth)) or abs(found - truth) < 1e-9
    return "right" if right else "wrong", draft.done


def _check(seeds: range, folder: Path) -> None:
    counts: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # krippendorff warns of what it leaves undefined
        for seed in seeds:
            result, done = outcome(seed, folder)
            assert result != "wrong", (seed, done)
            counts[result] += 1
    assert counts["right"] >= FEWEST_READ * len(seeds), counts


def test_a_transformed_table_is_read_right_or_refused(tmp_path: Path) -> None:
    """Two hundred compositions of transformations."""
    _check(range(200), tmp_path)


@pytest.mark.slow
def test_ten_thousand_transformed_tables(tmp_path: Path) -> None:
    """Ten thousand others."""
    _check(range(1_000, 11_000), tmp_path)
