"""Monday morning: from a file of labels to a data set that can be read, without writing a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from labelcards.exchange.column_guess import guess_column
from labelcards.exchange.manifest_text import NewVersion, scalar
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.exchange.tool_export import slug
from labelcards.inspection.options import ReadingOptions

EXPORTS = [
    ("snow2008_rte/rte.standardized.csv", (800, 8000, 164, 800)),
    ("annotation_paradigms/annotations_g1.csv", (200, 4000, 20, 0)),
    ("annotation_paradigms/annotations_g2.csv", (200, 4000, 20, 0)),
    ("annotation_paradigms/davidson_200_sample.csv", (200, 200, 1, 0)),
    ("leoka_label_studio/LEOKA_team_1.json", (130, 778, 3, 260)),
    ("export_formats/doccano/labeling_text_label.jsonl", (2, 2, 1, 0)),
    ("brat_iaa/example-project", (7, 28, 4, 0)),
    ("export_formats/prodigy/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl", (373, 372, 1, 0)),
]


@pytest.mark.parametrize(("file", "sizes"), EXPORTS)
def test_proposal_of_real_file_can_be_read(
    file: str, sizes: tuple[int, int, int, int], shared_data: Path, tmp_path: Path
) -> None:
    """Every real table and export becomes a data set with all its items, annotations, annotators and gold."""
    folder = tmp_path / "new"
    write_proposal(propose([shared_data / file], NewVersion("new", "1.0.0", "2026-01-31")), folder)
    version, _ = read_raw_version(folder, "1.0.0")
    assert (len(version.items), len(version.annotations), len(version.annotators), len(version.gold)) == sizes
    assert {column.action for column in version.manifest.items.columns.values()} <= {"clean", "drop"}
    assert version.manifest.text_columns


def test_columns_that_follow_annotators(tmp_path: Path) -> None:
    """Columns are sorted to items, annotators or nobody by what they depend on."""
    path = tmp_path / "labels.csv"
    path.write_text(
        "row,task_id,worker,rating,age,region,seconds\n"
        "1,t1,ann,2,30,north,7\n2,t1,bob,10,40,north,8\n3,t2,ann,2,30,south,9\n4,t2,bob,2,40,south,9\n"
    )
    proposal = propose([path], NewVersion("new", "1.0.0", "2026-01-31"))
    write_proposal(proposal, tmp_path / "new")
    version, _ = read_raw_version(tmp_path / "new", "1.0.0")
    assert list(version.items.columns) == ["item_id", "region"]
    assert list(version.annotators.columns) == ["annotator_id", "age"]
    assert version.manifest.questions["rating"].label_ids == ("2", "10")
    assert "Not kept: 4 values of 'seconds', which has several per item and per annotator." in proposal.notes


def test_key_of_a_table_without_annotators(tmp_path: Path) -> None:
    """Where every row is an item, its own id is the key; with annotators, the id that they share."""
    path = tmp_path / "labels.csv"
    path.write_text("task,id,label\nx,1,a\nx,2,b\ny,3,a\n")
    write_proposal(propose([path], NewVersion("wide", "1.0.0", "2026-01-31")), tmp_path / "wide")
    assert list(read_raw_version(tmp_path / "wide", "1.0.0")[0].items["item_id"]) == ["1", "2", "3"]
    path.write_text("task,id,worker,label\nx,1,ann,a\nx,2,bob,b\ny,3,ann,a\n")
    write_proposal(propose([path], NewVersion("long", "1.0.0", "2026-01-31")), tmp_path / "long")
    assert list(read_raw_version(tmp_path / "long", "1.0.0")[0].items["item_id"]) == ["x", "y"]


def test_wide_table_without_common_names(tmp_path: Path) -> None:
    """Annotators' columns are known by their shared answers, whatever they are called."""
    path = tmp_path / "labels.csv"
    path.write_text("id,lang,ann,bob\n1,en,yes,no\n2,en,no,no\n3,de,yes,yes\n4,de,,yes\n")
    write_proposal(propose([path], NewVersion("new", "1.0.0", "2026-01-31")), tmp_path / "new")
    version, _ = read_raw_version(tmp_path / "new", "1.0.0")
    assert list(version.annotators["annotator_id"]) == ["ann", "bob"]
    assert len(version.annotations) == 7


def test_second_version_keeps_the_manifest(tmp_path: Path) -> None:
    """An existing dataset.yaml is kept; an existing version is not overwritten."""
    path = tmp_path / "labels.csv"
    path.write_text("id,annotator,label\n1,a,x\n2,b,y\n")
    folder = tmp_path / "new"
    write_proposal(propose([path], NewVersion("new", "1.0.0", "2026-01-31")), folder)
    (folder / "dataset.yaml").write_text((folder / "dataset.yaml").read_text().replace("to be filled in", "done"))
    written = write_proposal(propose([path], NewVersion("new", "1.1.0", "2026-02-28")), folder)
    assert [file.relative_to(folder).as_posix() for file in written] == [
        "raw/1.1.0/annotations.jsonl",
        "raw/1.1.0/items.jsonl",
        "versions/1.1.0.yaml",
    ]
    assert "done" in (folder / "dataset.yaml").read_text()
    with pytest.raises(InputError, match="file-exists"):
        write_proposal(propose([path], NewVersion("new", "1.1.0", "2026-02-28")), folder)


