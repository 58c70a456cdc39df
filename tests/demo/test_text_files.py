"""The text files of the demo: each fits its model, what one names another has, and a new topic is one more file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from labelcards.demo.annotators import TEAM, Team
from labelcards.demo.grammar import PERSONAL, PLAIN, Template, expand, fill
from labelcards.demo.idiom import IDIOM, Idiom
from labelcards.demo.people import ORIGINS, Origins
from labelcards.demo.phrases import PHRASES, Phrases
from labelcards.demo.scenario import URGENCIES, TopicText
from labelcards.demo.streams import stream
from labelcards.demo.styles import CHANNELS, STYLES, WritingStyles, style_weights
from labelcards.demo.text_file import names, read
from labelcards.demo.topics import CROSSINGS, TOPIC_TEXTS, TOPICS
from labelcards.demo.words import WORDS, Words
from labelcards.documents.document import Part
from labelcards.documents.yaml_file import read_yaml

MODELS: dict[str, type[Part]] = {
    "customers.toml": Origins,
    "idiom.toml": Idiom,
    "phrases.toml": Phrases,
    "styles.toml": WritingStyles,
    "team.toml": Team,
    "words.toml": Words,
}
TEMPLATE: TypeAdapter[str] = TypeAdapter(Template)


def test_every_file_has_a_model_and_fits_it(root: Path) -> None:
    """No file lies there unread, and each can be read by itself."""
    folder = root / "labelcards" / "demo" / "data"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {*MODELS, *names("topics")}
    for name in found:
        assert read(name, MODELS.get(name, TopicText)).model_dump()


def test_topics_are_those_of_the_manifest(root: Path) -> None:
    """Numbers of file names give the declared order of the labels; no two files have the same number."""
    manifest = read_yaml(root / "datasets" / "support-tickets" / "dataset.yaml").content
    assert tuple(manifest["questions"]["topic"]["labels"]) == TOPICS
    assert tuple(manifest["questions"]["urgency"]["labels"]) == URGENCIES
    numbers = [name.partition("/")[2].partition("-")[0] for name in names("topics")]
    assert len(set(numbers)) == len(numbers) == len(TOPICS)


def test_what_a_file_names_exists() -> None:
    """Rivals, products, stories, styles, greetings, habits and locales are declared where they belong."""
    stories = Counter(scenario.key for text in TOPIC_TEXTS.values() for scenario in text.scenarios)
    assert set(stories.values()) == {1}
    for topic, text in TOPIC_TEXTS.items():
        for scenario in text.scenarios:
            assert scenario.rival in {None, *TOPICS} - {topic}
            assert set(scenario.products) <= set(WORDS.products)
        own = {scenario.key for scenario in text.scenarios}
        for crossing in text.crossings:
            assert set(crossing.stories) <= stories.keys()
            assert crossing.asked or not own & set(crossing.stories), "a story of the topic itself is no crossing"
    assert {IDIOM.topic, IDIOM.read_as} <= set(TOPICS)
    assert {IDIOM.region, IDIOM.unknown_in, *(member.region for member in TEAM.members)} == set(ORIGINS.regions)
    assert {style.manner for style in STYLES.values()} == PHRASES.greetings.keys() == PHRASES.closings.keys()
    assert {style.signature for style in STYLES.values()} == PHRASES.signatures.keys()
    written = {name for channel in CHANNELS for level in ("native", "fluent", "learner")
               for name in style_weights(channel, level)}  # fmt: skip
    assert written == STYLES.keys()
    assert {member.habit for member in TEAM.members} == TEAM.habits.keys()
    assert {member.locale for member in TEAM.members} <= ORIGINS.locales.keys()
    assert {*ORIGINS.native_locales, *ORIGINS.bank_locales} <= ORIGINS.locales.keys()


_BITS = st.sampled_from(["a ", "word", " and ", "<product>", "{name}", "<month>", "{order}", "ä", "?"])
_SENTENCES = st.recursive(
    st.lists(_BITS, max_size=4).map("".join),
    lambda inner: st.tuples(st.lists(inner, min_size=1, max_size=3).map("|".join), _BITS).map(
        lambda parts: f"[{parts[0]}]{parts[1]}"
    ),
    max_leaves=6,
).map(str.strip)


@given(template=_SENTENCES, seed=st.integers(0, 9))
def test_an_accepted_sentence_expands_and_fills(template: str, seed: int) -> None:
    """Whatever is accepted leaves no bracket, word or slot behind, however its alternatives fall."""
    accepted = TEMPLATE.validate_python(template)
    words = dict.fromkeys(PLAIN, "kettle")
    text = fill(expand(stream(seed, "test"), accepted, words), dict.fromkeys(PERSONAL, ("PERSON", "Zoë"))).text
    assert not set("[]<>{}") & set(text)


@given(
    before=_SENTENCES,
    fault=st.one_of(
        st.sampled_from(["[", "]", "][", "[a|b", "a]b", " "]),
        st.from_regex(r"<[a-z_]+>", fullmatch=True).filter(lambda word: word[1:-1] not in PLAIN),
        st.from_regex(r"\{[a-z_]+\}", fullmatch=True).filter(lambda slot: slot[1:-1] not in PERSONAL),
    ),
)
def test_an_unsound_sentence_is_refused(before: str, fault: str) -> None:
    """An open bracket, a word or slot that nothing stands for, a space at an end: refused when the file is read."""
    with pytest.raises(ValidationError):
        TEMPLATE.validate_python(before + fault)


def _changed(**changes: Any) -> dict[str, Any]:
    content = TOPIC_TEXTS["billing"].model_dump()
    return {**content, **changes}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"openings": ["A misplaced key."]}, ("openings",)),
        ({"share": 0}, ("share",)),
        ({"scenarios": []}, ("scenarios",)),
        ({"identity": "one sentence instead of a list"}, ("identity",)),
        ({"cues": {urgency: ["Soon."] for urgency in URGENCIES[:3]}}, ("cues",)),
        ({"cues": {key: ["Soon."] for key in (*URGENCIES, "extreme")}}, ("cues", "extreme", "[key]")),
        ({"asides": ["Sent to {nobody}."]}, ("asides", 0)),
    ],
)
def test_a_faulty_topic_is_refused_with_its_place(changes: dict[str, Any], place: tuple[str | int, ...]) -> None:
    """A key too many, an urgency missing or unknown, no scenario, an unknown slot: said with the key."""
    TopicText.model_validate(_changed())
    with pytest.raises(ValidationError) as caught:
        TopicText.model_validate(_changed(**changes))
    assert caught.value.errors()[0]["loc"][: len(place)] == place


_SIXTH = """
share = 0.1
identity = ["The order is {order}.", "I am {name}."]
asides = ["The leaflet was nice, by the way."]

