"""Annotation guidelines: what each label means, with examples, counterexamples and a decision tree.

Written by the annotation lead (``guidelines/<version>.md``), read by the stage ``cards``. The Markdown has a fixed
shape, so that pages can show it and a lint can find what is missing:

    ---
    title: …            (front matter, optional: title, author, date)
    ---
    Introduction.

    # <question>        (the key or the title of a question)
    Text.
    ## <label>          (the id or the title of a label)
    **Definition.** One or more sentences.
    **Examples**
    - a text
    **Counterexamples**
    - a text — why it is something else

    ```decision-tree
    question: Does the message name an invoice?
    yes: billing
    no: {question: …, yes: …, no: …}
    ```
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from labelcards.documents.yaml_file import parse_yaml
from labelcards.errors import InputError, Problem

__all__ = ["DecisionStep", "Guidelines", "LabelGuide", "QuestionGuide", "read_guidelines"]

MAX_DEPTH = 12
_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*\s*$")
_PART = re.compile(r"^\*\*(Definition|Examples?|Counterexamples?)\s*[.:]?\s*\*\*[.:]?\s*(.*)$", re.IGNORECASE)
_POINT = re.compile(r"^\s*[-*]\s+(.*)$")


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """A yes/no question and where each answer leads: to another decision or to a label."""

    question: str
    yes: DecisionStep | str
    no: DecisionStep | str


@dataclass(frozen=True, slots=True)
class LabelGuide:
    """What the guidelines say about one label; empty parts are missing ones."""

    name: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class QuestionGuide:
    """What the guidelines say about one question."""

    name: str
    text: str = ""
    labels: tuple[LabelGuide, ...] = ()
    tree: DecisionStep | None = None


@dataclass(frozen=True, slots=True)
class Guidelines:
    """A parsed guidelines file."""

    meta: dict[str, str] = field(default_factory=dict)
    introduction: str = ""
    questions: tuple[QuestionGuide, ...] = ()


def read_guidelines(path: Path) -> Guidelines:
    """Parse a guidelines file.

    Raises:
        InputError: it is missing, not UTF-8, or its front matter or a decision tree is not what it should be;
            all such problems at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problem = Problem(str(path), "missing-file", "The guidelines do not exist.", "Write them or drop the key.")
        raise InputError([problem]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), "not-utf8", "The file is not UTF-8.", "Save it as UTF-8.")]) from None
    reader = _Reader(str(path))
    guidelines = reader.read(text.replace("\r\n", "\n").split("\n"))
    if reader.problems:
        raise InputError(reader.problems)
    return guidelines


class _Reader:
    """One pass over the lines; collects problems instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def complain(self, row: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, code, message, remedy, row=row))

    def read(self, lines: list[str]) -> Guidelines:
        meta, start = self._front_matter(lines)
        introduction: list[str] = []
        questions: list[QuestionGuide] = []
        for title, body in _sections(lines, start, level=1):
            if title is None:
                introduction = [line for _, line in body]
            else:
                questions.append(self._question(title, body))
        return Guidelines(meta, "\n".join(introduction).strip(), tuple(questions))

    def _front_matter(self, lines: list[str]) -> tuple[dict[str, str], int]:
        if not lines or lines[0].strip() != "---":
            return {}, 0
        try:
            end = next(row for row, line in enumerate(lines[1:], 1) if line.strip() == "---")
            held = parse_yaml("\n".join(lines[1:end]), self.file).content or {}
            if not isinstance(held, dict):
                raise ValueError
        except (StopIteration, ValueError, InputError):
            self.complain(1, "front-matter", "The front matter is not a YAML mapping.", "Close it with ---.")
            return {}, 0
        return {key: str(value) for key, value in held.items()}, end + 1

    def _question(self, title: str, body: list[tuple[int, str]]) -> QuestionGuide:
        body, tree = self._take_tree(body)
        labels: list[LabelGuide] = []
        text: list[str] = []
        for name, lines in _sections([line for _, line in body], 0, level=2):
            if name is None:
                text = [line for _, line in lines]
            else:
                labels.append(_label(name, [line for _, line in lines]))
        return QuestionGuide(title, "\n".join(text).strip(), tuple(labels), tree)

    def _take_tree(self, body: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], DecisionStep | None]:
        start = next((i for i, (_, line) in enumerate(body) if line.strip().startswith("```decision-tree")), None)
        if start is None:
            return body, None
        row = body[start][0]
        end = next((i for i in range(start + 1, len(body)) if body[i][1].strip() == "```"), None)
        if end is None:
            self.complain(row, "tree-open", "The decision tree has no closing fence.", "Close it with ```.")
            return body[:start], None
        try:
            held = parse_yaml("\n".join(line for _, line in body[start + 1 : end]), self.file).content
            tree = _decision(held, 0)
        except InputError:
            self.complain(row, "tree-yaml", "The decision tree is not YAML.", "Check its indentation and quotes.")
            tree = None
        except ValueError as error:
            self.complain(row, "tree-shape", f"The decision tree {error}.", "Give question, yes and no.")
            tree = None
        return body[:start] + body[end + 1 :], tree if isinstance(tree, DecisionStep) else None


def _decision(node: object, depth: int) -> DecisionStep | str:
    if isinstance(node, str):
        return node
    if depth >= MAX_DEPTH:
        raise ValueError(f"is deeper than {MAX_DEPTH} questions")
    held = {key.lower(): value for key, value in node.items()} if isinstance(node, dict) else {}
    if set(held) != {"question", "yes", "no"} or not isinstance(held["question"], str):
        raise ValueError("has a step without exactly question, yes and no")
    return DecisionStep(held["question"], _decision(held["yes"], depth + 1), _decision(held["no"], depth + 1))


def _sections(lines: list[str], start: int, *, level: int) -> list[tuple[str | None, list[tuple[int, str]]]]:
    """``(title, [(row, line)])`` per heading of ``level``; what comes before the first has title None."""
    found: list[tuple[str | None, list[tuple[int, str]]]] = [(None, [])]
    fenced = False
    for row, line in enumerate(lines[start:], start + 1):
        fenced ^= line.strip().startswith("```")
        heading = None if fenced else _HEADING.match(line)
        if heading and len(heading[1]) == level:
            found.append((heading[2], []))
        else:
            found[-1][1].append((row, line))
    return found


def _label(name: str, lines: list[str]) -> LabelGuide:
    parts: dict[str, list[str]] = {"definition": [], "examples": [], "counterexamples": [], "notes": []}
    part = "notes"
    for line in lines:
        opened = _PART.match(line.strip())
        if opened:
            part = opened[1].lower() if opened[1].lower() == "definition" else f"{opened[1].lower().rstrip('s')}s"
            if opened[2]:
                parts[part].append(opened[2])
            continue
        point = _POINT.match(line)
        if part in ("examples", "counterexamples"):
            _add_point(parts[part], point[1] if point else None, line)
        elif part == "definition" and not line.strip() and parts[part]:
            part = "notes"
        else:
            parts[part].append(line)
    return LabelGuide(
        name,
        " ".join(" ".join(parts["definition"]).split()),
        tuple(parts["examples"]),
        tuple(parts["counterexamples"]),
        "\n".join(parts["notes"]).strip(),
    )


def _add_point(points: list[str], point: str | None, line: str) -> None:
    """A list point, or the continuation of the one before."""
    if point is not None:
        points.append(point.strip())
    elif line.strip() and points:
        points[-1] += " " + line.strip()
