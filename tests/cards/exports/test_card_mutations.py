"""Cards for the Hub with one thing wrong: the validator names it with its path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from labelcards.cards.exports.export import Export
from labelcards.standards.front_matter import split_card
from labelcards.standards.validation import Kind, validate_text

Metadata = dict[str, Any]


@dataclass(frozen=True)
class Mutation:
    """What is done to a valid card's metadata, and how the problem must be named."""

    name: str
    change: Callable[[Metadata], object]
    path: str
    code: str


def _set(*path: str | int, to: Any) -> Callable[[Metadata], object]:
    def change(content: Metadata) -> None:
        node: Any = content
        for step in path[:-1]:
            node = node[step]
        if to is None:
            del node[path[-1]]
        else:
            node[path[-1]] = to

    return change


INFO, CONFIG = ("dataset_info", 0), ("configs", 0)
AT_INFO, AT_CONFIG = "$.dataset_info[0]", "$.configs[0]"
MODEL_0, AT_MODEL = ("model-index", 0), "$['model-index'][0]"
RESULT, AT_RESULT = (*MODEL_0, "results", 0), f"{AT_MODEL}.results[0]"
METRIC, AT_METRIC = (*RESULT, "metrics", 0), f"{AT_RESULT}.metrics[0]"

DATASET = (
    Mutation("no license", _set("license", to=None), "$.license", "missing-recommended"),
    Mutation("license in capitals", _set("license", to="CC-BY-4.0"), "$.license", "wrong-value"),
    Mutation("another license without a name", _set("license", to="other"), "$.license_name", "missing-required"),
    Mutation("license link to nowhere", _set("license_link", to="see web"), "$.license_link", "wrong-value"),
    Mutation("Norwegian unquoted", _set("language", to=[False]), "$.language[0]", "not-text"),
    Mutation("language in words", _set("language", to="english"), "$.language", "wrong-value"),
    Mutation("no language", _set("language", to=None), "$.language", "missing-recommended"),
    Mutation("tags as text", _set("tags", to="tickets"), "$.tags", "not-a-list"),
    Mutation("tag a number", _set("tags", to=[7]), "$.tags[0]", "not-text"),
    Mutation("two names", _set("pretty_name", to=["a", "b"]), "$.pretty_name", "too-many-values"),
    Mutation("size of no category", _set("size_categories", to=["1k-10k"]), "$.size_categories[0]", "wrong-value"),
    Mutation("size of another category", _set("size_categories", to=["n>1T"]), "$.size_categories", "inconsistent"),
    Mutation("unknown task", _set("task_categories", to=["classification"]), "$.task_categories[0]", "wrong-value"),
    Mutation("unknown task id", _set("task_ids", to=["sorting"]), "$.task_ids[0]", "wrong-value"),
    Mutation(
        "unknown annotators", _set("annotations_creators", to=["experts"]), "$.annotations_creators[0]", "wrong-value"
    ),
    Mutation("source of no form", _set("source_datasets", to=["a b c"]), "$.source_datasets[0]", "wrong-value"),
    Mutation("configs a mapping", _set("configs", to={"items": 1}), "$.configs", "not-a-list"),
    Mutation(
        "config without a name", _set(*CONFIG, "config_name", to=None), f"{AT_CONFIG}.config_name", "missing-required"
    ),
    Mutation(
        "two configs of one name",
        _set("configs", 1, "config_name", to="items"),
        "$.configs[1].config_name",
        "duplicate-name",
    ),
    Mutation(
        "config of no files", _set(*CONFIG, "data_files", to=None), f"{AT_CONFIG}.data_files", "missing-recommended"
    ),
    Mutation(
        "out of the repository",
        _set(*CONFIG, "data_files", 0, "path", to="../x.parquet"),
        f"{AT_CONFIG}.data_files[0].path",
        "wrong-value",
    ),
    Mutation(
        "split of no name",
        _set(*CONFIG, "data_files", 0, "split", to="my split"),
        f"{AT_CONFIG}.data_files[0].split",
        "wrong-value",
    ),
    Mutation("two defaults", _set("configs", 1, "default", to=True), "$.configs[1].default", "inconsistent"),
    Mutation("info of no config", _set(*INFO, "config_name", to="item"), f"{AT_INFO}.config_name", "unknown-reference"),
    Mutation(
        "column without a name",
        _set(*INFO, "features", 0, "name", to=None),
        f"{AT_INFO}.features[0].name",
        "missing-required",
    ),
    Mutation(
        "column without a type",
        _set(*INFO, "features", 0, "dtype", to=None),
        f"{AT_INFO}.features[0].dtype",
        "missing-required",
    ),
    Mutation(
        "column of no type",
        _set(*INFO, "features", 0, "dtype", to="text"),
        f"{AT_INFO}.features[0].dtype",
        "wrong-value",
    ),
    Mutation(
        "two columns of one name",
        _set(*INFO, "features", 1, "name", to="item_id"),
        f"{AT_INFO}.features[1].name",
        "duplicate-name",
    ),
    Mutation(
        "labels of one name",
        _set(*INFO, "features", 1, "dtype", to={"class_label": {"names": {"0": "a", "1": "a"}}}),
        f"{AT_INFO}.features[1].dtype.class_label.names",
        "duplicate-name",
    ),
    Mutation(
        "negative size", _set(*INFO, "splits", 0, "num_bytes", to=-1), f"{AT_INFO}.splits[0].num_bytes", "wrong-value"
    ),
    Mutation(
        "examples as text",
        _set(*INFO, "splits", 0, "num_examples", to="3"),
        f"{AT_INFO}.splits[0].num_examples",
        "wrong-value",
    ),
    Mutation("sizes that do not add up", _set(*INFO, "dataset_size", to=1), f"{AT_INFO}.dataset_size", "inconsistent"),
)
MODEL = (
    Mutation("two licenses", _set("license", to=["mit", "apache-2.0"]), "$.license", "too-many-values"),
    Mutation("two libraries", _set("library_name", to=["keras", "timm"]), "$.library_name", "too-many-values"),
    Mutation("unknown task", _set("pipeline_tag", to="tickets"), "$.pipeline_tag", "wrong-value"),
    Mutation("data set with spaces", _set("datasets", to=["my data"]), "$.datasets[0]", "wrong-value"),
    Mutation("base model is an address", _set("base_model", to="https://x/y"), "$.base_model", "wrong-value"),
    Mutation("index a mapping", _set("model-index", to={"name": "x"}), "$['model-index']", "not-a-list"),
    Mutation("no model name", _set(*MODEL_0, "name", to=None), f"{AT_MODEL}.name", "missing-required"),
    Mutation("no results", _set(*MODEL_0, "results", to=None), f"{AT_MODEL}.results", "missing-required"),
    Mutation("no task", _set(*RESULT, "task", to=None), f"{AT_RESULT}.task", "missing-required"),
    Mutation("no task type", _set(*RESULT, "task", "type", to=None), f"{AT_RESULT}.task.type", "missing-required"),
    Mutation("task unknown", _set(*RESULT, "task", "type", to="tickets"), f"{AT_RESULT}.task.type", "unknown-task"),
    Mutation("no data", _set(*RESULT, "dataset", to=None), f"{AT_RESULT}.dataset", "missing-required"),
    Mutation(
        "no data name", _set(*RESULT, "dataset", "name", to=None), f"{AT_RESULT}.dataset.name", "missing-required"
    ),
    Mutation(
        "no data type", _set(*RESULT, "dataset", "type", to=None), f"{AT_RESULT}.dataset.type", "missing-required"
    ),
    Mutation("no metrics", _set(*RESULT, "metrics", to=None), f"{AT_RESULT}.metrics", "missing-required"),
    Mutation("no metric type", _set(*METRIC, "type", to=None), f"{AT_METRIC}.type", "missing-required"),
    Mutation("no value", _set(*METRIC, "value", to=None), f"{AT_METRIC}.value", "missing-required"),
    Mutation("value not a number", _set(*METRIC, "value", to=float("nan")), f"{AT_METRIC}.value", "wrong-value"),
)
CASES: tuple[tuple[Kind, Mutation], ...] = (
    *(("huggingface", mutation) for mutation in DATASET),
    *(("huggingface-model", mutation) for mutation in MODEL),
)
TEXTS = (
    ("no block", "# A card\n", "$", "missing-required"),
    ("not YAML", "---\nlicense: [mit\n---\n# A card\n", "$", "not-yaml"),
    ("a list", "---\n- mit\n---\n# A card\n", "$", "wrong-value"),
    ("a key twice", "---\nlicense: mit\nlicense: gpl\n---\n# A card\n", "$.license", "duplicate-key"),
    ("a key that is a number", "---\n1: mit\n---\n# A card\n", "$['1']", "wrong-key"),
    ("no text", "---\nlicense: mit\n---\n", "$.body", "missing-recommended"),
    ("a placeholder", "---\nlicense: mit\n---\n## Uses\n\n[More Information Needed]\n", "$.body", "placeholder"),
    ("a section missing", "---\nlicense: mit\n---\n# Card\n\nText.\n", "$.body.Uses", "missing-section"),
    ("aliases that grow", "---\n" + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)) + "---\n# Card\n", "$", "too-large"),
)  # fmt: skip


