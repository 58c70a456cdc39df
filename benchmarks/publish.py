"""Publishing one more version on a site of 5 data sets with 100 versions each, against publishing into an empty folder.

Run ``python benchmarks/publish.py [versions per data set]``. Documents and pages are real ones, copied: the demo's if
the pipeline has run, or else made first, which takes minutes. The versions that are there already are copies of one
built version's folder, with the ledger that `labelcards publish` would have written. Both commands run as a user runs
them, in turn, and the fastest of each are compared. Prints seconds, the ratio and the size of the site; the bound on
the ratio is 1.2.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from labelcards.actions.publishing.publish import gates_digest
from labelcards.actions.publishing.version import Edition, inputs_digest
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.digest_cache import DigestCache
from labelcards.documents.site_publication import DatasetPublication, PublishedVersion
from labelcards.site.index import build_index, read_summaries
from labelcards.site.overview import build_overview

REPEATS, BOUND = 3, 1.2
ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "datasets" / "support-tickets"
BASE = "2.0.0"


def labelcards(folder: Path, *arguments: str) -> float:
    """Run the program in a folder; processor seconds, which other programs on the machine disturb less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "labelcards", *arguments], cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def documents(folder: Path) -> Path:
    """The demo's documents for one version, made here if the pipeline has not run."""
    held = DEMO / "versions" / BASE / "documents"
    if (held / "bias.json").is_file():
        return held
    made = folder / "demo" / "datasets" / "support-tickets"
    shutil.copytree(DEMO, made, ignore=shutil.ignore_patterns("raw", "tables", "documents", "*.parquet"))
    place = f"datasets/{made.name}"
    labelcards(folder / "demo", "demo", place)
    for stage in ("anonymize", "quality", "bias", "model"):
        labelcards(folder / "demo", stage, place, BASE)
    return made / "versions" / BASE / "documents"


def write_dataset(folder: Path, name: str, numbers: list[str], source: Path) -> None:
    """A data set whose versions all have the same documents."""
    shutil.copytree(DEMO / "guidelines", folder / "guidelines")
    (folder / "raw").mkdir()
    manifest = yaml.safe_load((DEMO / "dataset.yaml").read_text(encoding="utf-8"))
    write_yaml(folder / "dataset.yaml", {**manifest, "name": name, "title": f"Data set {name}"})
    for file in ("datasheet.yaml", "modelcard.yaml", "gates.yaml"):
        shutil.copyfile(DEMO / file, folder / file)
    base = yaml.safe_load((DEMO / "versions" / f"{BASE}.yaml").read_text(encoding="utf-8"))
    for position, number in enumerate(numbers):
        (folder / "versions" / number / "documents").mkdir(parents=True)
        parent = {"parent": numbers[position - 1]} if position else {}
        rest = {key: value for key, value in base.items() if key != "parent"}
        write_yaml(folder / "versions" / f"{number}.yaml", {**rest, "version": number, **parent})
        for file in source.glob("*.json"):
            if file.stem != "changes":
                held = json.loads(file.read_text(encoding="utf-8"))
                text = json.dumps({**held, "dataset": name, "version": number})
                (folder / "versions" / number / "documents" / file.name).write_text(text, encoding="utf-8")


