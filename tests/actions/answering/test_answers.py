"""What people say on the cards: judged, given, signed, and stale when what it rests on has changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from labelcards.actions.answering.record import Word, give, sign
from labelcards.actions.answering.status import AnswerLine, status
from labelcards.actions.answering.template import TemplateAnswer, open_keys, read_template, template
from labelcards.actions.review.check import run as check
from labelcards.cli.answers import answers
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.log import read_log
from labelcards.errors import InputError
from labelcards.stages.answers import judge, run
from labelcards.stages.inputs import version_paths
from tests.actions.answer_folder import ALPHA, SHEET, answer_folder, write_quality

DAY = date(2026, 3, 5)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data set; acts are dated by SOURCE_DATE_EPOCH."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772712000")
    return answer_folder(tmp_path)


def word(by: str = "Ada", version: str = "2.0.0", *, reviewed: bool = False) -> Word:
    """Somebody's word for a version."""
    return Word(by, DAY, version, reviewed)


def line(folder: Path, key: str, version: str = "2.0.0") -> AnswerLine:
    """How a question stands."""
    return next(one for section in status(folder, version).sections for one in section.lines if one.key == key)


def cli(*arguments: str) -> Result:
    """Run ``labelcards answers``."""
    return CliRunner().invoke(answers, list(arguments))


def test_a_signed_answer_is_stale_when_its_figure_changes(folder: Path) -> None:
    """Signed with the figure's full precision: the last digit counts, and the message says was and is."""
    sign(folder, ["uses-3"], word())
    assert line(folder, "uses-3").status == "human"
    write_quality(folder, "2.0.0", 0.800001)
    stale = line(folder, "uses-3")
    assert stale.status == "stale"
    assert stale.stale == (f"{ALPHA}: was 0.8, is 0.800001",)
    assert line(folder, "uses-3", "1.0.0").status == "human"
    assert line(folder, "motivation-1").status == "human"


def test_a_signed_answer_is_stale_when_its_file_changes(folder: Path) -> None:
    """Files of the data set count as evidence; one that is gone is said to be gone."""
    sign(folder, ["uses-3"], word())
    path = folder / "guidelines/1.0.0.md"
    path.write_text("# topic\nOther rules.\n")
    assert line(folder, "uses-3").status == "stale"
    path.unlink()
    assert "it is not there" in line(folder, "uses-3").stale[0]


def test_a_signed_answer_is_stale_when_its_words_change(folder: Path) -> None:
    """A signature does not stand for words that came later."""
    sign(folder, ["motivation-1"], word())
    path = folder / "datasheet.yaml"
    path.write_text(path.read_text().replace("To route tickets.", "To judge agents."))
    assert line(folder, "motivation-1").stale == ("the words have changed since Ada signed them for 2.0.0",)


def test_signing_again_makes_it_fresh_and_keeps_one_signature(folder: Path) -> None:
    """The same person's signature for the same version is renewed; a review stands beside it."""
    sign(folder, ["uses-3"], word())
    write_quality(folder, "2.0.0", 0.5)
    sign(folder, ["uses-3"], word())
    sign(folder, ["uses-3"], word("Grace", reviewed=True))
    held = yaml.safe_load((folder / "datasheet.yaml").read_text())["uses-3"]
    assert [(one["by"], one.get("reviewed", False)) for one in held["signed"]] == [("Ada", False), ("Grace", True)]
    assert held["signed"][0]["evidence"][ALPHA] == 0.5
    found = line(folder, "uses-3")
    assert (found.status, found.reviewed, found.version) == ("human", True, "2.0.0")
    assert "# What it may be used for." in (folder / "datasheet.yaml").read_text()


