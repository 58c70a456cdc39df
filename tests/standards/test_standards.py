"""The pieces of the validators: paths, kinds of values, contexts, code lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.standards import value
from labelcards.standards.croissant import validate_croissant
from labelcards.standards.finding import json_path
from labelcards.standards.jsonld import CROISSANT_CONTEXT, read_context
from labelcards.standards.validation import validate_text
from labelcards.standards.vocabulary import (
    SIZE_CATEGORIES,
    hub_licenses,
    languages,
    nearest,
    size_category,
    spdx_identifier,
    spdx_licenses,
    task_categories,
    task_ids,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "cards" / "files"


def test_paths_are_json_paths() -> None:
    """Plain names after a dot, others in quotes, which are escaped."""
    assert json_path(()) == "$"
    assert json_path(("a", 0, "@id")) == "$.a[0]['@id']"
    assert json_path(("it's",)) == "$['it\\'s']"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (value.URL, ["https://example.org", "http://localhost/x", "https://例え.jp"], ["example.org", "https://", 7]),
        (value.LOCATION, ["tables/a.parquet", "https://x.org/a", "my file.csv"], ["/etc/a", "../a", "~/a", ""]),
        (value.DATE, ["2026-03-05", "2026-03", "2026-03-05T10:00:00Z"], ["2026-13-01", "20260305", 2026]),
        (value.PERIOD, ["2026-01-01/2026-02-01", "2025"], ["2025/2026/2027", "now", "/"]),
        (value.LANGUAGE, ["en", "de-AT", "zh-Hant-TW", "gsw", "pt-BR"], ["english", "xx", "e", "en_US", None]),
        (value.FORMAT, ["text/csv", "application/vnd.apache.parquet", "https://x.org/format"], ["csv", "text/", 3]),
        (value.SIZE, ["25585843 B", "10 MB", "5", 12, "1.5 GiB"], ["big", -1, "10 apples"]),
        (value.SHA256, ["a" * 64, "0" * 64], ["a" * 63, "g" * 64, "sha256", None]),
        (value.NUMBER, [1, 0.5], [True, "1", float("inf"), float("nan")]),
        (value.COUNT, [0, 7], [-1, 1.0, True, "7"]),
        (value.TEXT, ["a"], ["", "  ", 1, ["a"]]),
        (value.BOOLEAN, [True, False], ["true", 1, None]),
    ],
    ids=lambda kind: kind.expected[:20] if isinstance(kind, value.Kind) else "",
)  # fmt: skip
def test_kinds_of_values(kind: value.Kind, good: list[Any], bad: list[Any]) -> None:
    """Each kind takes what the standard allows and nothing else."""
    assert [entry for entry in good if not kind.fits(entry)] == []
    assert [entry for entry in bad if kind.fits(entry)] == []


@pytest.mark.parametrize("text", ["1.0.0", "0.0.1-rc.1", "10.20.30+build"])
def test_semantic_versions(text: str) -> None:
    """MAJOR.MINOR.PATCH with or without labels."""
    assert value.is_semantic_version(text)
    assert not value.is_semantic_version(f"v{text}")
    assert not value.is_semantic_version("01.0.0")


def test_a_context_gives_terms_their_meaning() -> None:
    """Terms, prefixes, whole IRIs and the vocabulary are resolved; a context that eats its tail is survived."""
    context = read_context(CROISSANT_CONTEXT)
    assert context.short("recordSet") == "cr:recordSet"
    assert context.short("http://schema.org/name") == context.short("sc:name") == context.short("name") == "sc:name"
    assert context.short("rai:dataBiases") == "rai:dataBiases"
    odd = read_context(
        [{"@vocab": "http://schema.org/"}, {"c": "http://mlcommons.org/croissant/", "felder": "c:field"}]
    )
    assert odd.short("felder") == "cr:field"
    assert read_context({"a": "b:x", "b": "a:y"}).expand("a")


def test_any_prefix_will_do() -> None:
    """A document with other prefixes and http instead of https is as valid as before."""
    text = (GOLDEN / "croissant.json").read_text(encoding="utf-8")
    document = json.loads(text)
    before = validate_croissant(document)
    renamed = json.loads(
        text.replace('"cr:', '"mlc:').replace('"rai:', '"resp:').replace("https://schema.org", "http://schema.org")
    )
    renamed["@context"] = {
        **renamed["@context"],
        "mlc": "http://mlcommons.org/croissant/",
        "resp": "http://mlcommons.org/croissant/RAI/",
    }
    assert {(f.path.replace("resp:", "rai:"), f.code) for f in validate_croissant(renamed)} == {
        (f.path, f.code) for f in before
    }


def test_an_address_as_context_is_not_fetched() -> None:
    """Croissant's own context is assumed, with a warning."""
    document = json.loads((GOLDEN / "croissant.json").read_text(encoding="utf-8"))
    document["@context"] = "https://example.org/context.json"
    found = validate_croissant(document)
    assert ("$['@context']", "remote-context") in {(finding.path, finding.code) for finding in found}
    assert "unmapped-term" not in {finding.code for finding in found}


