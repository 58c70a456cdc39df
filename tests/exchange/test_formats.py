"""Exports of further tools: the same answers give the same version, whoever wrote them down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from labelcards.actions.one_file.agreement import agreement
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.exchange.tool_export import ToolExport
from labelcards.exchange.tools import detect, read_export
from tests.exchange.tool_files import LABELS, THREE_ANNOTATORS, N, answers

ALPHA = 0.453125  # of `answers`, by the krippendorff package


def _version(paths: list[Path], folder: Path) -> LabelVersion:
    write_proposal(propose(paths, NewVersion("new", "1.0.0", "2026-11-02")), folder / "new")
    return read_raw_version(folder / "new", "1.0.0")[0]


def _alpha(folder: Path) -> float | None:
    table = folder / "new/raw/1.0.0/annotations.jsonl"
    found = agreement(table, item="item_id", annotator="annotator_id", label="label", level="nominal")
    return found.metrics["alpha"].value


def _export(path: Path) -> ToolExport:
    tool = detect(path)
    assert tool is not None
    return read_export([path], tool)


def _given(export: ToolExport) -> list[tuple[str, str, str, str]]:
    return [(row["item_id"], row["annotator_id"], row["question"], row["label"]) for row in export.annotations]


def _write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", THREE_ANNOTATORS)
def test_same_answers_same_version(name: str, tmp_path: Path) -> None:
    """Items, annotations, annotators, labels and alpha are those of the answers, from every format."""
    tool, write = THREE_ANNOTATORS[name]
    paths = write(tmp_path, answers())
    assert detect(paths[0]) == tool
    version = _version(paths, tmp_path)
    assert (len(version.items), len(version.annotations), len(version.annotators)) == (N, N * 3, 3)
    (question,) = version.manifest.questions.values()
    assert set(LABELS) <= set(question.label_ids) <= {*LABELS, "mixed"}
    assert set(version.annotations["label"]) == set(LABELS)
    assert _alpha(tmp_path) == pytest.approx(ALPHA, abs=1e-6)
    if tool not in ("hugging-face", "coco", "cvat", "pascal-voc", "sagemaker", "webanno", "conll"):
        assert version.annotations["submitted_at"].notna().all()


@pytest.mark.parametrize(
    ("file", "sizes"),
    [
        ("zoo_labelbox.ndjson", (60, 180, 3)),
        ("zoo_sagemaker_output.manifest", (60, 60, 1)),
        ("zoo_coco.json", (60, 60, 1)),
        ("zoo_ner.conll", (57, 57, 1)),
    ],
)
def test_shared_cases(file: str, sizes: tuple[int, int, int], tmp_path: Path) -> None:
    """What others wrote gives their numbers; alpha of three annotators is .634965."""
    path = Path(__file__).parents[3] / "shared/cases/reading" / file
    if not path.is_file():
        pytest.skip("the shared cases of issue 12 are not here")
    version = _version([path], tmp_path)
    assert (len(version.items), len(version.annotations), len(version.annotators)) == sizes
    if sizes[2] == 3:
        assert _alpha(tmp_path) == pytest.approx(0.634965, abs=1e-6)
    assert not {label for label in version.annotations["label"] if label.isdecimal()}


def test_labelbox_details(tmp_path: Path) -> None:
    """Checklists are sets, nested answers questions of their own, objects a set; skips and texts are counted."""
    nested = {"name": "why", "checklist_answers": [{"name": "tone"}, {"name": "topic"}]}
    radio = {"name": "hateful", "radio_answer": {"name": "yes", "classifications": [nested]}}
    objects = [{"name": "car", "bounding_box": {}, "classifications": [{}]}, {"name": "car", "bounding_box": {}}]
    labels = [
        {"label_details": {"created_by": "ann"}, "annotations": {"objects": objects, "classifications": [radio]}},
        {
            "label_details": {"created_by": "bob"},
            "annotations": {"classifications": [{"name": "x", "text_answer": {}}]},
        },
        {"label_details": {"created_by": "cy"}, "performance_details": {"skipped": True}, "annotations": {}},
    ]
    record = {"data_row": {"id": "1", "global_key": "g"}, "projects": {"p": {"name": "P", "labels": labels}}}
    export = _export(_write(tmp_path / "a.ndjson", record))
    assert _given(export) == [
        ("g", "ann", "hateful", "yes"),
        ("g", "ann", "hateful-yes-why", "tone|topic"),
        ("g", "ann", "objects", "car"),
        ("g", "bob", "objects", "[]"),
    ]
    assert export.lost == {
        "answers about regions": 1,
        "free text answers": 1,
        "positions of regions": 2,
        "skipped labels": 1,
    }


def test_labelbox_of_before(shared_data: Path) -> None:
    """Labelbox's own test file: one label with entities, over several lines."""
    export = _export(shared_data / "export_formats/labelbox/labelbox_v1/text_export.json")
    assert len(export.items) == 1
    assert export.questions["objects"].labels


