"""The pull-request comment: short whatever the data, and nothing in it is markup."""

from __future__ import annotations

import re

import pytest
import yaml

from labelcards.cards.difference.page import MOST_BYTES, comment, page
from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.signs import signed
from labelcards.compare.report import compare_sides
from labelcards.documents.difference import Advice, DifferenceDocument, SideName
from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import DifferenceVerdict, MetricDifference, VersionContrast
from labelcards.documents.signs import Sign
from labelcards.documents.site_publication import Audience
from labelcards.documents.table_changes import (
    AnswerFlow,
    AnswerShare,
    ChangedItem,
    Flow,
    GroupChange,
    GuidelineChange,
    QuestionChange,
    RowCounts,
    SchemaChange,
    SettingChange,
)
from tests.compare.versions import manifest, side

LONG = "<script>alert(1)</script>|`*_[x](javascript:1) " * 60


def _judged(number: int, value: Figure, change: Figure) -> VersionContrast:
    verdicts: tuple[DifferenceVerdict, ...] = ("better", "worse", "changed", "not enough data")
    return VersionContrast(
        old=value, new=value, difference=change, paired=True, p=0.001, p_adjusted=0.01, verdict=verdicts[number % 4]
    )


def _huge(size: int) -> DifferenceDocument:
    """Everything at once, too much of it, in the longest names."""
    rows = RowCounts(added=1, removed=2, changed=3, same=4)
    change = Figure(metric="difference", value=0.2, low=0.1, high=0.3, n=9)
    value = Figure(metric="alpha", value=0.2, low=0.1, high=0.3, n=9)
    metrics = tuple(
        MetricDifference(
            path=("quality", "questions", "q", "agreement", "per_label", f"{LONG}{number}", "alpha"),
            metric="alpha",
            title="Krippendorff's alpha",
            unit="coefficient",
            direction="higher",
            question=LONG,
            family="headline" if number % 2 else "detail",
            aspect="agreement",
            shared=_judged(number, value, change),
            composition=change,
            whole=_judged(number + 1, value, change),
        )
        for number in range(size)
    )
    question = QuestionChange(
        question="q",
        title=LONG,
        compared=10,
        changed=5,
        flow=tuple(Flow(old=f"{LONG}{number}", new=LONG, items=1) for number in range(size)),
        splits=tuple(Flow(old=f"{LONG}{number}", new=LONG, items=1) for number in range(size)),
        groups=tuple(
            GroupChange(of="items", column=LONG, value=f"{LONG}{number}", changed=5, compared=50)
            for number in range(size)
        ),
        annotations=rows,
        answer_flow=tuple(
            AnswerFlow(
                old=f"{LONG}{number}", new=LONG, answers=9, annotators=1, by=(AnswerShare(annotator=LONG, answers=9),)
            )
            for number in range(size)
        ),
        items=tuple(ChangedItem(item=LONG, of="answer", old=LONG, new=LONG, by=(LONG,)) for _ in range(size)),
        items_in_all=size,
    )
    lines = tuple(f"{LONG}{number}" for number in range(size))
    return DifferenceDocument(
        dataset="tickets",
        old=SideName(given=LONG, version="1.0.0", revision="a" * 40),
        new=SideName(given="2.0.0", version="2.0.0"),
        note=LONG,
        verdicts={"worse": size // 4, "better": size // 4, "changed": 1, "not enough data": 1},
        signs=_signs(size, LONG),
        advice=Advice(level="major", proposed="2.0.0", declared="1.0.1", fit="too small", reasons=lines),
        items=rows,
        annotations=rows,
        questions=(question,) * 30,
        schema_changes=tuple(SchemaChange(kind="label added", question=LONG, new=line) for line in lines),
        guidelines=tuple(
            GuidelineChange(question=LONG, label=line, part="examples", removed=lines, added=lines)
            for line in lines[:50]
        ),
        policy=tuple(SettingChange(name=line, old=LONG, new=LONG) for line in lines),
        metrics=metrics,
        erratum=LONG * 100,
        notes=(LONG, LONG),
    )


def _signs(size: int, name: str = "<b>`````") -> tuple[Sign, ...]:
    return tuple(_sign(number, name) for number in range(size))


def _sign(number: int, name: str) -> Sign:
    """A suspected rename between names that would like to be markup."""
    old, new = f"{name}```{number}", f"{name}\n```\n<img onerror=x>{number}"
    facts: dict[str, object] = {"old": (old,), "new": (new,), "answers": 9, "share": 1.0, "unit": "answers"}
    return signed("label-renamed", "q", mapping={old: (new,)}, **facts)


def test_it_stays_below_the_limit() -> None:
    """500 of everything in 3,000-character names still fit, and the summary is still there."""
    text = comment(_huge(500))
    assert len(text.encode("utf-8")) <= MOST_BYTES
    assert "▼ worse: 125" in text
    assert "Proposed: **2.0.0**" in text
    assert "Shortened to fit a comment." in text


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_from_the_data_is_markup(audience: Audience) -> None:
    """Names with HTML, Markdown links and table bars are shown, not rendered; a block of YAML ends where it should."""
    text = comment(_huge(3).model_copy(update={"signs": _signs(3)}), audience=audience)
    text, block = _without_block(text)
    assert set(yaml.safe_load(block)["mapping"]["q"]) == {f"<b>````````{number}" for number in range(3)}
    assert "<script" not in text
    assert "](javascript" not in text
    tags = set(re.findall(r"</?([a-z]+)", text))
    assert tags <= {"details", "summary", "sub", "p", "ul", "li"}
    heads = {line.count("|") for line in text.splitlines() if line.startswith("|-")}
    for line in text.splitlines():
        if line.startswith("|") and "Krippendorff" in line:
            assert line.count("|") in heads


def _without_block(text: str) -> tuple[str, str]:
    """The comment without its fenced block, and what is in the block, as Markdown reads fences."""
    before, fence, rest = re.split(r"^(`{4,})yaml\n", text, maxsplit=1, flags=re.MULTILINE)
    block, after = re.split(rf"^ {{0,3}}{fence}`* *$", rest, maxsplit=1, flags=re.MULTILINE)
    return before + after, block


def test_the_details_are_closed() -> None:
    """Every fold that opens closes, with a blank line after its summary, which GitHub needs."""
    text = comment(_huge(20))
    assert text.count("<details>") == text.count("</details>") > 4
    assert all(text[match.end() :].startswith("\n\n") for match in re.finditer("</summary>", text))


def test_the_page_is_one_sound_file() -> None:
    """No script, no address from outside, every element closed, and worse figures stand first."""
    text = page(_huge(20))
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert not re.search(r"(?:src|href|url)\s*[=(]", text)
    open_elements: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", text):
        if closing:
            assert open_elements.pop() == name
        elif name not in ("meta", "br"):
            open_elements.append(name)
    assert open_elements == []
    assert re.findall(r'<tr class="(\w+)', text)[0] == "worse"


def test_the_summary_stands_first() -> None:
    """The marker for updating the comment, the heading and the verdicts are the first lines if nothing is amiss."""
    plain = _huge(20).model_copy(update={"policy": (), "signs": ()})
    first = [line for line in comment(plain).splitlines() if line][:3]
    assert first[0] == "<!-- labelcards diff tickets -->"
    assert first[1].startswith("### tickets: ")
    assert first[2].startswith("**▼ worse: 5 · ▲ better: 5 · ")


def test_no_difference_is_one_line() -> None:
    """A version against itself says what does not differ, and nothing of times, which it does not compare."""
    rows = [("i1", "ann", "billing")]
    one = side("1.0.0", rows, dataset=manifest())
    text = comment(compare_sides(one, side("1.0.0", rows), CATALOG))
    assert text.splitlines()[-1] == "No label, item, guideline or setting differs."
