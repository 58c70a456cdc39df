"""Published figures follow from the clean tables, or `verify` names those that do not."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labelcards.actions.journal import Act, record
from labelcards.actions.verifying.verify import verify_version
from labelcards.cli.evidence import evidence
from labelcards.cli.verify import verify
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.clean import read_version
from labelcards.documents.figure_path import written
from labelcards.documents.sums import SUMS, write_sums
from labelcards.stages import bias, quality
from labelcards.stages.inputs import version_paths
from tests.actions.labelling.test_audit import folder_with_quality

PARAMS = "quality: {seed: 7}\nbias: {permutations: 100}\n"
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set whose stages quality and bias have run, with a seed that is not the default."""
    made = folder_with_quality(tmp_path, monkeypatch)
    (tmp_path / "params.yaml").write_text(PARAMS)
    quality.run(made, "1.0.0", tmp_path / "params.yaml")
    bias.run(made, "1.0.0", tmp_path / "params.yaml")
    return made


def change_one_label(folder: Path) -> None:
    """Turn one annotation of the clean tables around."""
    paths = version_paths(folder, "1.0.0")
    clean = read_version(paths.dataset.folder, paths.version)
    annotations = clean.annotations.copy()
    turned = {"billing": "delivery", "delivery": "billing"}
    annotations.loc[0, "label"] = turned[str(annotations.loc[0, "label"])]
    write_tables(replace(clean, annotations=annotations), paths.tables)


def run(*arguments: str) -> Result:
    """``labelcards verify``."""
    return CliRunner().invoke(verify, list(arguments))


def test_untouched_figures_reproduce(folder: Path) -> None:
    """Exactly, with the parameters that the documents name; params.yaml need not be there any more."""
    verdict = verify_version(folder, "1.0.0", Path("no-params.yaml"), tolerance=0)
    assert verdict.holds
    checked = {one.document: one.checked for one in verdict.documents}
    assert set(checked) == {"quality", "bias"}
    assert checked["quality"] > 100


def test_a_changed_label_is_found_with_every_figure_it_moves(folder: Path) -> None:
    """Exit code 1; the input, and each figure with its published and recomputed value, are listed."""
    change_one_label(folder)
    done = run(str(folder), "1.0.0", "--json")
    assert done.exit_code == 1
    version = json.loads(done.stdout)["versions"][0]
    assert "versions/1.0.0/tables/annotations.parquet" in version["changed_inputs"]
    listed = {one["path"]: one for document in version["documents"] for one in document["differing"]}
    alpha = listed["quality.questions.topic.agreement.overall.alpha"]
    held = json.loads((folder / "versions/1.0.0/documents/quality.json").read_text())
    assert alpha["published"] == held["figures"]["questions"]["topic"]["agreement"]["overall"]["alpha"]["value"]
    assert alpha["recomputed"] != alpha["published"]
    assert "quality.counts.items" not in listed


@pytest.mark.parametrize(("change", "part"), [({"value": 0.1}, "value"), ({"n": 39}, "n"), (None, "figure")])
def test_an_edited_document_is_found(change: dict[str, float] | None, part: str, folder: Path) -> None:
    """A figure that somebody made nicer, whose n they changed, or that they took out."""
    path = folder / "versions/1.0.0/documents/quality.json"
    document = json.loads(path.read_text())
    overall = document["figures"]["questions"]["topic"]["agreement"]["overall"]
    if change is None:
        del overall["percent"]
    else:
        overall["percent"].update(change)
    path.write_text(json.dumps(document))
    found = [one for held in verify_version(folder, "1.0.0", Path("no")).documents for one in held.differing]
    assert [(written(one.path), one.part) for one in found] == [
        ("quality.questions.topic.agreement.overall.percent", part)
    ]


def test_the_documents_of_another_folder_can_be_checked(folder: Path, tmp_path: Path) -> None:
    """A downloaded copy with fewer figures holds; after the labels change, the copy does not."""
    copy = tmp_path / "downloaded" / "documents"
    shutil.copytree(folder / "versions/1.0.0/documents", copy)
    document = json.loads((copy / "quality.json").read_text())
    del document["figures"]["questions"]["topic"]["annotators"]
    (copy / "quality.json").write_text(json.dumps(document))
    arguments = (str(folder), "1.0.0", "--published", str(copy.parent))
    assert run(*arguments).exit_code == 0
    change_one_label(folder)
    done = run(*arguments)
    assert done.exit_code == 1
    assert "quality.questions.topic.agreement.overall.alpha: published" in done.stdout