def _card(export: Export, kind: Kind) -> tuple[Metadata, str]:
    file = export.file(kind)
    assert file is not None
    parts = split_card(file.text)
    assert parts is not None
    return yaml.safe_load(parts[0]), parts[1]


@pytest.mark.parametrize("kind", ["huggingface", "huggingface-model"])
def test_the_card_itself_is_valid(export: Export, kind: Kind) -> None:
    """Before anything is changed there is nothing to find."""
    file = export.file(kind)
    assert file is not None
    assert file.findings == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[1].name}")
def test_the_problem_is_named(case: tuple[Kind, Mutation], export: Export) -> None:
    """The finding stands at the path of what was changed, with its code."""
    kind, mutation = case
    content, body = _card(export, kind)
    mutation.change(content)
    findings = validate_text(f"---\n{yaml.safe_dump(content)}---\n{body}", kind)
    assert (mutation.path, mutation.code) in {(finding.path, finding.code) for finding in findings}, findings


@pytest.mark.parametrize(("name", "text", "path", "code"), TEXTS, ids=[row[0] for row in TEXTS])
def test_what_the_hub_could_not_read_is_named(name: str, text: str, path: str, code: str) -> None:
    """The block itself, its keys and the text below it are checked, too; a bomb of aliases is refused."""
    found = {(finding.path, finding.code) for finding in validate_text(text, "huggingface")}
    assert (path, code) in found, name


def test_a_card_from_elsewhere_passes() -> None:
    """A card as many on the Hub are written: one value instead of a list, one info instead of many, nested columns."""
    text = """---
annotations_creators:
- crowdsourced
language: en
license: cc-by-sa-4.0
pretty_name: SQuAD
size_categories: 10K<n<100K
source_datasets:
- extended|wikipedia
task_categories:
- question-answering
task_ids: [extractive-qa]
paperswithcode_id: squad
dataset_info:
  config_name: plain_text
  features:
  - name: id
    dtype: string
  - name: answers
    sequence:
    - name: text
      dtype: string
    - name: answer_start
      dtype: int32
  - name: tags
    list: string
  - name: kind
    dtype:
      class_label:
        names:
          '0': a
          '1': b
  splits:
  - name: train
    num_bytes: 79346108
    num_examples: 87599
  - name: validation
    num_bytes: 10472984
    num_examples: 10570
  download_size: 16278203
  dataset_size: 89819092
configs:
- config_name: plain_text
  data_files:
  - split: train
    path: plain_text/train-*
  - split: validation
    path:
    - plain_text/validation-*
---
# Dataset Card for SQuAD
"""
    found = validate_text(text, "huggingface")
    assert {finding.code for finding in found} == {"missing-section"}
