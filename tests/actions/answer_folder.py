"""A data set with two versions, their documents and a few answers, for tests of what people say on cards."""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.figures import MetricsDocument
from tests.dataset.folder import make_folder

__all__ = ["ALPHA", "SHEET", "answer_folder", "write_quality"]

ALPHA = "quality.questions.topic.agreement.overall.alpha"
SHEET = """\
# Answers of the team.
motivation-1:
  answer: To route tickets.
  author: Ada
  date: 2026-02-01
  version: 1.0.0

# What it may be used for.
uses-3:
  answer: Tests.
  author: Ada
  date: 2026-02-01
  version: 1.0.0
  evidence: [quality.questions.topic.agreement.overall.alpha, "file:guidelines/1.0.0.md"]
"""
SECOND = """\
version: 2.0.0
date: 2026-03-01
parent: 1.0.0
note: Second.
tables:
  items: {file: raw/items.csv}
  annotations: {file: raw/annotations.csv}
"""
ENTRY = {
    "title": "t", "definition": "d", "unit": "share", "low": "0", "high": "1", "direction": "higher", "source": "s",
}  # fmt: skip


def write_quality(folder: Path, version: str, alpha: float, items: int = 3) -> None:
    """``quality.json`` with two figures."""
    figures = {
        "counts": {"items": {"metric": "items", "value": items, "n": items, "why": "counted"}},
        "questions": {"topic": {"agreement": {"overall": {"alpha": {"metric": "alpha", "value": alpha, "n": items}}}}},
    }
    document = MetricsDocument.model_validate(
        {
            "document": "quality",
            "dataset": folder.name,
            "version": version,
            "figures": figures,
            "catalog": {"items": ENTRY, "alpha": ENTRY},
        }
    )
    document.write(folder / "versions" / version / "documents" / "quality.json")


def answer_folder(parent: Path) -> Path:
    """Versions 1.0.0 and its child 2.0.0; two answers written for 1.0.0."""
    folder = make_folder(parent, {"annotations.csv": "item_id,annotator_id,label\nt1,x,billing\n"})
    (folder / "versions/2.0.0.yaml").write_text(SECOND)
    (folder / "guidelines").mkdir()
    (folder / "guidelines/1.0.0.md").write_text("# topic\n")
    (folder / "datasheet.yaml").write_text(SHEET)
    write_quality(folder, "1.0.0", 0.712345)
    write_quality(folder, "2.0.0", 0.8)
    return folder
