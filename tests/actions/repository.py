"""A Git and DVC repository with a small data set, on which a branch changes labels, a label's name and a guideline."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from labelcards.dataset.contract.order import contract_frame
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.stages.quality import run as run_quality
from tests.program import labelcards

__all__ = ["CHANGED", "DATASET", "LABELS", "Repository", "main_and_branch"]

CHANGED = 37
DATASET = "datasets/tickets"
LABELS = ("billing", "delivery", "fault", "returns")
RENAMED = "goods_back"
ITEMS = 200

MANIFEST = """\
name: tickets
title: Tickets
description: Tickets with a topic.
license: CC0-1.0
creators: [{{name: Team}}]
owners: [{{name: Team}}]
questions:
  topic:
    title: Topic
    labels:
      billing: {{definition: Money.}}
      delivery: {{definition: Parcels.}}
      fault: {{definition: Broken things.}}
      {last}: {{definition: Goods back.{aliases}}}
items:
  columns:
    body: {{action: clean}}
    channel: {{group: true}}
annotators:
  columns:
    team: {{group: true}}
"""
VERSION = """\
version: 1.0.0
date: 2026-01-31
note: First labels.
guidelines: guidelines/1.0.0.md
tables:
  items: {file: raw/items.csv}
  annotations: {file: raw/annotations.csv}
  annotators: {file: raw/annotators.csv}
"""
GUIDELINES = """\
# topic

## billing
**Definition.** {billing}

## {last}
**Definition.** Goods come back.
**Examples**
- I want to send this back.
"""
PARAMS = "quality: {replicates: 200}\n"


@dataclass(frozen=True)
class Repository:
    """The repository and what tests do with it."""

    folder: Path

    @property
    def dataset(self) -> Path:
        """The data set's folder."""
        return self.folder / DATASET

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository."""
        variables = {**self.environment(), **(env or {})}
        return subprocess.run(command, cwd=self.folder, env=variables, capture_output=True, text=True, check=False)

    def environment(self) -> dict[str, str]:
        """The test's own, with a name for Git and a terminal of 100 columns."""
        identity = {
            f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        return {**os.environ, **identity, "DVC_NO_ANALYTICS": "1", "COLUMNS": "100"}

    def must(self, *command: str) -> str:
        """Run a command that has to succeed."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    def labelcards(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run labelcards in the repository."""
        return labelcards(*arguments, cwd=self.folder, env=self.environment())

    def write(self, *, last: str, billing: str, tables: LabelVersion | None = None) -> None:
        """Write manifests and guidelines; ``last`` is the name of the fourth label."""
        aliases = "" if last == LABELS[-1] else f", aliases: [{LABELS[-1]}]"
        texts = {
            "dataset.yaml": MANIFEST.format(last=last, aliases=aliases),
            "versions/1.0.0.yaml": VERSION,
            "guidelines/1.0.0.md": GUIDELINES.format(last=last, billing=billing),
        }
        for name, text in texts.items():
            path = self.dataset / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (self.folder / "params.yaml").write_text(PARAMS, encoding="utf-8")

    def measure(self, labels: pd.Series[str], version: str = "1.0.0") -> None:
        """Write the tables with these labels, and what the quality stage makes of them."""
        manifest, declared = read_manifests(self.dataset, version)
        paths = DatasetPaths(self.dataset).version(version)
        frames = {name: contract_frame(name, frame, manifest) for name, frame in _tables(labels).items()}
        write_tables(LabelVersion(manifest=manifest, version=declared, **frames), paths.tables)
        run_quality(self.dataset, version, self.folder / "params.yaml")


def _tables(labels: pd.Series[str]) -> dict[str, pd.DataFrame | None]:
    items = [f"t{number:03}" for number in range(ITEMS)]
    people = ["ann", "bob", "cho"]
    return {
        "items": pd.DataFrame(
            {
                "item_id": items,
                "body": [f"text number {number}" for number in range(ITEMS)],
                "channel": [("mail", "chat")[number % 2] for number in range(ITEMS)],
            }
        ),
        "annotations": pd.DataFrame(
            {
                "item_id": np.repeat(items, len(people)),
                "annotator_id": people * ITEMS,
                "question": "topic",
                "label": labels.to_numpy(),
            }
        ),
        "annotators": pd.DataFrame({"annotator_id": people, "team": ["east", "east", "west"]}),
        "gold": None,
        "adjudications": None,
    }


def first_labels() -> pd.Series[str]:
    """Three labels per item, nine in ten of them the item's topic."""
    generator = np.random.default_rng(11)
    truth = np.repeat(generator.integers(0, 4, ITEMS), 3)
    noise = generator.integers(0, 4, len(truth))
    given = np.where(generator.random(len(truth)) < 0.9, truth, noise)
    return pd.Series(np.array(LABELS)[given], dtype="str")


def edited_labels() -> pd.Series[str]:
    """The same with one label renamed everywhere, and 37 answers of Cho's changed."""
    labels = first_labels().replace({LABELS[-1]: RENAMED})
    names = [*LABELS[:-1], RENAMED]
    rows = np.arange(2, 3 * ITEMS, 3)[:CHANGED]
    labels.iloc[rows] = [names[(names.index(label) + 1) % 4] for label in labels.iloc[rows]]
    return labels


def main_and_branch(folder: Path, *, tables_in_git: bool) -> Repository:
    """Branch ``main`` and, checked out, branch ``relabel``; without tables in Git they are in DVC's cache."""
    folder.mkdir(parents=True)
    repository = Repository(folder)
    repository.must("git", "init", "--quiet", "--initial-branch=main")
    if not tables_in_git:
        repository.must(sys.executable, "-m", "dvc", "init", "--quiet")
        (folder / "dvc.yaml").write_text(DVC, encoding="utf-8")
    states = (
        ("main", LABELS[-1], "Money is asked for.", first_labels()),
        ("relabel", RENAMED, "Money is asked for or owed.", edited_labels()),
    )
    for branch, last, billing, labels in states:
        if branch != "main":
            repository.must("git", "checkout", "--quiet", "-b", branch)
        repository.write(last=last, billing=billing)
        repository.measure(labels)
        if not tables_in_git:
            repository.must(sys.executable, "-m", "dvc", "commit", "--force", "--quiet")
        repository.must("git", "add", "--all")
        repository.must("git", "commit", "--quiet", "-m", branch)
    return repository


DVC = f"""\
stages:
  tables:
    cmd: labelcards --version
    outs:
      - {DATASET}/versions/1.0.0/tables
      - {DATASET}/versions/1.0.0/consensus.parquet
      - {DATASET}/versions/1.0.0/predictions.parquet
"""
