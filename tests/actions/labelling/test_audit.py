"""``labelcards audit``: from the clean tables to a reviewers' file and back into the version."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from labelcards.actions.labelling.audit import record, sample
from labelcards.assess.quality.version import assess_quality
from labelcards.cli.audit import audit
from labelcards.dataset.files.frame_file import write_frame
from labelcards.dataset.files.parquet import read_tables, write_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.manifest_line import name_table
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from labelcards.privacy.clean import clean_version
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.key import PseudonymKey, load_key
from labelcards.privacy.policy import Policy
from tests.dataset.folder import VERSION, make_folder

WORDS = {"billing": "invoice refund card", "delivery": "parcel late courier"}
ITEMS = "item_id,text\n" + "".join(
    f"t{number:02d},{'=' if number == 7 else ''}{WORDS[('billing', 'delivery')[number % 2]]} {number}\n"
    for number in range(40)
)
ANNOTATIONS = "item_id,annotator_id,label\n" + "".join(
    f"t{number:02d},{who},{('billing', 'delivery')[(number + (who == 'x' and number % 9 == 0)) % 2]}\n"
    for number in range(40)
    for who in ("x", "y", "z")
)
SECRET = b"0123456789abcdef"


def folder_with_quality(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **dataset: object) -> Path:
    """A data set of 40 items whose stages anonymize and quality have run."""
    monkeypatch.setenv("LABELCARDS_KEY", SECRET.decode())
    questions = {"topic": {"title": "Topic?", "labels": ["billing", "delivery"]}}
    folder = make_folder(tmp_path, {"items.csv": ITEMS, "annotations.csv": ANNOTATIONS}, questions=questions, **dataset)
    clean = anonymized(folder)
    target = folder / "versions/1.0.0"
    write_tables(clean, target / "tables")
    write_frame(target / "consensus.parquet", assess_quality(clean).consensus)
    return folder


def anonymized(folder: Path) -> LabelVersion:
    """The clean tables of the version."""
    raw, _ = read_raw_version(folder, "1.0.0")
    key = load_key(raw.manifest.key, folder)
    return clean_version(raw, Policy.from_params({"default": "replace"}), key, open_detector("builtin")).version


def answered(out: Path, **changes: str) -> Path:
    """The reviewers' file, every item answered with 'billing', and ``changes`` item → answer."""
    table = pd.read_csv(out, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table["label"] = [changes.get(item, "billing") for item in table["item_id"]]
    table.to_csv(out, index=False)
    return out


def test_the_reviewers_file_is_blind_and_harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No label, no stratum; texts cannot run as formulas; the draw is recorded beside the version."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    result = sample(folder, "1.0.0", out, question=None, size=40, seed=1)
    table = pd.read_csv(out, dtype=str, encoding="utf-8-sig")
    assert list(table.columns) == ["item_id", "question", "text", "label", "by", "at"]
    assert table["label"].isna().all()
    assert table.set_index("item_id").loc["t07", "text"].startswith("'=")
    assert result.items == len(table) == 40
    assert result.answers == ("billing", "delivery")
    draw = pd.read_csv(folder / "audits/1.0.0.topic.csv")
    assert draw.groupby("stratum")["stratum_items"].first().sum() == 40
    shown = tmp_path / "shown.csv"
    sample(folder, "1.0.0", shown, question="topic", size=40, seed=1, show_label=True)
    assert pd.read_csv(shown, encoding="utf-8-sig")["current_label"].isin(["billing", "delivery"]).all()


def test_judgments_reach_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded, named in the manifest, read with the version, the reviewer a pseudonym, the rate on the page."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    sample(folder, "1.0.0", out, question=None, size=40, seed=1)
    recorded = record(folder, "1.0.0", answered(out), by="Ada Lovelace", at="2026-03-01")
    assert (recorded.judged, recorded.unanswered) == (40, 0)
    clean = anonymized(folder)
    assert set(clean.audit["by"]) == {PseudonymKey(SECRET).pseudonym("a", "Ada Lovelace")}
    tree = assess_quality(clean).figures
    leaf = tree["questions"]["topic"]["label_errors"]["error_rate"]  # type: ignore[index,call-overload]
    assert (leaf.value, leaf.n, leaf.low) == (0.5, 40, None)
    write_tables(clean, tmp_path / "tables")
    again = read_tables(tmp_path / "tables", clean.manifest, clean.version)
    pd.testing.assert_frame_equal(again.audit, clean.audit)
    assert record(folder, "1.0.0", out, by="Ada").written == [folder / "raw/1.0.0/audit.csv"]


def test_hidden_item_ids_are_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviewers see pseudonyms of items; what is stored names the raw ones, so that it is read like any raw table."""
    columns = {"item_id": {"action": "pseudonym"}, "text": {"action": "clean"}}
    folder = folder_with_quality(tmp_path, monkeypatch, items={"columns": columns})
    out = tmp_path / "review.csv"
    sample(folder, "1.0.0", out, question=None, size=10, seed=1)
    assert pd.read_csv(out)["item_id"].str.startswith("i-").all()
    record(folder, "1.0.0", answered(out))
    assert pd.read_csv(folder / "raw/1.0.0/audit.csv")["item_id"].str.startswith("t").all()
    assert anonymized(folder).audit["item_id"].str.startswith("i-").all()


def test_all_problems_of_the_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown answer, an unreadable time, an item not drawn, a repeated one: one list, and nothing is stored."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    sample(folder, "1.0.0", out, question=None, size=20, seed=1)
    table = pd.read_csv(answered(out), dtype=str)
    table.loc[0, "label"] = "nonsense"
    table.loc[1, "at"] = "yesterday"
    table.loc[2, "item_id"] = "elsewhere"
    table = pd.concat([table, table.iloc[[3]].assign(label="delivery")])
    table.to_csv(out, index=False)
    with pytest.raises(InputError) as caught:
        record(folder, "1.0.0", out)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"unknown-label", "bad-time", "not-drawn", "duplicate-audit"}
    assert "nonsense" not in str(caught.value)
    assert "elsewhere" not in str(caught.value)
    assert not (folder / "raw/1.0.0/audit.csv").exists()


def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answers, a stratum without any, no or another draw, a file that exists, an unknown question: all refused."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    sample(folder, "1.0.0", out, question=None, size=20, seed=1)
    with pytest.raises(InputError, match="file-exists"):
        sample(folder, "1.0.0", out, question=None, size=20, seed=1)
    with pytest.raises(InputError, match="other-draw"):
        sample(folder, "1.0.0", tmp_path / "b.csv", question=None, size=30, seed=1)
    with pytest.raises(InputError, match="unknown-question"):
        sample(folder, "1.0.0", tmp_path / "b.csv", question="topik", size=20, seed=1)
    with pytest.raises(InputError, match="no-answers"):
        record(folder, "1.0.0", out)
    draw = pd.read_csv(folder / "audits/1.0.0.topic.csv", dtype=str)
    one = draw["item_id"][draw["stratum"] == draw["stratum"].iloc[0]]
    blank = {item: "" for item in draw["item_id"] if item not in set(one)}
    with pytest.raises(InputError, match="unjudged-stratum"):
        record(folder, "1.0.0", answered(out, **blank))
    (folder / "audits/1.0.0.topic.csv").unlink()
    with pytest.raises(InputError, match="missing-draw"):
        record(folder, "1.0.0", out)


def test_a_half_written_design_is_refused(tmp_path: Path) -> None:
    """A stratum without its number of items, a number smaller than its rows, a row without a stratum: all reported."""
    audit = "item_id,label,stratum,stratum_items\nt1,billing,s,\nt2,billing,r,0\nt3,billing,,\n"
    folder = make_folder(
        tmp_path,
        {"annotations.csv": "item_id,annotator_id,label\nt1,x,billing\n", "audit.csv": audit},
        {"audit": {"file": "raw/audit.csv"}},
    )
    with pytest.raises(InputError) as caught:
        read_raw_version(folder, "1.0.0")
    assert {(problem.row, problem.code) for problem in caught.value.problems} == {
        (2, "half-design"),
        (3, "bad-number"),
        (4, "half-design"),
    }


def test_the_manifest_keeps_its_comments(tmp_path: Path) -> None:
    """One entry is added below `tables`; every other line stays; what has no place for it is left as it is."""
    folder = make_folder(tmp_path, {"annotations.csv": ANNOTATIONS})
    path = folder / "versions/1.0.0.yaml"
    text = (
        "version: 1.0.0 # the first\ndate: 2026-02-01\ntables:\n    items: {file: raw/items.csv}\n"
        "    # answers\n    annotations:\n        file: raw/annotations.csv\n\nnote: First.\n"
    )
    path.write_text(text)
    name_table(path, "audit", "raw/1.0.0/audit.csv")
    added = path.read_text()
    assert added == text.replace(
        "raw/annotations.csv\n", "raw/annotations.csv\n    audit:\n      file: raw/1.0.0/audit.csv\n"
    )
    braces = (
        "version: 1.0.0\ndate: 2026-02-01\nnote: First.\ntables: {items: {file: a}, annotations: {file: b}} # raw\n"
    )
    path.write_text(braces)
    name_table(path, "audit", "raw/1.0.0/audit.csv")
    assert path.read_text() == braces.replace("{file: b}}", "{file: b}, audit: {file: raw/1.0.0/audit.csv}}")
    for refused in (path.read_text(), "tables: [items]\n", "tables: {items: {file: a}}\ntables: {}\n"):
        path.write_text(refused)
        with pytest.raises(InputError):
            name_table(path, "audit", "raw/1.0.0/audit.csv")
        assert path.read_text() == refused


def test_versions_without_side_tables_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean tables written before there were audits and predictions: read as without them."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    tables = folder / "versions/1.0.0/tables"
    for name in ("audit", "predictions"):
        (tables / f"{name}.parquet").unlink()
    clean = anonymized(folder)
    again = read_tables(tables, clean.manifest, replace(clean).version)
    assert len(again.audit) == len(again.predictions) == 0
    assert VERSION["version"] == again.version.version


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample and record print one JSON object each; without --json they say what to do next on standard error."""
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    runner = CliRunner()
    done = runner.invoke(audit, ["sample", str(folder), "1.0.0", "--size", "20", "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "answers": ["billing", "delivery"],
        "items": 20,
        "written": [out.as_posix(), (folder / "audits/1.0.0.topic.csv").as_posix()],
    }
    answered(out)
    done = runner.invoke(audit, ["record", str(folder), "1.0.0", str(out), "--by", "Ada"])
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "20 judged, 0 not" in done.stderr
    done = runner.invoke(audit, ["record", str(folder), "1.0.0", str(out), "--json"])
    assert json.loads(done.stdout)["judged"] == 20


def test_apostrophes_against_formulas_come_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item id that looks like a formula leaves with an apostrophe and is recognized when it comes back."""
    monkeypatch.setattr("tests.actions.labelling.test_audit.ITEMS", ITEMS.replace("t07,", "-t07,"))
    monkeypatch.setattr("tests.actions.labelling.test_audit.ANNOTATIONS", ANNOTATIONS.replace("t07,", "-t07,"))
    folder = folder_with_quality(tmp_path, monkeypatch)
    out = tmp_path / "review.csv"
    sample(folder, "1.0.0", out, question=None, size=40, seed=1)
    assert "'-t07" in set(pd.read_csv(out, encoding="utf-8-sig")["item_id"])
    assert record(folder, "1.0.0", answered(out)).judged == 40
    assert "-t07" in set(anonymized(folder).audit["item_id"])