@pytest.mark.parametrize(
    ("content", "code"),
    [("text,count\na,3\n", "no-labels"), ("id,text\n1,some words\n2,other words\n3,more\n", "no-labels")],
)
def test_table_without_ids_or_labels(content: str, code: str, tmp_path: Path) -> None:
    """What cannot be guessed is asked for by name."""
    path = tmp_path / "labels.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=code):
        propose([path], NewVersion("new", "1.0.0", "2026-01-31"))


def test_names_become_paths_only_if_safe(tmp_path: Path) -> None:
    """A name or version that would leave the folder is refused before anything is read."""
    with pytest.raises(InputError) as caught:
        propose([tmp_path / "none.csv"], NewVersion("../x", "../../1", "2026-01-31"))
    assert [problem.code for problem in caught.value.problems] == ["wrong-name", "wrong-version"]


def test_several_plain_tables_are_refused(tmp_path: Path) -> None:
    """Only exports can be several files."""
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("id,label\n1,x\n")
    with pytest.raises(InputError, match="several-tables"):
        propose(paths, NewVersion("new", "1.0.0", "2026-01-31"))


def test_proposal_quotes_no_value_of_a_column(tmp_path: Path) -> None:
    """Comments describe columns without their values; only labels are listed."""
    path = tmp_path / "labels.csv"
    path.write_text("id,annotator,label,email\n" + "".join(f"{n},a,x,jane{n}@example.org\n" for n in range(9)))
    proposal = propose([path], NewVersion("new", "1.0.0", "2026-01-31"))
    for file, content in proposal.files.items():
        if file.endswith(".yaml"):
            assert b"example.org" not in content
    assert not any("example.org" in note for note in proposal.notes)


@pytest.mark.parametrize(
    ("name", "values", "action"),
    [
        ("body", ["a few words of text here", "and others that differ"], "clean"),
        ("text", ["short", "words"], "clean"),
        ("meta.text", ["short", "words"], "clean"),
        ("region", ["north", "south"] * 5, "drop"),
        ("source", ["The New York Times", "The Washington Post"] * 5, "drop"),
        ("phone", ["1", "2", "3"], "drop"),
    ],
)
def test_column_guess(name: str, values: list[str], action: str) -> None:
    """Free text is cleaned, everything else dropped."""
    assert guess_column(name, values).action == action


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain text", "plain text"),
        ("a: b", '"a: b"'),
        ("#x", '"#x"'),
        ("null", '"null"'),
        ("!x", '"!x"'),
        ("ä", '"ä"'),
    ],
)
def test_scalar(text: str, written: str) -> None:
    """Only what YAML would misread is quoted."""
    assert scalar(text) == written


@pytest.mark.parametrize(
    ("title", "name"),
    [("Is it hateful?", "is-it-hateful"), ("label", "answer"), ("source", "source-answer"), ("???", "answer")],
)
def test_slug(title: str, name: str) -> None:
    """A tool's title becomes a name that no column of the contract has."""
    assert slug(title) == name


@pytest.mark.parametrize(
    ("content", "options", "sizes"),
    [
        (",yes,no\nyes,5,2\nno,1,6\n", {}, (14, 28, 2)),
        ("label,yes,no,All\nyes,5,2,7\nno,1,6,7\nAll,6,8,14\n", {}, (14, 28, 2)),
        ("id,who,a,b\n1,x,1,0\n1,y,1,1\n2,x,0,1\n2,y,0,0\n", {"layout": "one-hot"}, (2, 4, 2)),
        ("x,y\na,a\nb,b\na,b\nb,b\n", {}, (4, 8, 2)),
        ("id,label,has_url\n1,a,0\n2,b,1\n3,a,1\n4,b,0\n", {"label": ("label",)}, (4, 4, 1)),
        (
            "text,who,label\nsome words here,a,x\nsome words here,b,y\nother words too,a,y\nother words too,b,y\n",
            {},
            (2, 4, 2),
        ),
    ],
)
def test_every_layout_becomes_a_data_set(
    content: str, options: dict[str, Any], sizes: tuple[int, int, int], tmp_path: Path
) -> None:
    """What `agreement` reads `import` reads too, with annotators, and the version can be read."""
    path = tmp_path / "labels.csv"
    path.write_text(content)
    write_proposal(
        propose([path], NewVersion("new", "1.0.0", "2026-01-31"), options=ReadingOptions(**options)), tmp_path / "new"
    )
    version, _ = read_raw_version(tmp_path / "new", "1.0.0")
    assert (len(version.items), len(version.annotations), len(version.annotators)) == sizes