def test_an_answer_for_a_later_version_leaves_the_older_card_alone(folder: Path) -> None:
    """The old words move below `earlier`, and 1.0.0 goes on showing them, to the byte."""
    before = judge(version_paths(folder, "1.0.0")).datasheet
    give(folder, {"uses-3": TemplateAnswer(answer="Benchmarks.", evidence=("quality.counts.items",))}, word("Bo"))
    after = judge(version_paths(folder, "1.0.0")).datasheet
    assert after == before
    newer = judge(version_paths(folder, "2.0.0")).datasheet.by_key["uses-3"]
    assert (newer.text, newer.author, newer.date) == ("Benchmarks.", "Bo", "2026-03-05")
    held = yaml.safe_load((folder / "datasheet.yaml").read_text())["uses-3"]
    assert held["signed"][0]["evidence"] == {"quality.counts.items": 3}
    assert newer.signatures == ()


def test_an_answer_for_an_earlier_version_goes_below(folder: Path) -> None:
    """Filling a gap of 1.0.0 afterwards does not touch what stands for 2.0.0."""
    give(folder, {"uses-1": TemplateAnswer(answer="Nothing yet.")}, word())
    give(folder, {"uses-1": TemplateAnswer(answer="A pilot.")}, word(version="1.0.0"))
    assert judge(version_paths(folder, "2.0.0")).datasheet.by_key["uses-1"].text == "Nothing yet."
    assert judge(version_paths(folder, "1.0.0")).datasheet.by_key["uses-1"].text == "A pilot."


def test_the_template_comes_back_as_it_went(folder: Path) -> None:
    """Unchanged, it changes nothing and leaves no trace; blanks are not answers."""
    judged = judge(version_paths(folder, "2.0.0"))
    text = template(judged, (*open_keys(judged), "uses-3"))
    assert "uses-2: Is there a repository" in text
    assert "Needed: an answer from Data lead." in text
    assert "Possible evidence: quality.counts.items = 300%" not in text
    path = folder / "draft.yaml"
    path.write_text(text)
    assert list(read_template(path)) == ["uses-3"]
    assert give(folder, read_template(path), word()) == []
    assert (folder / "datasheet.yaml").read_text() == SHEET
    assert not (folder / "log.jsonl").exists()


@pytest.mark.parametrize("name", ["other | *x* # {{ 7*7 }}", "it's: [a]", "- &x", "1.2", "Größe %"])
def test_odd_names_of_figures_survive_the_template(name: str, folder: Path) -> None:
    """Labels are named freely, and the paths of their figures are evidence like any other."""
    document = MetricsDocument.read(folder / "versions/2.0.0/documents/quality.json")
    leaf = document.find("counts", "items")
    figures = {**document.figures, "labels": {name: {"count": leaf}}}
    document.model_copy(update={"figures": figures}).write(folder / "versions/2.0.0/documents/quality.json")
    path = f"quality.labels.{name}.count"
    give(folder, {"uses-1": TemplateAnswer(answer="Words: 'quoted'\n# not a note", evidence=(path,))}, word())
    assert line(folder, "uses-1").status == "human"
    draft = folder / "draft.yaml"
    draft.write_text(template(judge(version_paths(folder, "2.0.0")), ["uses-1"]))
    given = read_template(draft)["uses-1"]
    assert (given.answer, given.evidence) == ("Words: 'quoted'\n# not a note", (path,))
    assert give(folder, read_template(draft), word()) == []


def test_wrong_names_and_evidence_are_refused_at_once(folder: Path) -> None:
    """All problems together; nothing is written."""
    with pytest.raises(InputError) as caught:
        sign(folder, ["uses-3", "uses-2"], word())
    assert [problem.column for problem in caught.value.problems] == ["uses-2"]
    with pytest.raises(InputError) as caught:
        sign(folder, ["uses-3"], word(), evidence=["quality.nothing", "file:../elsewhere", "file:raw/items.csv"])
    assert len(caught.value.problems) == 3
    (folder / "draft.yaml").write_text("use-3:\n  answer: x\nuses-4: text\n")
    with pytest.raises(InputError):
        read_template(folder / "draft.yaml")
    assert (folder / "datasheet.yaml").read_text() == SHEET


