"""The stage ``quality``: the method that makes final labels is in its document, and in its table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from labelcards.documents.figures import MetricsDocument
from labelcards.stages import quality
from tests.stages.version_folder import make_version


def test_the_chosen_method_is_among_the_parameters(tmp_path: Path) -> None:
    """One question chooses, the other does not: both say so, and the confidence is that of the chosen method."""
    folder = make_version(tmp_path / "tickets", items=40)
    path = folder / "dataset.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["questions"]["topic"]["consensus"] = {"method": "majority"}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    quality.run(folder, "1.0.0", tmp_path / "params.yaml")
    version = folder / "versions" / "1.0.0"
    document = MetricsDocument.read(version / "documents" / "quality.json")
    told = {key: value for key, value in document.parameters.items() if key.startswith("consensus.")}
    assert told == {
        "consensus.topic.method": "majority",
        "consensus.topic.chosen": "manifest",
        "consensus.urgency.method": "dawid_skene",
        "consensus.urgency.chosen": "default",
    }
    table = pd.read_parquet(version / "consensus.parquet")
    topic = table[table["question"] == "topic"]
    assert (topic["final"] == topic["majority"]).all()
    assert (topic["confidence"] == topic["majority_share"]).all()
