"""The guidelines page: what annotators were told about each label, and which labels lack something."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.charts.tree import decision_tree
from labelcards.cards.escape import anchor
from labelcards.cards.figures.names import Names
from labelcards.documents.guidelines import DecisionStep, Guidelines, LabelGuide, QuestionGuide

__all__ = ["GuidelinesPage", "LabelEntry", "Lint", "QuestionEntry", "defined_labels", "guidelines_page"]

_ABOUT_EXAMPLES = frozenset({"no-examples", "no-counterexamples"})
_META = ("title", "version", "date", "authors", "author", "changes")


@dataclass(frozen=True, slots=True)
class Lint:
    """Something missing: ``code`` is worded in the template."""

    code: str
    question: str
    label: str


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label with its guide; ``definition`` falls back to the manifest's."""

    title: str
    anchor: str
    definition: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question with its labels; ``chart`` is empty when it has no decision tree, ``steps`` holds the same tree."""

    key: str
    title: str
    anchor: str
    text: str
    labels: tuple[LabelEntry, ...]
    chart: Markup
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class GuidelinesPage:
    """The guidelines of a version; ``present`` is false when it has none."""

    present: bool
    meta: tuple[tuple[str, str], ...]
    introduction: str
    questions: tuple[QuestionEntry, ...]
    lint: tuple[Lint, ...]
    labels: int

    @property
    def weak(self) -> int:
        """How many labels have no guide or no examples."""
        return len({(lint.question, lint.label) for lint in self.lint if lint.code in ("label-absent", "no-examples")})


def guidelines_page(guidelines: Guidelines | None, names: Names, *, examples: bool = True) -> GuidelinesPage:
    """The page's content; every declared label appears, with or without a guide.

    Args:
        examples: whether the guidelines still have their examples; without, none is missed.
    """
    held = guidelines or Guidelines()
    entries: list[QuestionEntry] = []
    lint: list[Lint] = []
    for key, guide in _guides(held, names).items():
        labels = {names.label_key(key, label.name): label for label in guide.labels}
        entries.append(_question(names, key, guide))
        lint += [found for found in _lint(names, key, guide, labels) if examples or found.code not in _ABOUT_EXAMPLES]
    rank = {name: position for position, name in enumerate(_META)}
    meta = tuple(sorted(held.meta.items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[0])))
    total = sum(len(question.labels) for question in names.manifest.questions.values())
    return GuidelinesPage(guidelines is not None, meta, held.introduction, tuple(entries), tuple(lint), total)


def defined_labels(guidelines: Guidelines | None, names: Names) -> dict[str, tuple[LabelEntry, ...]]:
    """Question → its declared labels with what the guidelines say of each, for every declared question."""
    guides = _guides(guidelines or Guidelines(), names)
    return {key: _labels(names, key, guide) for key, guide in guides.items()}


def _guides(guidelines: Guidelines, names: Names) -> dict[str, QuestionGuide]:
    """Declared question → its guide, which may be empty."""
    guides = {names.manifest_key(guide.name): guide for guide in guidelines.questions}
    return {key: guides.get(key, QuestionGuide(key)) for key in names.manifest.questions}


def _labels(names: Names, key: str, guide: QuestionGuide) -> tuple[LabelEntry, ...]:
    entries = []
    labels = {names.label_key(key, label.name): label for label in guide.labels}
    for label in names.manifest.questions[key].labels:
        held = labels.get(label.id, LabelGuide(label.id))
        entries.append(
            LabelEntry(
                title=label.title or label.id,
                anchor=anchor("label", key, label.id),
                definition=held.definition or label.definition or "",
                examples=held.examples,
                counterexamples=held.counterexamples,
                notes=held.notes,
            )
        )
    return tuple(entries)


def _question(names: Names, key: str, guide: QuestionGuide) -> QuestionEntry:
    title = names.question(key)
    chart = Markup("")
    steps: tuple[tuple[str, str, str], ...] = ()
    if guide.tree is not None:
        named = _named(guide.tree, names, key)
        chart, steps = decision_tree(named, name=f"tree-{key}", subject=title), tuple(_steps(named))
    return QuestionEntry(key, title, anchor("question", key), guide.text, _labels(names, key, guide), chart, steps)


def _named(node: DecisionStep, names: Names, key: str) -> DecisionStep:
    """The tree with label titles at its leaves."""

    def leaf(end: DecisionStep | str) -> DecisionStep | str:
        return _named(end, names, key) if isinstance(end, DecisionStep) else names.label(key, names.label_key(key, end))

    return DecisionStep(node.question, leaf(node.yes), leaf(node.no))


def _steps(node: DecisionStep) -> list[tuple[str, str, str]]:
    """The tree as numbered steps: the same content as the drawing, for reading aloud."""
    order: list[DecisionStep] = []

    def visit(step: DecisionStep) -> None:
        order.append(step)
        for end in (step.yes, step.no):
            if isinstance(end, DecisionStep):
                visit(end)

    visit(node)
    number = {id(step): index for index, step in enumerate(order, 1)}

    def target(end: DecisionStep | str) -> str:
        return f"→ {number[id(end)]}" if isinstance(end, DecisionStep) else end

    return [(step.question, target(step.yes), target(step.no)) for step in order]


def _lint(names: Names, key: str, guide: QuestionGuide, labels: dict[str, LabelGuide]) -> list[Lint]:
    title = names.question(key)
    found: list[Lint] = []
    for label in names.manifest.questions[key].labels:
        held, shown = labels.get(label.id), label.title or label.id
        if held is None:
            found.append(Lint("label-absent", title, shown))
            continue
        if not (held.definition or label.definition):
            found.append(Lint("no-definition", title, shown))
        if not held.examples:
            found.append(Lint("no-examples", title, shown))
        if not held.counterexamples:
            found.append(Lint("no-counterexamples", title, shown))
    known = {label.id for label in names.manifest.questions[key].labels}
    if known:
        found += [Lint("label-unknown", title, held.name) for label, held in labels.items() if label not in known]
        ends = {names.label_key(key, end) for end in _ends(guide.tree)}
        found += [Lint("tree-unknown", title, end) for end in sorted(ends - known)]
        if guide.tree is not None:
            found += [Lint("tree-misses", title, names.label(key, end)) for end in sorted(known - ends)]
    return found


def _ends(node: DecisionStep | str | None) -> set[str]:
    if node is None:
        return set()
    return {node} if isinstance(node, str) else _ends(node.yes) | _ends(node.no)