def test_completeness_and_freshness_are_figures_for_gates(folder: Path) -> None:
    """A gate on the document `answers` fails when an answer goes stale, and says which figure."""
    sign(folder, ["uses-3"], word())
    run(folder, "2.0.0")
    document = MetricsDocument.read(folder / "versions/2.0.0/answers.json")
    sheet = document.branch("datasheet")
    assert (sheet["human"].value, sheet["stale"].value, sheet["older"].value) == (2, 0, 1)
    assert sheet["answered"].value + sheet["unanswered"].value == sheet["applicable"].value == 57
    assert sum(section["answered"].value for section in sheet["sections"].values()) == sheet["answered"].value
    assert set(document.catalog) >= {"answers_stale", "answers_answered_share"}
    (folder / "gates.yaml").write_text(
        "gates:\n"
        "  - {name: fresh, metric: answers.datasheet.stale, max: 0, reason: Nobody vouches for stale answers.}\n"
        "  - {name: purpose, metric: answers.datasheet.questions.motivation-1.human, min: 1, reason: Said.}\n"
    )
    today = date(2026, 4, 1)
    assert not check(folder, "2.0.0", against=None, gates=None, today=today).failed
    write_quality(folder, "2.0.0", 0.7)
    run(folder, "2.0.0")
    failed = check(folder, "2.0.0", against=None, gates=None, today=today).failed
    assert failed == ("fresh",)


def test_an_older_versions_figures_do_not_change_with_newer_answers(folder: Path) -> None:
    """answers.json of 1.0.0 is the same bytes after answers and signatures for 2.0.0."""
    run(folder, "1.0.0")
    before = (folder / "versions/1.0.0/answers.json").read_bytes()
    give(folder, {"uses-3": TemplateAnswer(answer="Benchmarks."), "uses-1": TemplateAnswer(answer="None.")}, word())
    sign(folder, ["motivation-1"], word())
    run(folder, "1.0.0")
    assert (folder / "versions/1.0.0/answers.json").read_bytes() == before


def test_acts_are_logged(folder: Path) -> None:
    """Who answered and signed which questions for which version, at the time of SOURCE_DATE_EPOCH."""
    give(folder, {"uses-1": TemplateAnswer(answer="None.")}, word("Bo"))
    sign(folder, ["uses-1"], word("Grace", reviewed=True))
    entries = read_log(folder / "log.jsonl").entries
    assert [(one.act, one.by, one.version, one.at) for one in entries] == [
        ("answer", "Bo", "2.0.0", "2026-03-05T12:00:00Z"),
        ("review", "Grace", "2.0.0", "2026-03-05T12:00:00Z"),
    ]
    assert entries[0].what == {"questions": ["uses-1"]}


def test_the_command_line(folder: Path) -> None:
    """Status as text and JSON, a template to fill in elsewhere, and a signature."""
    done = cli(str(folder), "--missing", "--json")
    assert done.exit_code == 0, done.output
    sections = json.loads(done.stdout)["sections"]
    listed = [one for section in sections for one in section["questions"]]
    assert {one["status"] for one in listed} == {"unanswered"}
    assert all(one["needed"] for one in listed)
    done = cli("edit", str(folder), "uses-2", "--template")
    filled = folder / "filled.yaml"
    filled.write_text(done.stdout.replace("  answer: |\n    \n", "  answer: |\n    No.\n"))
    done = cli("edit", str(folder), "--from", str(filled), "--by", "Bo", "--json")
    assert json.loads(done.stdout)["written"] == [(folder / "datasheet.yaml").as_posix()]
    assert cli("sign", str(folder), "uses-2", "--by", "Grace", "--version", "2.0.0").exit_code == 0
    done = cli(str(folder), "--stale")
    assert "Nothing of this kind." in done.stdout
    done = cli(str(folder))
    assert "uses-2                human, for 2.0.0 by Grace" in done.stdout


def test_an_answer_for_an_unknown_version_is_noted(folder: Path) -> None:
    """No card shows it, so the status says so."""
    path = folder / "datasheet.yaml"
    path.write_text(path.read_text().replace("version: 1.0.0", "version: 9.0.0", 1))
    assert status(folder, "2.0.0").notes == (
        "datasheet.yaml: motivation-1 speaks of version 9.0.0, which the data set does not have",
    )