def test_a_broken_log_is_found(folder: Path) -> None:
    """The figures hold and the log does not: exit code 1, and the line is named."""
    for why in ("one", "two"):
        record(folder, Act("note", by="Ada", why=why))
    assert run(str(folder)).exit_code == 0
    path = folder / "log.jsonl"
    path.write_text(path.read_text().replace('"why":"two"', '"why":"three"'))
    done = run(str(folder))
    assert done.exit_code == 1
    assert "log.jsonl:2" in done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two versions as a site has them, and an overview beside them."""
    root = tmp_path / "site"
    for version in ("1.0.0", "2.0.0"):
        folder = root / "tickets" / version
        (folder / "evidence").mkdir(parents=True)
        (folder / "evidence/index.html").write_text(version)
        write_sums(folder)
    (root / "index.html").write_text("overview")
    return root


def test_a_downloaded_site_is_checked_version_by_version(site: Path) -> None:
    """The tampered version is named with the file, the other one holds, and the overview is said to be uncovered."""
    done = run("--site", str(site))
    assert done.exit_code == 0
    assert "1 files belong to no version" in done.stderr
    (site / "tickets/2.0.0/evidence/index.html").write_text("nicer")
    done = run("--site", str(site), "--json")
    assert done.exit_code == 1
    folders = {Path(one["folder"]).name: one["changed"] for one in json.loads(done.stdout)["folders"]}
    assert folders == {"1.0.0": [], "2.0.0": ["evidence/index.html"]}


def test_a_version_without_digests_does_not_slip_through(site: Path) -> None:
    """Taking the digests away is not a way to hide a change."""
    (site / "tickets/2.0.0" / SUMS).unlink()
    assert run("--site", str(site)).exception is not None
    assert run("--site", str(site / "tickets/2.0.0")).exception is not None


def new_key(folder: Path, name: str) -> Path:
    """A fresh SSH key."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
    subprocess.run(command, check=True)
    return folder / name


@needs_ssh
def test_a_signature_is_checked_against_the_allowed_signers(site: Path, tmp_path: Path) -> None:
    """Unsigned, signed by a stranger, signed by Ada, and signed before the digests changed."""
    folder = site / "tickets/1.0.0"
    ada, eve = new_key(tmp_path, "ada"), new_key(tmp_path, "eve")
    signers = tmp_path / "signers"
    signers.write_text(f"ada@example.org {ada.with_suffix('.pub').read_text()}")

    def verdict() -> str:
        done = run("--site", str(folder), "--allowed-signers", str(signers), "--json")
        told = json.loads(done.stdout)["folders"][0]["signature"]
        assert (done.exit_code == 0) == (told == "holds")
        return str(told)

    assert "not signed" in verdict()
    for key, expected in ((eve, "not among the allowed"), (ada, "holds")):
        assert CliRunner().invoke(evidence, ["sign", str(folder), "--key", str(key)]).exit_code == 0
        assert expected in verdict()
    signature = (folder / f"{SUMS}.sig").read_bytes()
    (folder / "evidence/index.html").write_text("nicer")
    write_sums(folder)
    (folder / f"{SUMS}.sig").write_bytes(signature)
    assert "not that of these digests" in verdict()


@needs_ssh
def test_a_changed_folder_is_not_signed(site: Path, tmp_path: Path) -> None:
    """Nobody signs what they did not build; the file is named."""
    folder = site / "tickets/1.0.0"
    (folder / "evidence/index.html").write_text("nicer")
    done = CliRunner().invoke(evidence, ["sign", str(folder), "--key", str(new_key(tmp_path, "ada"))])
    assert "evidence/index.html" in str(done.exception)
    assert not (folder / f"{SUMS}.sig").exists()


def test_without_ssh_keygen_it_says_so(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is named."""
    (tmp_path / "key").write_text("x")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(evidence, ["sign", str(site / "tickets/1.0.0"), "--key", str(tmp_path / "key")])
    assert "ssh-keygen is not installed" in str(done.exception)