def test_sagemaker_kinds_of_job(tmp_path: Path) -> None:
    """Class names stand for numbers in sets and boxes, too; what a model labelled says so; failures are counted."""
    about = {"class-map": {"0": "dog", "1": "cat"}, "human-annotated": "yes", "creation-date": "2026-11-02T09:00:00"}
    box = {"annotations": [{"class_id": 1, "left": 1}, {"class_id": 1, "left": 5}], "image_size": []}
    records = [
        {"source-ref": "s3://b/1.jpg", "tags": [0, 1], "tags-metadata": about, "boxes": box, "boxes-metadata": about},
        {"source-ref": "s3://b/2.jpg", "tags": [], "tags-metadata": {**about, "human-annotated": "no"}},
        {"source-ref": "s3://b/3.jpg", "tags": [1], "tags-metadata": {"failure-reason": "x"}},
    ]
    path = tmp_path / "output.manifest"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    export = _export(path)
    assert ("s3://b/1.jpg", "unknown", "tags", "cat|dog") in _given(export)
    assert ("s3://b/1.jpg", "unknown", "boxes", "cat") in _given(export)
    assert export.lost["failed tasks"] == 1
    assert export.lost["positions of regions"] == 2


def test_two_files_that_differ_in_an_item(tmp_path: Path) -> None:
    """One name with two contents is no shared item: it stops; so does an item that stands twice."""
    one = "some O\nword B-PER\n\nmore O\nwords O\n"
    paths = [_write(tmp_path / "ann.conll", one), _write(tmp_path / "bob.conll", one.replace("more", "other"))]
    with pytest.raises(InputError, match="other-item"):
        read_export(paths, "conll")
    picture = "<annotation><filename>1.jpg</filename><object><name>a</name></object></annotation>"
    for name in ("1", "2"):
        _write(tmp_path / f"voc/{name}.xml", picture)
    with pytest.raises(InputError, match="duplicate-item"):
        read_export([tmp_path / "voc"], "pascal-voc")


