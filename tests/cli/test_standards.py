"""labelcards validate and labelcards export: argv in, one library call out, documented exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from labelcards.cli.standards import FORMATS
from labelcards.standards.validation import KINDS, kind_of
from tests.cards.exports import made
from tests.program import labelcards


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the sample as files."""
    folder = tmp_path_factory.mktemp("files")
    for file in made.export(folder / "source").files:
        (folder / f"{file.kind}.{'json' if file.kind == 'croissant' else 'md'}").write_text(file.text)
    return folder


def test_the_command_knows_every_kind() -> None:
    """The choices of the command line are those of the library."""
    assert FORMATS == KINDS


def test_valid_files_of_every_kind(files: Path) -> None:
    """The kind is seen from the content; nothing on standard output, exit code 0."""
    run = labelcards(
        "validate", *(str(files / name) for name in ("croissant.json", "huggingface.md", "huggingface-model.md"))
    )
    assert (run.returncode, run.stdout) == (0, "")
    assert [line.rpartition(": ")[2] for line in run.stderr.splitlines()] == [
        "croissant, 0 errors, 0 warnings",
        "huggingface, 0 errors, 0 warnings",
        "huggingface-model, 0 errors, 0 warnings",
    ]


def test_an_invalid_file_is_exit_code_1(files: Path, tmp_path: Path) -> None:
    """Each problem is a line with file, level, path, message, remedy and code; --json has the same as fields."""
    document = json.loads((files / "croissant.json").read_text())
    document["distribution"][0]["sha256"] = "not a digest"
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(document))
    run = labelcards("validate", str(path))
    assert run.returncode == 1
    assert run.stdout == (
        f"{path}: error $.distribution[0].sha256: "
        "Expected a SHA-256: 64 hexadecimal digits. Correct it. (wrong-value)\n"
    )
    report = json.loads(labelcards("validate", str(path), "--json").stdout)
    assert report["valid"] is False
    assert report["files"][0]["findings"][0]["path"] == "$.distribution[0].sha256"


def test_no_value_of_the_file_is_quoted(files: Path, tmp_path: Path) -> None:
    """What stands in a file does not reach the log, only where it stands."""
    document = json.loads((files / "croissant.json").read_text())
    document |= {
        "url": "secret-value",
        "license": "secret-value",
        "inLanguage": "secret-value",
        "version": "secret-value",
    }
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(document))
    run = labelcards("validate", str(path))
    assert run.returncode == 1
    assert "secret" not in run.stdout + run.stderr


def test_warnings_fail_only_when_asked(tmp_path: Path) -> None:
    """A card without recommended fields is valid; --strict makes its warnings count."""
    path = tmp_path / "README.md"
    path.write_text("---\nlicense: mit\ntask_categories:\n- text-classification\n---\n# Card\n")
    assert labelcards("validate", str(path)).returncode == 0
    assert labelcards("validate", str(path), "--strict").returncode == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("README.md", b"---\nlicense: mit\n---\n# Card\n", "does not show which standard"),
        ("data.json", b"\xff\xfe", "is not UTF-8"),
        ("absent.json", None, "cannot be read"),
    ],
)
def test_what_cannot_be_judged_is_exit_code_2(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    """A file that cannot be read, or does not show what it is, is a problem of the call."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    run = labelcards("validate", str(path))
    assert run.returncode == 2
    assert said in run.stderr
    assert str(path) in run.stderr


def test_the_kind_can_be_told(tmp_path: Path) -> None:
    """A card that shows nothing of its kind is judged as told."""
    path = tmp_path / "README.md"
    path.write_text("---\nlicense: mit\n---\n# Card\n")
    assert kind_of(path.read_text()) is None
    assert labelcards("validate", "--kind", "huggingface-model", str(path)).returncode == 0


@pytest.mark.parametrize("text", ["{", "[1, 2", '{"a": NaN}', "{" * 100_000, '{"a": 1, "a": 2}', "[]", "{}", "7"])
def test_json_that_is_none(text: str, tmp_path: Path) -> None:
    """Broken, endless or repeated JSON is named as an error of the file, never a defect."""
    path = tmp_path / "croissant.json"
    path.write_text(text)
    run = labelcards("validate", "--kind", "croissant", str(path))
    assert run.returncode == 1
    assert "error $" in run.stdout


@pytest.fixture(scope="module")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's manifests with a version that has tables and no documents yet."""
    folder = tmp_path_factory.mktemp("demo") / "support-tickets"
    shutil.copytree(root / "datasets" / "support-tickets", folder, ignore=shutil.ignore_patterns("raw", "tables"))
    for number in ("1.0.0", "1.1.0", "2.0.0"):
        (folder / "raw" / number).mkdir(parents=True)
    shutil.rmtree(folder / "versions" / "1.0.0", ignore_errors=True)
    made.write_tables(folder, "1.0.0")
    return folder


def test_export_writes_a_card_and_the_public_tables(demo: Path, tmp_path: Path) -> None:
    """The Hub's card and tables without annotators by default; all tables internally."""
    run = labelcards("export", str(demo), "1.0.0", "--to", str(tmp_path / "hub"), "--format", "huggingface", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["valid"] is True
    assert [Path(path).name for path in report["written"]] == [
        "README.md",
        "items.parquet",
        "gold.parquet",
        "consensus.parquet",
    ]
    inside = ("--format", "croissant", "--audience", "internal")
    run = labelcards("export", str(demo), "1.0.0", "--to", str(tmp_path / "inside"), *inside)
    assert run.returncode == 0, run.stdout
    assert (tmp_path / "inside" / "tables" / "annotations.parquet").is_file()
    assert labelcards("validate", str(tmp_path / "inside" / "croissant.json"), "--strict").returncode == 0


def test_export_says_what_is_missing(demo: Path, tmp_path: Path) -> None:
    """Without an address the file is written, the key to add is printed, and the exit code is 1."""
    folder = tmp_path / "support-tickets"
    shutil.copytree(demo, folder)
    manifest = folder / "dataset.yaml"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if not line.startswith("url:")))
    run = labelcards("export", str(folder), "1.0.0", "--to", str(tmp_path / "out"), "--format", "croissant")
    assert run.returncode == 1
    assert (
        "error $.url: The data set has no url, which is required. Add `url: https://…` to dataset.yaml." in run.stdout
    )
    assert (tmp_path / "out" / "croissant.json").is_file()


def test_export_of_a_model_that_is_not_there(demo: Path, tmp_path: Path) -> None:
    """A version without model.json has no model card: exit code 2, with what to do."""
    run = labelcards("export", str(demo), "1.0.0", "--to", str(tmp_path), "--format", "huggingface-model")
    assert run.returncode == 2
    assert "The version has no model to describe. Run `dvc repro`." in run.stderr
