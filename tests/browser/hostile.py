"""Two hundred strings that have broken pages, and a data set that holds them wherever a person may write.

Each string that could run calls ``fired``, which the browser test defines on every page.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from labelcards.documents.datasheet import QUESTIONS
from labelcards.stages import anonymize, bias, cards, changes, index, model, overview, quality, site

__all__ = ["REFUSED", "STRINGS", "build", "harmless", "write"]

_RUNS = [
    "<script>fired(1)</script>",
    "<ScRiPt src=//evil.invalid/x.js></sCrIpT>",
    "<img src=x onerror=fired(2)>",
    "<img src=x:x onerror=fired(3) //",
    "<svg onload=fired(4)>",
    "<svg><script>fired(5)</script></svg>",
    "<svg><animate onbegin=fired(6) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=fired(7)>#x'/></svg>",
    "<body onload=fired(8)>",
    "<iframe srcdoc='<script>parent.fired(9)</script>'></iframe>",
    "<iframe src=javascript:parent.fired(10)>",
    "<details open ontoggle=fired(11)><summary>x",
    "<input autofocus onfocus=fired(12)>",
    "<video><source onerror=fired(13)></video>",
    "<math href=javascript:fired(14)>x</math>",
    "<a href=javascript:fired(15)>x</a>",
    "<a href='&#106;avascript:fired(16)'>x</a>",
    "<form action=javascript:fired(17)><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<base href=//evil.invalid/>",
    "<style>@import '//evil.invalid/x.css'; body { display: none }</style>",
    "<object data=javascript:fired(18)>",
    "<embed src=//evil.invalid/x.swf>",
    "<template><script>fired(19)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=fired(20)>'>",
    "<textarea><img title='</textarea><img src=x onerror=fired(21)>'>",
    "<title></title><img src=x onerror=fired(22)>",
    "<table><td background=//evil.invalid/x.gif>",
    "<p style='background:url(//evil.invalid/y.gif)'>x</p>",
]
_BREAKERS = ["{}", '"{}', "'>{}", "--> {}", "]]>{}", "</td></tr></table>{}"]
_MARKDOWN = [
    "a | b | c",
    "|---|---|",
    "\\| `a` \\",
    "# not a heading",
    "## x { #y onclick=fired(30) }",
    "- not a list",
    "1. not a list",
    "> not a quote",
    "!!! note",
    "??? question",
    '=== "tab"',
    "```",
    "~~~ mermaid",
    "`` ` ``",
    "---",
    "***",
    "===",
    "**bold",
    "*em* __strong__ ~~gone~~",
    "[x](javascript:fired(31))",
    "[x](//evil.invalid)",
    "![x](//evil.invalid/z.png)",
    "[x]: //evil.invalid",
    "[^1]: footnote",
    "[^1]",
    "<https://evil.invalid>",
    "https://evil.invalid/",
    "{: onclick=fired(32) }",
    "{ .lc-fig onclick=fired(33) }",
    "*[HTML]: x",
    ":::",
    '--8<-- "/etc/passwd"',
    "[TOC]",
    "\\[x\\] \\(y\\) $$z$$",
    "&lt;script&gt;fired(34)&lt;/script&gt;",
    "&amp; &nbsp; &#0; &bogus;",
    "%3Cscript%3Efired(35)%3C/script%3E",
]
_TEMPLATES = [
    "{{ 7 * 7 }}",
    "{{ card.manifest }}",
    "{% include '/etc/passwd' %}",
    "{% raw %}",
    "{# comment #}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('fired(36)')()}}",
    "@{x}",
    "$(touch x)",
    "`touch x`",
    "'; DROP TABLE labels; --",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
]
_UNICODE = [
    "\u202egnp.exe",
    "a\u2066b\u2069c",
    "\u200b\u200bzero\u200dwidth\ufeff",
    "z\u0335\u0321a\u0336l\u0337g\u0338o" + "\u0317" * 60,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "\U0001f1e9\U0001f1ea flag",
    "مرحبا بالعالم",
    "שלום עולם",
    "日本語のとても長い名前" * 6,
    "ﷺ" * 12,
    "é vs e\u0301",
    "\u2028line separator",
    "\ufff9anchor\ufffa",
    "\U000e0041\U000e0042tags",
    "A" * 300,
    "supercalifragilistic-" * 12,
    "a b " * 60,
    "<" * 200,
    "&" * 200,
    "\u00a0nbsp\u00a0",
    "ſtraße İstanbul ı",
]
_FORMATS = [
    "null",
    "true",
    "~",
    "NaN",
    "1e999",
    "0x1F",
    "2026-01-01",
    "!!python/object/apply:os.system ['x']",
    "&anchor *alias",
    "key: value",
    "- item",
    "%YAML 1.2",
    '{"a": [1]}',
    '"}]}</script><script>fired(37)</script>',
    "\\u003cscript\\u003efired(38)",
    "../../../etc/passwd",
    "..",
    "CON",
    "a/b/c",
    "a.b.c",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    'graph TD; A-->B; click A "javascript:fired(39)"',
    "%%{init: {'securityLevel': 'loose'}}%%",
    "A[<img src=x onerror=fired(40)>] --> B",
    "</text></svg><img src=x onerror=fired(41)>",
    "</title></svg><script>fired(42)</script>",
    '" onload="fired(43)',
    "url(#x) javascript:fired(44)",
    "xlink:href='javascript:fired(45)'",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "<?xml version='1.0'?>",
    "<![CDATA[<script>fired(46)</script>]]>",
]

REFUSED = [
    "NUL \x00 byte",
    "bell \x07",
    "escape \x1b[31mred\x1b[0m",
    "back\x08space",
    "two\nlines",
    "a\ttab",
    "delete \x7f",
]
"""What a line of text must not hold; the readers refuse it and say so."""


def _strings() -> list[str]:
    run = [breaker.format(text) for text in _RUNS for breaker in _BREAKERS[:3]]
    run += [breaker.format(text) for text in _RUNS[:5] for breaker in _BREAKERS[3:]]
    found = [*run, *_MARKDOWN, *_TEMPLATES, *_UNICODE, *_FORMATS]
    return list(dict.fromkeys(" ".join(text.split()) for text in found))


STRINGS = _strings()
TOPICS, TONES, GROUPS, TEAMS, PEOPLE, ITEMS = 12, 8, 5, 3, 6, 150


def harmless(count: int) -> list[str]:
    """As many plain names, to compare the pages with."""
    return [f"name {number:03d}" for number in range(count)]


class Names:
    """The names of a data set, counted round."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __call__(self, step: int) -> str:
        """The name at this place."""
        return self.names[step % len(self.names)]