def test_cvat_shapes_and_tracks(tmp_path: Path) -> None:
    """Shapes are a set, an image without any has none, attributes and positions are counted; a video has its tracks."""
    images = (
        '<image id="0" name="a.jpg"><box label="car"><attribute name="c">red</attribute></box>'
        '<box label="bus"/></image>'
        '<image id="1" name="b.jpg"></image><image id="2" name="c.jpg"><polygon label="car" source="auto"/></image>'
    )
    path = _write(tmp_path / "a.xml", f"<annotations><version>1.1</version>{images}</annotations>")
    export = _export(path)
    assert [label for *_, label in _given(export)] == ["bus|car", "[]", "car"]
    assert export.annotations[2]["source"] == "model"
    assert export.lost == {"attributes": 1, "positions of regions": 3}
    track = '<track id="0" label="car"><box frame="0"/><box frame="1" outside="1"/></track>'
    meta = "<meta><task><name>crossing</name></task></meta>"
    export = _export(_write(tmp_path / "b.xml", f"<annotations><version>1.1</version>{meta}{track}</annotations>"))
    assert _given(export) == [("crossing", "unknown", "tracks", "car")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><annotations><version>1.1</version></annotations>', "unsafe-xml"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><annotations><meta/></annotations>', "unsafe-xml"),
        ("<annotations><version>1.1</version>" + "<a>" * 500 + "</a>" * 500 + "</annotations>", "unsafe-xml"),
        ("<annotations><version>1.1</version><image></annotations>", "not-xml"),
    ],
)
def test_hostile_xml(content: str, code: str, tmp_path: Path) -> None:
    """No entity is declared, no other file is read, no depth overflows."""
    with pytest.raises(InputError, match=code):
        read_export([_write(tmp_path / "a.xml", content)], "cvat")


def test_conll_forms(tmp_path: Path) -> None:
    """Tabs and spaces, IOB1 and BIOES, names of sentences, CoNLL-U with entities; parts of speech are no labels."""
    plain = "U.N. I-ORG\nofficial O\n\nNone O\nhere O\n\nAnn B-PER\nBo B-PER\n"
    export = _export(_write(tmp_path / "a.txt", plain))
    assert _given(export) == [
        ("1", "unknown", "entities", "ORG"),
        ("2", "unknown", "entities", "[]"),
        ("3", "unknown", "entities", "PER"),
    ]
    assert export.lost == {"positions of spans": 3}
    rows = [f"{n}\tw{n}\tw\tNOUN\tN\t_\t0\troot\t_\tNER={tag}" for n, tag in ((1, "B-LOC"), (2, "E-LOC"))]
    universal = "# sent_id = s-1\n# text = w1 w2\n" + "\n".join(rows) + "\n"
    export = _export(_write(tmp_path / "b.conllu", universal))
    assert _given(export) == [("s-1", "unknown", "entities", "LOC")]
    with pytest.raises(InputError, match="no-labels"):
        _export(_write(tmp_path / "c.conllu", universal.replace("B-LOC", "O").replace("E-LOC", "O")))
    with pytest.raises(InputError, match="ragged-row"):
        read_export([_write(tmp_path / "d.conll", "a X B-PER\nb O\n")], "conll")
    assert detect(_write(tmp_path / "e.txt", "id,label\n1,O\n2,B-side\n")) is None


def test_webanno_details(tmp_path: Path) -> None:
    """Several values of a token, escapes, layers of tokens, relations; curation is gold; one file has no annotator."""
    head = (
        "#FORMAT=WebAnno TSV 3.2\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
        "#T_SP=x.type.NamedEntity|identifier|value\n#T_RL=x.type.Dependency|kind|BT_x.type.Token\n\n\n"
    )
    body = (
        "#Text=Ann Lee\n1-1\t0-3\tAnn\tNN\t*[1]|u\tPER[1]|A\\_B\tsubj\t1-2\t\n"
        "1-2\t4-7\tLee\tNN\t*[1]\tPER[1]\t_\t_\t\n\n"
        "#Text=sat\n2-1\t8-11\tsat\tVB\t_\t_\t_\t_\t\n"
    )
    export = _export(_write(tmp_path / "one.tsv", head + body))
    assert _given(export) == [
        ("1", "unknown", "namedentity.identifier", "u|unnamed"),
        ("1", "unknown", "namedentity.value", "A_B|PER"),
        ("2", "unknown", "namedentity.identifier", "[]"),
        ("2", "unknown", "namedentity.value", "[]"),
    ]
    assert export.lost["annotations of layer POS"] == 3
    assert export.lost["relations"] == 2
    for who in ("ann", "CURATION_USER"):
        _write(tmp_path / f"annotation/d.txt/{who}.tsv", head + body)
    export = _export(tmp_path / "annotation")
    assert {row["annotator_id"] for row in export.annotations} == {"ann"}
    assert len(export.gold) == 4