[cues]
low = ["No hurry."]
normal = ["Thanks."]
high = ["This week, please."]
urgent = ["Now, please."]

[[scenarios]]
key = "voucher_lost"
urgency = { low = 1, normal = 1, high = 1, urgent = 1 }
rival = "billing"
subjects = ["my voucher"]
openings = ["My voucher for the <product> is gone."]
details = ["It was green."]
requests = ["Please send it again."]

[[crossings]]
stories = ["double_charge"]
requests = ["Keep it, and send me a voucher instead."]

[[crossings]]
asked = "returns"
stories = ["voucher_lost"]
requests = ["The voucher has turned up; take the <product> back, please."]
"""


def test_a_new_topic_is_one_more_file(root: Path, tmp_path: Path) -> None:
    """For a sixth topic nothing else changes: tickets are written, labelled, crossed both ways and taken as gold."""
    shutil.copytree(root / "labelcards", tmp_path / "labelcards", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "labelcards" / "demo" / "data" / "topics" / "6-vouchers.toml").write_text(_SIXTH, encoding="utf-8")
    code = (
        "from pathlib import Path; from labelcards.demo import generate; from labelcards.demo.story import tell; "
        "generate(Path('made'), seed=2, items=300, versions=['2.0.0']); "
        "print(*sorted({ticket.scenario for ticket in tell(2, 900).tickets}))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert {"voucher_lost", "double_charge_then_vouchers", "voucher_lost_then_returns"} <= set(told.stdout.split())
    for table in ("annotations", "gold"):
        assert ",vouchers" in (tmp_path / "made" / "raw" / "2.0.0" / f"{table}.csv").read_text(encoding="utf-8")


def test_a_crossing_is_a_story_of_its_rival() -> None:
    """A crossing tells a story of its rival and keeps the rival's subjects; only its requests are of its own topic."""
    for asked, scenarios in CROSSINGS.items():
        for scenario in scenarios:
            assert scenario.crosses
            assert scenario.rival != asked
            told = next(
                each for each in TOPIC_TEXTS[str(scenario.rival)].scenarios if scenario.key.startswith(each.key)
            )
            assert (scenario.subjects, scenario.openings) == (told.subjects, told.openings)
            assert scenario.requests != told.requests
