"""Somebody's own model on the Model Card: a file of predictions, a table of the manifest, or a skops file."""

from __future__ import annotations

import hashlib
import json
import os.path
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import skops.io
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from labelcards.assess.model.own import OwnModelRequest
from labelcards.cards.warning_text import shipped_text
from labelcards.dataset.files.frame_file import write_frame
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.manifests import read_manifests
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.figures import MetricsDocument
from labelcards.errors import InputError
from labelcards.privacy.item_ids import item_pseudonyms
from labelcards.privacy.key import load_key
from labelcards.stages.model import run
from tests.program import labelcards
from tests.stages.version_folder import TOPICS, make_version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set with clean tables."""
    return make_version(tmp_path / "made-up")


def document(folder: Path, asked: OwnModelRequest | None = None) -> MetricsDocument:
    """The document that the stage writes."""
    (path,) = run(folder, "1.0.0", folder / "params.yaml", asked)
    return MetricsDocument.read(path)


def answers(folder: Path) -> pd.DataFrame:
    """The true answers of all items, a column per question."""
    finals = pd.read_parquet(folder / "versions/1.0.0/consensus.parquet")
    return finals.pivot(index="item_id", columns="question", values="final").reset_index()


def fitted() -> Any:
    """A classifier of the made-up texts."""
    texts = [words for words in TOPICS.values() for _ in range(4)]
    labels = [label for label in TOPICS for _ in range(4)]
    return make_pipeline(CountVectorizer(), LogisticRegression()).fit(texts, labels)


def codes(error: pytest.ExceptionInfo[InputError]) -> set[str]:
    """The reason codes of all problems."""
    return {problem.code for problem in error.value.problems}


def test_a_column_per_question(folder: Path, tmp_path: Path) -> None:
    """Both questions are scored beside the baseline; unknown items are counted and said; the digest is recorded."""
    table = answers(folder)
    table.loc[len(table)] = ["elsewhere", "billing", "low"]
    file = tmp_path / "mine.csv"
    table.to_csv(file, index=False)
    written = document(folder, OwnModelRequest(predictions=file))
    assert set(written.branch("predictions")) == {"topic", "urgency"}
    for question in ("topic", "urgency"):
        accuracy = written.find("predictions", question, "overall", "accuracy")
        assert accuracy is not None
        assert (accuracy.value, accuracy.n) == (1.0, 60)
    assert written.find("questions", "topic", "overall", "accuracy") is not None
    assert "package.skops" not in written.parameters
    assert written.parameters["predictions.sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert any(shipped_text()(warned).startswith("1 item ids of the predictions") for warned in written.warnings)


def test_the_three_layouts_and_the_manifest_give_the_same(folder: Path, tmp_path: Path) -> None:
    """Labels in a column, long and wide probabilities, and the table of the manifest: one set of figures."""
    truth = answers(folder)
    files = {name: tmp_path / f"{name}.csv" for name in ("labels", "long", "wide")}
    truth[["item_id", "topic"]].to_csv(files["labels"], index=False)
    wide = truth[["item_id"]].assign(**{f"topic.{t}": (truth["topic"] == t) * 0.8 + 0.05 for t in TOPICS})
    wide.to_csv(files["wide"], index=False)
    long = wide.melt("item_id", var_name="label", value_name="probability")
    long = long.assign(label=long["label"].str.removeprefix("topic."))
    long.to_csv(files["long"], index=False)
    trees = {name: document(folder, OwnModelRequest(predictions=file)) for name, file in files.items()}
    assert trees["wide"].branch("predictions") == trees["long"].branch("predictions")
    for part in ("per_group", "gap", "confusion", "consensus"):
        assert trees["labels"].branch("predictions", "topic", part) == trees["wide"].branch(
            "predictions", "topic", part
        )
    declared = make_version(tmp_path / "again")
    (declared / "raw/1.0.0/predictions.csv").write_bytes(files["long"].read_bytes())
    manifest = declared / "versions/1.0.0.yaml"
    content = yaml.safe_load(manifest.read_text())
    content["tables"]["predictions"] = {"file": "raw/1.0.0/predictions.csv", "question": "topic"}
    manifest.write_text(yaml.safe_dump(content))
    write_tables(read_raw_version(declared, "1.0.0")[0], declared / "versions/1.0.0/tables")
    assert document(declared).branch("predictions") == trees["long"].branch("predictions")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("item_id,label\nt000,billing\nt000,returns\nt001,nonsense\n", {"repeated-prediction", "unknown-label"}),
        ("item_id,label,probability\nt000,billing,2\nt001,billing,\n", {"bad-probability", "missing-value"}),
        ("item_id,label\nelsewhere,billing\n", {"no-known-item"}),
        ("item_id,other\nt000,billing\n", {"no-predictions"}),
        ("item_id,label\nt000,bil\tling\n", {"control-character"}),
    ],
)
def test_all_problems_of_a_file_at_once(folder: Path, tmp_path: Path, text: str, expected: set[str]) -> None:
    """Hostile or wrong files are refused with every reason, and nothing is written."""
    file = tmp_path / "bad.csv"
    file.write_text(text)
    with pytest.raises(InputError) as error:
        document(folder, OwnModelRequest(predictions=file))
    assert codes(error) == expected
    assert "nonsense" not in str(error.value)
    assert not (folder / "versions/1.0.0/documents/model.json").exists()


def test_a_skops_model(folder: Path, tmp_path: Path) -> None:
    """A pipeline over the texts is scored with its probabilities, from the command line and from the manifest."""
    file = folder / "mine.skops"
    skops.io.dump(fitted(), file)
    asked = document(folder, OwnModelRequest(model=file))
    accuracy = asked.find("predictions", "topic", "overall", "accuracy")
    assert accuracy is not None
    assert accuracy.value == 1.0
    assert asked.find("predictions", "topic", "overall", "overconfidence") is not None
    manifest = folder / "versions/1.0.0.yaml"
    content = yaml.safe_load(manifest.read_text())
    content["model"] = {"file": "mine.skops", "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    manifest.write_text(yaml.safe_dump(content))
    declared = document(folder)
    assert declared.branch("predictions") == asked.branch("predictions")
    assert "mine.skops" in declared.sources
    assert declared.parameters["package.skops"] == skops.__version__
    content["model"]["sha256"] = "0" * 64
    manifest.write_text(yaml.safe_dump(content))
    with pytest.raises(InputError) as error:
        document(folder)
    assert codes(error) == {"other-model"}


class Exploding:
    """An object whose pickle writes a file when it is loaded."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """What a pickle runs."""
        return os.mkdir, (str(self.place),)


def test_a_pickle_is_never_loaded(folder: Path, tmp_path: Path) -> None:
    """Whatever its name, a pickle is refused before anything of it runs."""
    place = tmp_path / "exploded"
    for name in ("model.pkl", "model.joblib", "model.skops"):
        (tmp_path / name).write_bytes(pickle.dumps(Exploding(place)))
        with pytest.raises(InputError) as error:
            document(folder, OwnModelRequest(model=tmp_path / name))
        assert codes(error) == {"pickle"}
        assert "skops.io.dump" in str(error.value)
    assert not place.exists()


def test_types_must_be_trusted_by_name(folder: Path, tmp_path: Path) -> None:
    """A function of another package is named and refused, and loaded when it is trusted explicitly."""
    file = tmp_path / "mine.skops"
    skops.io.dump(FunctionTransformer(os.path.commonprefix), file)
    with pytest.raises(InputError) as error:
        document(folder, OwnModelRequest(model=file))
    assert codes(error) == {"untrusted-type"}
    assert "--trust genericpath.commonprefix" in str(error.value)
    with pytest.raises(InputError) as error:
        document(folder, OwnModelRequest(model=file, trust=("genericpath.commonprefix",)))
    assert codes(error) == {"no-model"}


def test_damaged_and_foolish_models(folder: Path, tmp_path: Path) -> None:
    """No archive, an archive of something else, a model that takes no texts: each says what to do."""
    (tmp_path / "text.skops").write_text("hello")
    numbers = LogisticRegression().fit([[0.0], [1.0]], ["billing", "returns"])
    skops.io.dump(numbers, tmp_path / "numbers.skops")
    for name, code in (("text.skops", "bad-model"), ("numbers.skops", "model-fails"), ("gone.skops", "missing-file")):
        with pytest.raises(InputError) as error:
            document(folder, OwnModelRequest(model=tmp_path / name))
        assert codes(error) == {code}


def test_the_command_says_what_it_did(folder: Path, tmp_path: Path) -> None:
    """As JSON: scores of the predictions and the notes; unknown options together are a usage error."""
    file = tmp_path / "mine.csv"
    answers(folder)[["item_id", "topic"]].to_csv(file, index=False)
    command = ("model", folder, "1.0.0", "--predictions", file)
    done = labelcards(*command, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["predictions"]["topic"]["accuracy"]["value"] == 1.0
    both = labelcards(*command, "--model", file)
    assert both.returncode == 2


def test_raw_ids_are_understood_where_the_key_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data set that hides item ids takes predictions by raw id with the key, and says that none is known without."""
    monkeypatch.setenv("LABELCARDS_KEY", "ab" * 32)
    content = yaml.safe_load((folder / "dataset.yaml").read_text())
    content["items"]["columns"]["item_id"] = {"action": "pseudonym"}
    (folder / "dataset.yaml").write_text(yaml.safe_dump(content))
    file = folder / "mine.csv"
    raw = answers(folder)[["item_id", "topic"]]
    raw.to_csv(file, index=False)
    manifest, _ = read_manifests(folder, "1.0.0")
    hidden = {found: clean for clean, found in item_pseudonyms(raw["item_id"], load_key(manifest.key, folder)).items()}
    version, _ = read_raw_version(folder, "1.0.0")
    tables = {name: getattr(version, name) for name in ("items", "annotations", "gold")}
    tables = {name: table.assign(item_id=table["item_id"].map(hidden)) for name, table in tables.items()}
    write_tables(replace(version, **tables), folder / "versions/1.0.0/tables")
    finals = pd.read_parquet(folder / "versions/1.0.0/consensus.parquet")
    write_frame(folder / "versions/1.0.0/consensus.parquet", finals.assign(item_id=finals["item_id"].map(hidden)))
    accuracy = document(folder, OwnModelRequest(predictions=file)).find("predictions", "topic", "overall", "accuracy")
    assert accuracy is not None
    assert (accuracy.value, accuracy.n) == (1.0, 60)
    monkeypatch.delenv("LABELCARDS_KEY")
    with pytest.raises(InputError) as error:
        document(folder, OwnModelRequest(predictions=file))
    assert codes(error) == {"no-known-item"}