def test_names_in_several_languages() -> None:
    """Croissant 1.1 allows a text per language, as an object or as tagged values."""
    document = json.loads((GOLDEN / "croissant.json").read_text(encoding="utf-8"))
    document["name"] = {"en": "Tickets", "de": "Anfragen"}
    document["description"] = [{"@language": "en", "@value": "Tickets"}, {"@language": "de", "@value": "Anfragen"}]
    paths = {finding.path for finding in validate_croissant(document)}
    assert not paths & {"$.name", "$.description"}


def test_a_live_dataset_needs_no_digest() -> None:
    """Croissant advises against digests of files that will change."""
    document = json.loads((GOLDEN / "croissant.json").read_text(encoding="utf-8"))
    document["distribution"] = [
        {"@type": "cr:FileObject", "@id": "a", "contentUrl": "https://x.org/a.csv", "encodingFormat": "text/csv"}
    ]
    codes = {finding.code for finding in validate_croissant(document)}
    assert "missing-checksum" in codes
    assert "missing-checksum" not in {f.code for f in validate_croissant({**document, "isLiveDataset": True})}


def test_code_lists_are_whole() -> None:
    """The lists hold what everybody uses, and no blank line."""
    assert {"MIT", "CC-BY-4.0", "Apache-2.0", "CC0-1.0"} <= spdx_licenses()
    assert len(spdx_licenses()) > 650
    assert {"mit", "cc-by-4.0", "other", "unknown", "odbl"} <= hub_licenses()
    assert {"en", "de", "eng", "ger", "deu", "gsw", "zh"} <= languages()
    assert len(languages()) > 8000
    assert {"text-classification", "tabular-regression", "other"} <= task_categories()
    assert {"multi-class-classification", "natural-language-inference"} <= task_ids()
    assert "" not in spdx_licenses() | hub_licenses() | languages() | task_categories() | task_ids()


def test_sizes_fall_into_one_category() -> None:
    """Bounds belong to the larger category; the largest has no bound."""
    assert [size_category(10**power) for power in range(13)] == [*SIZE_CATEGORIES[:1] * 3, *SIZE_CATEGORIES[1:]]
    assert size_category(999) == "n<1K"


def test_hints_name_the_nearest() -> None:
    """A mistyped value gets its neighbor, a strange one none."""
    assert nearest("cc-by-4", hub_licenses()) == "Did you mean 'cc-by-4.0'?"
    assert nearest("Text-Classification", task_categories()) == "Did you mean 'text-classification'?"
    assert nearest("zzzzzzzz", task_categories()) == ""
    assert spdx_identifier("apache-2.0") == "Apache-2.0"
    assert spdx_identifier("none") == ""


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    """A card saved on Windows is read like any other."""
    from labelcards.standards.validation import validate

    path = tmp_path / "README.md"
    path.write_bytes(
        b"\xef\xbb\xbf---\r\nlicense: mit\r\ntask_categories:\r\n- text-classification\r\n---\r\n# Card\r\n"
    )
    assert validate(path).errors == 0
    assert validate_text("---\nlicense: mit\n---", "huggingface")[0].level == "warning"
