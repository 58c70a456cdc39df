"""The scan of what would be published."""

from __future__ import annotations

import json
import zipfile
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from labelcards.errors import ToolError
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.scan.fingerprints import Fingerprints, fingerprints
from labelcards.privacy.scan.scan import Hit, scan

VALUES = {
    "annotators.full_name": ["Marta Kowalczyk", "Bo Li", "Al!"],
    "PHONE_NUMBER": ["+44 20 7946 0958"],
    "items.customer": ["kx-4482910", "the", "12"],
}


@pytest.fixture
def known(key: PseudonymKey) -> Fingerprints:
    """Fingerprints of some raw values."""
    return fingerprints(VALUES, key)


def _scan(folder: Path, known: Fingerprints, key: PseudonymKey, **options: object) -> list[tuple[str, int, str]]:
    hits = scan([folder], fingerprints=[known], key=key, **options)  # type: ignore[arg-type]
    return [(Path(hit.file).name, hit.line, hit.kind) for hit in hits]


def test_finds_known_values_in_every_kind_of_file(tmp_path: Path, known: Fingerprints, key: PseudonymKey) -> None:
    """HTML with entities, escaped JSON, Markdown, SVG, Parquet cells, lock files and wheels are all read."""
    (tmp_path / "a.html").write_text("<p>ok</p>\n<b>Marta&nbsp;KOWALCZYK</b>\n", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"x": "Marta Kowalczyk"}).replace("K", "\\u004b"), encoding="utf-8")
    (tmp_path / "c.md").write_text("order kx-4482910\n", encoding="utf-8")
    (tmp_path / "d.svg").write_text("<svg><text>+44 (20) 7946-0958</text></svg>", encoding="utf-8")
    (tmp_path / "dvc.lock").write_text("params:\n  who: marta_kowalczyk\n", encoding="utf-8")
    pd.DataFrame({"n": [1, 2], "t": ["fine", "by Marta Kowalczyk"]}).to_parquet(tmp_path / "e.parquet")
    with zipfile.ZipFile(tmp_path / "f.whl", "w") as archive:
        archive.writestr("data.txt", "x\nMarta Kowalczyk")
    found = _scan(tmp_path, known, key, detect=False)
    assert found == [
        ("a.html", 2, "raw:annotators.full_name"),
        ("b.json", 1, "raw:annotators.full_name"),
        ("c.md", 1, "raw:items.customer"),
        ("d.svg", 1, "raw:PHONE_NUMBER"),
        ("dvc.lock", 2, "raw:annotators.full_name"),
        ("e.parquet", 2, "raw:annotators.full_name"),
        ("f.whl", 2, "raw:annotators.full_name"),
    ]


def test_short_and_common_values_are_counted_not_searched(
    tmp_path: Path, known: Fingerprints, key: PseudonymKey
) -> None:
    """Values like Al, the and 12 would match everywhere; they are reported as skipped."""
    (tmp_path / "a.md").write_text("Al! gave the 12 apples to Bo Li", encoding="utf-8")
    assert known.skipped == 3, "Al, the, 12"
    assert _scan(tmp_path, known, key, detect=False) == [("a.md", 1, "raw:annotators.full_name")]


def test_detects_unmistakable_personal_data(tmp_path: Path) -> None:
    """Without fingerprints, e-mail addresses, cards, IBANs, telephone and social security numbers are still found."""
    lines = [
        "mail jane@doe.org",
        "card 4539 1488 0343 6467",
        "iban GB82 WEST 1234 5698 7654 32",
        "call +44 20 7946 0958",
        "ssn 536-22-8731",
        "mail someone@example.com, 4539 1488 0343 6468, sha 9f86d081884c7d65, 0.71 [0.66, 0.75], 2026-03-14",
    ]
    (tmp_path / "a.md").write_text("\n".join(lines), encoding="utf-8")
    kinds = [(hit.line, hit.kind) for hit in scan([tmp_path])]
    assert kinds == [
        (1, "found:EMAIL_ADDRESS"),
        (2, "found:CREDIT_CARD"),
        (3, "found:IBAN_CODE"),
        (4, "found:PHONE_NUMBER"),
        (5, "found:US_SSN"),
    ]