def write(folder: Path, names: list[str], texts: list[str]) -> None:
    """Manifests, tables, answers, guidelines and gates of a data set with ``names`` wherever a person may write one.

    The figures depend on ``texts`` and on the positions of the names alone, so that two data sets with other names of
    the same number have pages of the same shape.
    """
    at = Names(names)
    topics = {at(k): {"title": at(k + 7), "definition": at(k + 3)} if k % 2 else {} for k in range(TOPICS)}
    tones = [at(TOPICS + k) for k in range(TONES)]
    groups, teams = [at(20 + k) for k in range(GROUPS)], [at(25 + k) for k in range(TEAMS)]
    manifest: dict[str, Any] = {
        "name": folder.name,
        "title": at(28),
        "description": " · ".join(names),
        "license": at(29),
        "keywords": names[:4],
        "creators": [{"name": at(30), "role": at(31), "contact": at(32)}],
        "owners": [{"name": at(33), "role": at(34), "contact": at(35)}],
        "questions": {
            "topic": {"title": at(36), "labels": topics},
            "tone": {"title": at(37), "labels": tones},
        },
        "items": {
            "columns": {
                "text": {"action": "clean"},
                "place": {"group": True, "sensitive": True, "quasi_identifier": True, "title": at(38), "order": groups},
            }
        },
        "annotators": {"columns": {"team": {"group": True, "title": at(39)}}},
    }
    _yaml(folder / "dataset.yaml", manifest)
    by = {"date": "2026-02-01", "version": "1.0.0"}
    evidence = ["quality.questions.topic.agreement.overall.alpha"]
    _yaml(folder / "datasheet.yaml", {
        key: {**by, "author": at(k + 1), "reviewed_by": at(k + 2), "answer": f"{at(k)}\n\n- {at(k + 5)}\n- {at(k + 9)}",
              "evidence": list(evidence)}
        for k, key in enumerate(QUESTIONS)
    })  # fmt: skip
    _yaml(folder / "modelcard.yaml", {
        key: {**by, "author": at(k + 11), "answer": at(k + 12)}
        for k, key in enumerate(("intended-use", "factors", "metrics", "caveats", "ethical-considerations"))
    })  # fmt: skip
    _yaml(folder / "gates.yaml", {
        "schema_version": 1,
        "gates": [{
            "name": f"gate-{k}", "metric": evidence[0], "min": 0.99, "level": "warn", "reason": at(k),
            "waiver": {"until": "2030-01-01", "owner": at(k + 1), "reason": at(k + 2)},
        } for k in range(4)],
    })  # fmt: skip
    for number, parent in (("1.0.0", None), ("1.1.0", "1.0.0")):
        _version(folder, number, parent, at, held=(list(topics), tones, groups, teams), texts=texts)