def write_yaml(file: Path, content: object) -> None:
    """One YAML file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def write_params(project: Path, versions: dict[str, list[str]]) -> None:
    """What the pipeline would run for."""
    rows = {f"{name}-{v}": {"dataset": name, "version": v} for name, numbers in versions.items() for v in numbers}
    write_yaml(project / "params.yaml", {"datasets": list(versions), "versions": rows})


def fill(site: Path, project: Path, versions: dict[str, list[str]], built: Path, entry: PublishedVersion) -> None:
    """A site on which all versions are published: copies of one built folder, and the ledgers that go with them."""
    edition, cache = Edition("public", 10, examples=False), DigestCache(project / ".labelcards" / "digests.json")
    for name, numbers in versions.items():
        ledger = {}
        for number in numbers:
            shutil.copytree(built, site / name / number)
            summary = json.loads((built / "summary.json").read_text(encoding="utf-8"))
            (site / name / number / "summary.json").write_text(
                json.dumps({**summary, "dataset": name, "title": f"Data set {name}", "version": number}),
                encoding="utf-8",
            )
            paths = DatasetPaths(project / "datasets" / name).version(number)
            inputs = inputs_digest(paths, edition, cache, parent_there=number != numbers[0])
            judged = gates_digest(inputs, cache.sha256(paths.dataset.folder / "gates.yaml"))
            ledger[number] = entry.model_copy(update={"inputs": inputs, "gates_inputs": judged})
        DatasetPublication(dataset=name, audience="public", versions=ledger).write(site / name / "publication.json")
    cache.save()


def stage_seconds(site: Path, name: str, numbers: list[str], work: Path) -> tuple[float, float]:
    """Seconds of the index and the overview for the given versions alone."""
    start = time.perf_counter()
    build_index(site / name, numbers, work / "index")
    middle = time.perf_counter()
    build_overview(None, {name: read_summaries(site / name, numbers)}, work / "overview")
    return middle - start, time.perf_counter() - middle


def size_of(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(each: int) -> int:
    """Measure and print; the exit code says whether the bound holds."""
    names = [f"set-{letter}" for letter in "abcde"]
    numbers = [f"1.{minor}.0" for minor in range(each)]
    versions = dict.fromkeys(names, numbers)
    more = f"1.{each}.0"
    with tempfile.TemporaryDirectory(prefix="labelcards-bench-") as temporary:
        work = Path(temporary)
        source, project = documents(work), work / "project"
        for name in names:
            write_dataset(project / "datasets" / name, name, numbers + [more] * (name == names[0]), source)
        write_dataset(project / "datasets" / "alone", "alone", [numbers[-1], more], source)
        first, site = project / "first", project / "full"
        write_params(project, {"alone": [more]})
        labelcards(project, "publish", first.name)
        entry = DatasetPublication.read(first / "alone" / "publication.json").versions[more]
        fill(site, project, versions, first / "alone" / more, entry)
        write_params(project, versions)
        labelcards(project, "publish", site.name)  # writes the lists, as the runs before did
        empty, full = [], []
        for turn in range(REPEATS):
            write_params(project, {"alone": [more]})
            empty.append(labelcards(project, "publish", f"empty-{turn}"))
            write_params(project, {**versions, names[0]: [*numbers, more]})
            full.append(labelcards(project, "publish", site.name))
            forget(site / names[0], more)
        (project / ".labelcards" / "digests.json").unlink()
        uncached = labelcards(project, "publish", site.name)
        few, many = (stage_seconds(site, names[0], held, work / f"stage-{len(held)}") for held in ([more], numbers))
        total = size_of(site)
    ratio = min(full) / min(empty)
    print(f"into an empty folder  {min(empty):6.2f} s  of {listed(empty)}")
    print(f"one more beside {len(names) * each:<4}  {min(full):6.2f} s  of {listed(full)}")
    print(f"ratio {ratio:.2f} (bound {BOUND}); without the cache of digests {uncached:.2f} s")
    print(f"index: {few[0]:.2f} s for 1 version, {many[0]:.2f} s for {each}; overview: {few[1]:.2f} s, {many[1]:.2f} s")
    print(f"site: {total / 1e6:,.0f} MB, {total / 1e6 / (len(names) * each + 1):.2f} MB per version")
    return int(ratio > BOUND)


def listed(seconds: list[float]) -> str:
    """All measurements, in order."""
    return ", ".join(f"{one:.2f}" for one in seconds)


def forget(dataset: Path, version: str) -> None:
    """Take one version off the site again, and with it that the list of versions is known to fit."""
    shutil.rmtree(dataset / version)
    ledger = DatasetPublication.read(dataset / "publication.json")
    rest = {number: held for number, held in ledger.versions.items() if number != version}
    ledger.model_copy(update={"versions": rest, "listed": ""}).write(dataset / "publication.json")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