def test_allow_list_is_exact_about_its_string(tmp_path: Path, known: Fingerprints, key: PseudonymKey) -> None:
    """An owner's address may stand on the page; another one on the same line may not."""
    (tmp_path / "a.md").write_text("owner@team.org\nowner@team.org and jane@doe.org\n", encoding="utf-8")
    found = _scan(tmp_path, known, key, allow=["owner@team.org"])
    assert found == [("a.md", 2, "found:EMAIL_ADDRESS")]


def test_hits_never_show_the_value(tmp_path: Path, known: Fingerprints, key: PseudonymKey) -> None:
    """A hit names the file, the line and the kind."""
    (tmp_path / "a.md").write_text("Marta Kowalczyk jane@doe.org", encoding="utf-8")
    for hit in scan([tmp_path], fingerprints=[known], key=key):
        assert isinstance(hit, Hit)
        assert not any(secret in str(hit).lower() for secret in ("marta", "kowalczyk", "jane", "doe"))


def test_fingerprints_hold_no_value_and_need_their_key(
    tmp_path: Path, known: Fingerprints, key: PseudonymKey, other_key: PseudonymKey
) -> None:
    """The file survives a round trip, shows nothing, and is useless with another key or none."""
    path = tmp_path / "private.json"
    known.write(path)
    content = path.read_text(encoding="utf-8").lower()
    assert not any(word in content for word in ("marta", "kowalczyk", "7946", "4482910"))
    assert Fingerprints.read(path) == known
    with pytest.raises(ToolError):
        scan([tmp_path], fingerprints=[known], key=other_key)
    with pytest.raises(ToolError):
        scan([tmp_path], fingerprints=[known])


def test_harmless_values_are_left_out(key: PseudonymKey) -> None:
    """A value that rightly stands in the manifest is not searched for."""
    assert fingerprints({"PERSON": ["Marta Kowalczyk"]}, key, harmless=["Marta Kowalczyk"]).kinds == {}


def test_long_lines_are_searched_whole(tmp_path: Path, known: Fingerprints, key: PseudonymKey) -> None:
    """A search index is one line of megabytes: a value anywhere in it is found, also across the seams of the pieces."""
    for place in (0, 3795, 3990, 4005, 50_000):
        line = ("ab " * 40_000)[:place] + " Marta Kowalczyk " + "cd " * 2000
        (tmp_path / "search_index.json").write_text(line, encoding="utf-8")
        assert _scan(tmp_path, known, key, detect=False) == [("search_index.json", 1, "raw:annotators.full_name")]


def test_theme_assets_are_skipped_by_content_only(tmp_path: Path) -> None:
    """A file of the installed theme is skipped; one with its name but other bytes is not."""
    folder = Path(str(files("material")))
    asset = next(path for path in sorted(folder.rglob("*.js")) if path.stat().st_size > 1000)
    (tmp_path / asset.name).write_bytes(asset.read_bytes() + b"\n// jane@doe.org\n")
    assert [hit.kind for hit in scan([tmp_path])] == ["found:EMAIL_ADDRESS"]
    copy = tmp_path / "copy" / asset.name
    copy.parent.mkdir()
    copy.write_bytes(asset.read_bytes())
    assert all(Path(hit.file).parent == tmp_path for hit in scan([tmp_path]))


def test_broken_files_are_hits(tmp_path: Path) -> None:
    """What cannot be read cannot be cleared."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "b.gz").write_bytes(b"no gzip")
    assert [hit.kind for hit in scan([tmp_path])] == ["unreadable", "unreadable"]
