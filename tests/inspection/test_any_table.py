"""Whatever people's tools do to a clean table, its figure is right or it is refused; never a wrong one."""

from __future__ import annotations

import math
import shutil
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from labelcards.assess.one_table.agreement import coded_question
from labelcards.dataset.files.table_file import read_table
from labelcards.dataset.version.coding import code_question
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.inspection.table_reading import read_meaning
from labelcards.metrics.ratings import Ratings
from tests.inspection.transformations import CHANGES, alpha_of, draw_table, write

FEWEST_READ = 0.85
"""Share of the tables that have to be read rather than refused."""

FEWEST_IMPORTED = 0.6
"""The same for `import`, which takes no counts and no question with one label."""


def transformed(seed: int, folder: Path) -> tuple[Path, float, list[str]]:
    """A file, the alpha of what is in it, and what was done to it."""
    rng = np.random.default_rng(seed)
    draft, truth = draw_table(rng)
    for place in rng.permutation(len(CHANGES))[: int(rng.integers(0, 7))]:
        CHANGES[place](draft, rng)
        draft.done.append(CHANGES[place].__name__)
    return write(draft, folder, rng), truth, draft.done


def measured(path: Path) -> Ratings:
    """As `agreement` reads the file."""
    (question,) = read_meaning(read_table(path)).questions.values()
    return coded_question(question)[0].ratings


def imported(path: Path) -> Ratings:
    """As the version is read that `import` makes of the file."""
    folder = path.parent / "new"
    shutil.rmtree(folder, ignore_errors=True)
    write_proposal(propose([path], NewVersion("new", "1.0.0", "2026-01-31")), folder)
    version, _ = read_raw_version(folder, "1.0.0")
    (question,) = version.manifest.questions
    return code_question(version, question).ratings


def outcome(seed: int, folder: Path, read: Callable[[Path], Ratings] = measured) -> tuple[str, list[str]]:
    """``right``, ``refused`` or ``wrong``, and what was done to the table."""
    path, truth, done = transformed(seed, folder)
    try:
        ratings = read(path)
    except InputError:
        return "refused", done
    matrix = np.full((ratings.M, ratings.N), np.nan)
    matrix[ratings.annotator, ratings.item] = ratings.label
    found = alpha_of(matrix) if len(ratings) else math.nan
    right = (math.isnan(found) and math.isnan(truth)) or abs(found - truth) < 1e-9
    return "right" if right else "wrong", done


def _check(seeds: range, folder: Path, read: Callable[[Path], Ratings] = measured, least: float = FEWEST_READ) -> None:
    counts: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # krippendorff warns of what it leaves undefined
        for seed in seeds:
            result, done = outcome(seed, folder, read)
            assert result != "wrong", (seed, done)
            counts[result] += 1
    assert counts["right"] >= least * len(seeds), counts


def test_a_transformed_table_is_read_right_or_refused(tmp_path: Path) -> None:
    """Two hundred compositions of transformations."""
    _check(range(200), tmp_path)


def test_an_imported_table_says_the_same(tmp_path: Path) -> None:
    """What `import` makes of a table has its alpha too; counts, which name nobody, and single labels stay outside."""
    _check(range(20_000, 20_060), tmp_path, imported, FEWEST_IMPORTED)


@pytest.mark.slow
def test_ten_thousand_transformed_tables(tmp_path: Path) -> None:
    """Ten thousand others."""
    _check(range(1_000, 11_000), tmp_path)
