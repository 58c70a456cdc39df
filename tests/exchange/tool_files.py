"""Exports of one truth by many tools: 12 texts, three annotators, alpha known from the plain table."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ANNOTATORS = ("ann", "bob", "cy")
LABELS = ("negative", "neutral", "positive")
N = 12
TIME = "2026-11-02T09:00:00+00:00"

Rows = list[tuple[str, str, str, str]]


def answers() -> Rows:
    """(item, text, annotator, label): agreement is broken in every third item."""
    rows = []
    for item in range(N):
        for place, annotator in enumerate(ANNOTATORS):
            label = LABELS[(item + (place if item % 3 == 0 else 0)) % 3]
            rows.append((str(item), f"some words of text number {item}", annotator, label))
    return rows


def by_item(rows: Rows) -> dict[str, list[tuple[str, str, str]]]:
    """item → (text, annotator, label)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for item, text, annotator, label in rows:
        found.setdefault(item, []).append((text, annotator, label))
    return found


def _lines(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _json(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _text(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def _radio(label: str) -> dict[str, Any]:
    return {"name": "sentiment", "value": "sentiment", "radio_answer": {"name": label, "value": label}}


def labelbox(folder: Path, rows: Rows) -> list[Path]:
    """Data rows, one per line."""
    records = []
    for item, given in by_item(rows).items():
        labels = [
            {
                "label_kind": "Default",
                "label_details": {"created_by": f"{who}@example.org", "created_at": TIME},
                "performance_details": {"seconds_to_create": 20, "skipped": False},
                "annotations": {"objects": [], "classifications": [_radio(label)], "relationships": []},
            }
            for _, who, label in given
        ]
        row = {"id": f"ck{item}", "external_id": item, "row_data": given[0][0]}
        records.append({"data_row": row, "projects": {"p": {"name": "Sentiment", "labels": labels}}})
    return [_lines(folder / "export.ndjson", records)]


def labelbox_array(folder: Path, rows: Rows) -> list[Path]:
    """Version 1: an array of labels."""
    records = [
        {
            "ID": f"l{number}",
            "DataRow ID": f"ck{item}",
            "External ID": item,
            "Labeled Data": text,
            "Label": {"objects": [], "classifications": [{"title": "sentiment", "answer": {"title": label}}]},
            "Created By": f"{who}@example.org",
            "Created At": TIME,
            "Project Name": "Sentiment",
            "Seconds to Label": 12.5,
        }
        for number, (item, text, who, label) in enumerate(rows)
    ]
    return [_json(folder / "export.json", records)]


def sagemaker_workers(folder: Path, rows: Rows) -> list[Path]:
    """The folder of workers' responses."""
    for item, given in by_item(rows).items():
        answers = [
            {
                "acceptanceTime": TIME,
                "submissionTime": "2026-11-02T09:00:30+00:00",
                "answerContent": {"crowd-classifier": {"label": label}},
                "workerId": f"private.eu-west-1.{who}",
            }
            for _, who, label in given
        ]
        _json(folder / f"worker-response/iteration-1/{item}/2026-11-02_09.json", {"answers": answers})
    return [folder / "worker-response"]


def sagemaker_request(folder: Path, rows: Rows) -> list[Path]:
    """The request for consolidation, with the form's answer as JSON text."""
    records = [
        {
            "datasetObjectId": item,
            "dataObject": {"content": given[0][0]},
            "annotations": [
                {
                    "workerId": who,
                    "annotationData": {"content": json.dumps({"sentiment": {name: name == label for name in LABELS}})},
                }
                for _, who, label in given
            ],
        }
        for item, given in by_item(rows).items()
    ]
    return [_json(folder / "consolidation.json", records)]


def lighttag(folder: Path, rows: Rows) -> list[Path]:
    """One object with examples."""
    examples = [
        {
            "example_id": item,
            "content": given[0][0],
            "metadata": {"source": "web"},
            "annotations": [],
            "classifications": [
                {"classname": label, "annotated_by": [{"annotator": who, "timestamp": TIME}]} for _, who, label in given
            ],
            "seen_by": [{"annotator": who} for _, who, _ in given],
        }
        for item, given in by_item(rows).items()
    ]
    return [_json(folder / "lighttag.json", {"examples": examples, "relations": [], "schema": {"tags": []}})]


def coco(folder: Path, rows: Rows) -> list[Path]:
    """One file per annotator; images without a name of their own would have an id only."""
    paths = []
    for who in ANNOTATORS:
        mine = [(item, label) for item, _, annotator, label in rows if annotator == who]
        document = {
            "images": [{"id": int(item), "file_name": f"{item}.jpg", "width": 9, "height": 9} for item, _ in mine],
            "annotations": [
                {"id": number, "image_id": int(item), "category_id": LABELS.index(label), "bbox": [1, 1, 2, 2]}
                for number, (item, label) in enumerate(mine)
            ],
            "categories": [{"id": number, "name": label} for number, label in enumerate((*LABELS, "mixed"))],
        }
        paths.append(_json(folder / f"{who}.json", document))
    return paths


def cvat(folder: Path, rows: Rows) -> list[Path]:
    """One file per annotator, with tags."""
    paths = []
    for who in ANNOTATORS:
        images = "".join(
            f'<image id="{item}" name="{item}.jpg" width="9"><tag label="{label}" source="manual"></tag></image>'
            for item, _, annotator, label in rows
            if annotator == who
        )
        text = (
            f'<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version><meta/>{images}</annotations>'
        )
        paths.append(_text(folder / f"{who}.xml", text))
    return paths


def pascal_voc(folder: Path, rows: Rows) -> list[Path]:
    """One folder per annotator, one file per picture."""
    for item, _, who, label in rows:
        box = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox>"
        size = "<size><width>9</width><height>9</height><depth>3</depth></size>"
        thing = f"<object><name>{label}</name>{box}</object>"
        content = f"<annotation><filename>{item}.jpg</filename>{size}{thing}</annotation>"
        _text(folder / who / "Annotations" / f"{item}.xml", content)
    return [folder / who for who in ANNOTATORS]


def conll(folder: Path, rows: Rows) -> list[Path]:
    """One file per annotator."""
    paths = []
    for who in ANNOTATORS:
        mine = [(text.split(), label) for _, text, annotator, label in rows if annotator == who]
        sentences = [
            "\n".join(f"{word} NN O {f'B-{label}' if not place else 'O'}" for place, word in enumerate(words))
            for words, label in mine
        ]
        paths.append(_text(folder / f"{who}.conll", "-DOCSTART- -X- O O\n\n" + "\n\n".join(sentences) + "\n"))
    return paths


def webanno(folder: Path, rows: Rows) -> list[Path]:
    """A project's folder: a document's folder with a file per annotator."""
    for who in ANNOTATORS:
        lines = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=webanno.custom.Sentiment|value", "", ""]
        mine = [(text, label) for _, text, annotator, label in rows if annotator == who]
        for number, (text, label) in enumerate(mine, start=1):
            lines.append(f"#Text={text}")
            for place, word in enumerate(text.split(), start=1):
                lines.append(f"{number}-{place}\t0-1\t{word}\t{f'{label}[{number}]' if place < 3 else '_'}\t")
            lines.append("")
        _text(folder / f"annotation/doc.txt/{who}.tsv", "\n".join(lines))
    return [folder / "annotation"]


def hugging_face(folder: Path, rows: Rows) -> list[Path]:
    """A folder with Parquet files whose label is a number with a name."""
    named = {"names": [*LABELS, "mixed"], "_type": "ClassLabel"}
    features = {name: {"dtype": "string", "_type": "Value"} for name in ("id", "text", "annotator")}
    table = pa.table(
        {
            "id": [item for item, *_ in rows],
            "text": [text for _, text, _, _ in rows],
            "annotator": [who for _, _, who, _ in rows],
            "label": [LABELS.index(label) for *_, label in rows],
        }
    )
    metadata = {"huggingface": json.dumps({"info": {"features": {**features, "label": named}}})}
    (folder / "hub/data").mkdir(parents=True)
    pq.write_table(table.replace_schema_metadata(metadata), folder / "hub/data/train-00000-of-00001.parquet")
    return [folder / "hub"]


def hugging_face_json(folder: Path, rows: Rows) -> list[Path]:
    """A folder with `dataset_info.json` and JSON Lines."""
    named = {"names": list(LABELS), "_type": "ClassLabel"}
    _json(folder / "saved/dataset_info.json", {"features": {"label": named, "text": {"_type": "Value"}}})
    records = [
        {"id": item, "text": text, "annotator": who, "label": LABELS.index(label)} for item, text, who, label in rows
    ]
    _lines(folder / "saved/train.jsonl", records)
    return [folder / "saved"]


THREE_ANNOTATORS: dict[str, tuple[str, Callable[[Path, Rows], list[Path]]]] = {
    "labelbox": ("labelbox", labelbox),
    "labelbox array": ("labelbox", labelbox_array),
    "sagemaker workers": ("sagemaker", sagemaker_workers),
    "sagemaker request": ("sagemaker", sagemaker_request),
    "lighttag": ("lighttag", lighttag),
    "coco": ("coco", coco),
    "cvat": ("cvat", cvat),
    "pascal voc": ("pascal-voc", pascal_voc),
    "conll": ("conll", conll),
    "webanno": ("webanno", webanno),
    "hugging face": ("hugging-face", hugging_face),
    "hugging face json": ("hugging-face", hugging_face_json),
}
"""Name → key of the tool, and what writes its export below a folder."""


def label_studio(folder: Path, rows: Rows) -> list[Path]:
    """Tasks with annotations."""
    tasks = []
    for item, given in by_item(rows).items():
        annotations = [
            {
                "id": int(item) * 10 + place,
                "completed_by": place + 1,
                "created_at": TIME,
                "lead_time": 9.5,
                "was_cancelled": False,
                "ground_truth": False,
                "result": [
                    {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [label]}}
                ],
            }
            for place, (_, _, label) in enumerate(given)
        ]
        tasks.append({"id": int(item) + 1, "data": {"text": given[0][0]}, "annotations": annotations})
    return [_json(folder / "project.json", tasks)]


def prodigy(folder: Path, rows: Rows) -> list[Path]:
    """Tasks of ``db-out`` with options."""
    records = [
        {
            "text": text,
            "_input_hash": 1000 + int(item),
            "_task_hash": 2000 + int(item),
            "options": [{"id": name, "text": name} for name in LABELS],
            "accept": [label],
            "answer": "accept",
            "_annotator_id": who,
            "_timestamp": 1_790_000_000,
        }
        for item, text, who, label in rows
    ]
    return [_lines(folder / "prodigy.jsonl", records)]


def doccano(folder: Path, rows: Rows) -> list[Path]:
    """One file per member."""
    return [
        _lines(
            folder / f"{who}.jsonl",
            [
                {"id": int(item), "text": text, "label": [label], "Comments": []}
                for item, text, annotator, label in rows
                if annotator == who
            ],
        )
        for who in ANNOTATORS
    ]


def argilla(folder: Path, rows: Rows) -> list[Path]:
    """Records of version 2."""
    records = [
        {
            "id": item,
            "fields": {"text": given[0][0]},
            "metadata": {},
            "suggestions": {},
            "responses": {
                "sentiment": [{"value": label, "user_id": who, "status": "submitted"} for _, who, label in given]
            },
        }
        for item, given in by_item(rows).items()
    ]
    return [_json(folder / "argilla.json", records)]


def _frame(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["item_id", "text", "annotator", "label"])


def _delimited(rows: Rows, delimiter: str = ",") -> str:
    return _frame(rows).to_csv(index=False, sep=delimiter)


def csv_table(folder: Path, rows: Rows) -> list[Path]:
    """The plain table."""
    return [_text(folder / "labels.csv", _delimited(rows))]


def csv_with_sep(folder: Path, rows: Rows) -> list[Path]:
    """As Excel in Europe writes it."""
    return [_text(folder / "labels.csv", "\ufeffsep=;\n" + _delimited(rows, ";"))]


def csv_gz(folder: Path, rows: Rows) -> list[Path]:
    """Packed by gzip."""
    (folder / "labels.csv.gz").write_bytes(gzip.compress(_delimited(rows).encode()))
    return [folder / "labels.csv.gz"]


def csv_zip(folder: Path, rows: Rows) -> list[Path]:
    """Packed by a computer that adds its own files."""
    with zipfile.ZipFile(folder / "labels.zip", "w") as archive:
        archive.writestr("data/labels.tsv", _delimited(rows, "\t"))
        archive.writestr("__MACOSX/._labels.tsv", "x")
    return [folder / "labels.zip"]


def csv_utf16(folder: Path, rows: Rows) -> list[Path]:
    """What Excel calls Unicode text."""
    (folder / "labels.txt").write_bytes(_delimited(rows, "\t").encode("utf-16"))
    return [folder / "labels.txt"]


def excel(folder: Path, rows: Rows) -> list[Path]:
    """A workbook with an empty second sheet."""
    with pd.ExcelWriter(folder / "labels.xlsx", engine="openpyxl") as book:
        _frame(rows).to_excel(book, sheet_name="labels", index=False)
        pd.DataFrame().to_excel(book, sheet_name="notes", index=False)
    return [folder / "labels.xlsx"]


def json_columns(folder: Path, rows: Rows) -> list[Path]:
    """What pandas writes when nobody says otherwise."""
    _frame(rows).to_json(folder / "labels.json")
    return [folder / "labels.json"]


def json_split(folder: Path, rows: Rows) -> list[Path]:
    """The three parts of a table."""
    _frame(rows).to_json(folder / "labels.json", orient="split")
    return [folder / "labels.json"]


def parquet_pivot(folder: Path, rows: Rows) -> list[Path]:
    """A table by annotator, whose index holds the items."""
    wide = _frame(rows).pivot(index="item_id", columns="annotator", values="label")
    wide.to_parquet(folder / "wide.parquet")
    return [folder / "wide.parquet"]


TABLES: dict[str, Callable[[Path, Rows], list[Path]]] = {
    "csv": csv_table,
    "csv with sep": csv_with_sep,
    "csv.gz": csv_gz,
    "zip": csv_zip,
    "utf-16": csv_utf16,
    "excel": excel,
    "json columns": json_columns,
    "json split": json_split,
    "pivoted parquet": parquet_pivot,
}
"""Name → what writes the same answers as a plain table."""

ELDER: dict[str, Callable[[Path, Rows], list[Path]]] = {
    "label studio": label_studio,
    "prodigy": prodigy,
    "doccano": doccano,
    "argilla": argilla,
}
"""Name → what writes the same answers as a tool whose exports were read before."""