def _version(folder: Path, number: str, parent: str | None, at: Names, *, held: Any, texts: list[str]) -> None:
    topics, tones, groups, teams = held
    tables = {name: {"file": f"raw/{number}/{name}.csv"} for name in ("items", "annotations", "annotators", "gold")}
    tables["adjudications"] = {"file": f"raw/{number}/adjudications.csv"}
    _yaml(folder / "versions" / f"{number}.yaml", {
        "version": number, "date": "2026-02-01" if parent is None else "2026-03-01", "parent": parent, "note": at(15),
        "guidelines": f"guidelines/{number}.md", "tables": tables,
    })  # fmt: skip
    raw = folder / "raw" / number
    rng = np.random.default_rng(3)
    people = [at(5 + k) for k in range(PEOPLE)]
    _csv(raw / "items.csv", ["item_id", "text", "place"], [
        [f"i{i:03d}", f"{texts[i % len(texts)]} word{i % TOPICS} tone{i % TONES}", groups[i % GROUPS]]
        for i in range(ITEMS)
    ])  # fmt: skip
    _csv(raw / "annotators.csv", ["annotator_id", "team"], [[p, teams[k % TEAMS]] for k, p in enumerate(people)])
    wrong = 0.25 if parent is None else 0.1
    rows = []
    for question, labels in (("topic", topics), ("tone", tones)):
        for i in range(ITEMS):
            for k in range(3):
                slip = int(rng.random() < wrong)
                label = labels[(i + slip * int(rng.integers(1, 3))) % len(labels)]
                day = f"2026-01-{1 + i % 27:02d}T09:00"
                rows.append([f"i{i:03d}", people[(i + k) % PEOPLE], question, label, f"{day}:00Z", f"{day}:3{k}Z",
                             at(i % 4)])  # fmt: skip
    head = ["item_id", "annotator_id", "question", "label", "started_at", "submitted_at", "batch"]
    _csv(raw / "annotations.csv", head, rows)
    _csv(raw / "gold.csv", ["item_id", "question", "label"], [
        [f"i{i:03d}", question, labels[i % len(labels)]]
        for question, labels in (("topic", topics), ("tone", tones)) for i in range(0, ITEMS, 2)
    ])  # fmt: skip
    _csv(raw / "adjudications.csv", ["item_id", "question", "label", "by", "at", "reason"], [
        [f"i{i:03d}", "topic", topics[i % TOPICS], at(i), "2026-01-30", texts[i % len(texts)]] for i in range(12)
    ])  # fmt: skip
    _guidelines(folder / "guidelines" / f"{number}.md", at, topics, tones, shift=0 if parent is None else 1)


def _guidelines(path: Path, at: Names, topics: list[str], tones: list[str], *, shift: int) -> None:
    tree: Any = topics[-1]
    for k, label in enumerate(topics[:5]):
        tree = {"question": at(k + 13), "yes": label, "no": tree}
    lines = ["---", *yaml.safe_dump({"title": at(1), "authors": at(2), "changes": at(3)}).splitlines(), "---", ""]
    lines += [at(4 + shift), "", "# topic", "", at(5), "", "```decision-tree"]
    lines += [*yaml.safe_dump(tree, allow_unicode=True).splitlines(), "```", ""]
    for question, labels in (("", topics), ("tone", tones)):
        lines += ["", f"# {question}", ""] if question else []
        for k, label in enumerate(labels):
            lines += [
                f"## {label}",
                "",
                f"**Definition.** {at(k + shift)}",
                "",
                "**Examples**",
                "",
                f"- {at(k + 2)}",
                "",
            ]
            lines += ["**Counterexamples**", "", f"- {at(k + 4)} — {at(k + 6)}", ""] if k % 3 else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _yaml(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _csv(path: Path, head: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def build(root: Path, datasets: dict[str, list[str]], texts: list[str]) -> Path:
    """Run every stage on the data sets, as ``dvc repro`` does, and give the folder of the site."""
    params = root / "params.yaml"
    versions = {f"{name}-{number}": {"dataset": name, "version": number}
                for name in datasets for number in ("1.0.0", "1.1.0")}  # fmt: skip
    _yaml(params, {
        "quality": {"folds": 2}, "bias": {"permutations": 100}, "changes": {"replicates": 200},
        "datasets": list(datasets), "versions": versions,
    })  # fmt: skip
    pages, out = root / "cards", root / "site"
    for name, names in datasets.items():
        folder = root / "datasets" / name
        write(folder, names, texts)
        for number in ("1.0.0", "1.1.0"):
            for stage in (anonymize, quality, bias, model):
                stage.run(folder, number, params)
        changes.run(folder, "1.1.0", "1.0.0", params)
        for number in ("1.0.0", "1.1.0"):
            cards.run(folder, number, pages, None)
            site.run(folder, number, pages, out)
        index.run(folder, pages, out, params)
    overview.run(root / "docs", pages, out, params)
    return out