def test_scale_ai(tmp_path: Path) -> None:
    """Categories, forms and regions; unfinished tasks and texts are counted."""
    tasks = [
        {"task_id": "t1", "status": "completed", "params": {"attachment": "a"}, "response": {"category": ["x", "y"]}},
        {"task_id": "t2", "status": "completed", "params": {}, "response": {"category": "x"}},
        {"task_id": "t3", "status": "pending", "params": {}},
        {
            "task_id": "t4",
            "unique_id": "u4",
            "status": "completed",
            "completed_at": "2026-11-02T09:00:00Z",
            "params": {},
            "response": {"annotations": [{"label": "car", "left": 1}], "global_attributes": {"weather": "sun"}},
        },
        {
            "task_id": "t5",
            "status": "completed",
            "params": {},
            "response": {
                "annotations": {"q": {"type": "category", "response": [["no"]]}, "w": {"type": "text", "response": "z"}}
            },
        },
    ]
    export = _export(_write(tmp_path / "a.json", {"docs": tasks, "total": 5}))
    assert _given(export) == [
        ("t1", "unknown", "category", "x|y"),
        ("t2", "unknown", "category", "x"),
        ("t5", "unknown", "q", "no"),
        ("u4", "unknown", "regions", "car"),
        ("u4", "unknown", "weather", "sun"),
    ]
    assert export.lost == {"free text answers": 1, "positions of regions": 1, "unfinished tasks": 1}


def test_lighttag_spans(tmp_path: Path) -> None:
    """Whoever saw an example and marked nothing marked nothing; positions and relations are counted."""
    mark = {"tag": "PER", "start": 0, "end": 3, "annotated_by": [{"annotator": "ann", "timestamp": "2026-11-02"}]}
    example = {"example_id": "e", "content": "Ann sat", "annotations": [mark], "classifications": []}
    example["seen_by"] = [{"annotator": "ann"}, {"annotator": "bob"}]
    export = _export(_write(tmp_path / "a.json", {"examples": [example], "relations": [{}]}))
    assert _given(export) == [("e", "ann", "spans", "PER"), ("e", "bob", "spans", "[]")]
    assert export.lost == {"positions of spans": 1, "relations": 1}


def test_hugging_face_tokens_and_splits(tmp_path: Path) -> None:
    """Token tags become the set of entities; splits are told apart; -1 is no label."""
    tags = {"feature": {"names": ["O", "B-PER", "I-PER"], "_type": "ClassLabel"}, "_type": "Sequence"}
    _write(tmp_path / "set/dataset_info.json", {"features": {"ner_tags": tags}})
    _write(tmp_path / "set/train/data.jsonl", '{"tokens": ["Ann", "Lee"], "ner_tags": [1, 2]}\n')
    _write(tmp_path / "set/test/data.jsonl", '{"tokens": ["a", "b"], "ner_tags": [0, 0]}\n')
    export = _export(tmp_path / "set")
    assert _given(export) == [
        ("test-1", "unknown", "ner_tags", "[]"),
        ("train-1", "unknown", "ner_tags", "PER"),
    ]
    _write(tmp_path / "set/dataset_info.json", {"features": {"ner_tags": {**tags, "feature": {"dtype": "int64"}}}})
    with pytest.raises(InputError, match="no-labels"):
        _export(tmp_path / "set")


