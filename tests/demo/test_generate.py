"""The generator: same bytes from the same arguments, refusals, sizes, consistency of versions."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labelcards.demo import generate
from labelcards.errors import InputError
from tests.demo.conftest import VERSIONS, Tables


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """Two runs with the same arguments write the same bytes, another seed writes others."""
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        generate(tmp_path / name, seed=seed, items=80, versions=VERSIONS)
    first, again, other = (_digests(tmp_path / name) for name in "abc")
    assert first == again
    assert first.keys() == other.keys()
    differ = {name for name in first if first[name] != other[name]}
    assert differ >= {name for name in first if not name.endswith("adjudications.csv")}  # those may be empty


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    """Processes with different hash seeds and time zones write the same bytes."""
    code = (
        "import sys; from pathlib import Path; from labelcards.demo import generate; "
        "generate(Path(sys.argv[1]), seed=3, items=400, versions=['1.0.0', '1.1.0', '2.0.0'])"
    )
    for name, hash_seed, zone in (("a", "1", "UTC"), ("b", "2", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True, env=environment)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")


def test_a_version_does_not_depend_on_which_others_are_written(tmp_path: Path) -> None:
    """Writing one version alone gives the bytes it has beside the others, and no other version's folder."""
    generate(tmp_path / "all", seed=5, items=80, versions=VERSIONS)
    generate(tmp_path / "one", seed=5, items=80, versions=["1.1.0"])
    alone = _digests(tmp_path / "one")
    together = _digests(tmp_path / "all")
    assert not [name for name in alone if "1.0.0" in name or "2.0.0" in name]
    assert {name: together[name] for name in alone} == alone


def test_wrong_arguments_are_refused_together(tmp_path: Path) -> None:
    """Too few items and an unknown version are two problems of one error, and nothing is written."""
    with pytest.raises(InputError) as caught:
        generate(tmp_path, seed=1, items=10, versions=["9.9.9"])
    assert {problem.code for problem in caught.value.problems} == {"too-few-items", "unknown-version"}
    assert not list(tmp_path.iterdir())


def test_no_versions_are_refused(tmp_path: Path) -> None:
    """An empty list of versions is a mistake, not an empty data set."""
    with pytest.raises(InputError, match="unknown-version"):
        generate(tmp_path, seed=1, items=100, versions=[])


def test_sizes(tables: Tables) -> None:
    """Items, gold and team have the sizes the story speaks of, and each item has at least three annotators."""
    sizes = {version: (len(held["items"]), len(held["gold"]) // 2) for version, held in tables.items()}
    assert sizes == {"1.0.0": (300, 100), "1.1.0": (700, 160), "2.0.0": (1200, 240)}
    assert [len(tables[version]["annotators"]) for version in VERSIONS] == [14, 14, 13]
    for held in tables.values():
        people = held["annotations"].groupby("ticket_id")["annotator"].nunique()
        assert set(people.index) == set(held["items"]["ticket_id"])
        assert people.min() == 3


def test_an_item_is_the_same_in_all_versions(tables: Tables) -> None:
    """Later versions hold the earlier ones' items and gold with unchanged content."""
    for older, newer in itertools.pairwise(VERSIONS):
        for name, key in (("items", ["ticket_id"]), ("gold", ["ticket_id", "question"])):
            before = tables[older][name].set_index(key).sort_index()
            after = tables[newer][name].set_index(key).sort_index()
            assert after.loc[before.index].equals(before)


def test_annotations_of_the_parent_survive_unchanged_or_are_withdrawn_whole(tables: Tables) -> None:
    """In 2.0.0 an annotator's 1.1.0 rows are either all there, unchanged, or all gone; the pilot's are all gone."""
    pilot, second, third = (tables[version]["annotations"] for version in VERSIONS)
    kept = second.merge(third, how="left", indicator=True)
    share = kept.assign(kept=kept["_merge"] == "both").groupby("annotator")["kept"].mean()
    assert sorted(set(share)) == [0.0, 1.0]
    assert (share == 0.0).sum() == 2
    assert pilot.merge(second, on=list(pilot.columns)).empty
    assert tables["1.1.0"]["adjudications"].merge(tables["2.0.0"]["adjudications"]).shape[0] == len(
        tables["1.1.0"]["adjudications"]
    )


def test_gold_items_lie_inside_their_version(tables: Tables) -> None:
    """Gold and adjudications name items and annotators of their own version."""
    for held in tables.values():
        items, people = set(held["items"]["ticket_id"]), set(held["annotators"]["annotator"])
        assert set(held["gold"]["ticket_id"]) <= items
        assert set(held["adjudications"]["ticket_id"]) <= items
        assert set(held["annotations"]["annotator"]) <= people
        assert set(held["adjudications"]["by"]) <= people