def test_hugging_face_saved_to_disk(tmp_path: Path) -> None:
    """What `save_to_disk` writes of a dictionary of splits: Arrow streams, one folder each."""
    named = {"names": ["neg", "pos"], "_type": "ClassLabel"}
    info = {"features": {"label": named, "text": {"dtype": "string", "_type": "Value"}}}
    _write(tmp_path / "set/dataset_dict.json", {"splits": ["train", "test"]})
    for split, labels in (("train", [0, 1, -1]), ("test", [1])):
        _write(tmp_path / f"set/{split}/dataset_info.json", info)
        _write(tmp_path / f"set/{split}/state.json", {"_data_files": [{"filename": "data-00000-of-00001.arrow"}]})
        table = pa.table({"text": [f"text {split} {n}" for n in range(len(labels))], "label": labels})
        with pa.ipc.new_stream(tmp_path / f"set/{split}/data-00000-of-00001.arrow", table.schema) as writer:
            writer.write_table(table)
    export = _export(tmp_path / "set")
    assert _given(export) == [
        ("test-1", "unknown", "answer", "pos"),
        ("train-1", "unknown", "answer", "neg"),
        ("train-2", "unknown", "answer", "pos"),
    ]
    assert len(export.items) == 4
    assert export.questions["answer"].labels == ("neg", "pos")
    _write(tmp_path / "set/test/dataset_info.json", {"features": {"label": {**named, "names": ["neg"]}}})
    with pytest.raises(InputError, match="unnamed-class"):
        _export(tmp_path / "set")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"data": {"text": "a"}, "predictions": []}, "Label Studio: has `data`, lacks `annotations`"),
        ({"images": [], "categories": []}, "COCO: has `images`, `categories`, lacks `annotations`"),
        ({"data_row": {"id": "x"}}, "Labelbox: has `data_row`, lacks `projects`"),
    ],
)
def test_unknown_format_says_what_it_resembles(record: dict[str, Any], words: str, tmp_path: Path) -> None:
    """Not that a column is missing, but which export it nearly is."""
    path = _write(tmp_path / "a.json", [record, record])
    with pytest.raises(InputError) as caught:
        propose([path], NewVersion("new", "1.0.0", "2026-11-02"))
    assert words in str(caught.value)
    assert [problem.code for problem in caught.value.problems] == ["unknown-format"]


def test_formats_that_are_named_and_not_read(tmp_path: Path) -> None:
    """UIMA says what to export instead; other XML its root; a folder of nothing known what is."""
    xmi = '<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmi:version="2.0"/>'
    cases = [
        (_write(tmp_path / "a.xmi", xmi), "WebAnno TSV"),
        (_write(tmp_path / "b.json", {"%TYPES": {}, "%FEATURE_STRUCTURES": []}), "WebAnno TSV"),
        (_write(tmp_path / "c.xml", "<TEI><text/></TEI>"), "<TEI>"),
        (_write(tmp_path / "d/notes.txt", "x").parent, "no export that is known"),
    ]
    for path, words in cases:
        with pytest.raises(InputError, match=words):
            propose([path], NewVersion("new", "1.0.0", "2026-11-02"))


@pytest.mark.parametrize(
    ("tool", "record"),
    [
        ("labelbox", {"data_row": {"id": 1}, "projects": {"p": ["x"]}}),
        ("coco", {"images": [{"id": 1}], "annotations": [[1]], "categories": [{"id": [1]}]}),
        ("lighttag", {"examples": [{"example_id": 1, "content": "x", "annotations": ["y"]}]}),
        ("scale", {"task_id": 1, "params": {}, "response": {"annotations": {"q": {"response": {}}}}}),
        ("sagemaker", {"source": "x", "j": {"annotations": {"entities": 3}}, "j-metadata": {"class-map": []}}),
        ("sagemaker", {"answers": [{"answerContent": "x"}, 3]}),
    ],
)
def test_damaged_exports(tool: str, record: dict[str, Any], tmp_path: Path) -> None:
    """Parts that do not lie where they should are said to, without a traceback."""
    path = _write(tmp_path / "a.json", record)
    assert detect(path) == tool
    with pytest.raises(InputError, match=r"damaged-export|no-labels|unknown-name"):
        read_export([path], tool)
