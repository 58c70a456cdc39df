"""CoNLL: one token per line, a blank line between sentences; the forms of 2002, 2003 and CoNLL-U.

Kept: per sentence the set of entity labels, from the last column of tags such as ``B-PER``, ``I-PER``, ``S-PER`` and
``O`` (in CoNLL-U also from ``NER=B-PER`` of the last column). A sentence without entities was looked at and has none.
The item is the ``sent_id``, else the sentence's number. CoNLL names no annotators: several files with the same
sentences are one annotator each.

Lost, and counted: positions of entities; other columns (parts of speech, lemmas, syntax) are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.dataset.files.encodings import as_utf8
from labelcards.dataset.files.packed import read_content
from labelcards.documents.yaml_file import shown
from labelcards.errors import LISTED, InputError, Problem
from labelcards.exchange.marked_items import NOTHING, MarkedFile, MarkedItem, add_marked
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["entity_labels", "is_tag", "opens", "read"]

TOOL = "CoNLL"
QUESTION = "entities"
_ENDINGS = (".conll", ".conllu", ".conll2003", ".conll03", ".bio", ".iob", ".iob2", ".iobes", ".bioes")
_TEXTS = (".txt", ".tsv", "")
_TAG = re.compile(r"O|[BIEILSU]-\S.*")
_COMMENT = re.compile(r"#\s*(?:newdoc|newpar|global\.columns|[\w.-]+)(?:\s*=\s*(.*)|\s+id\b.*)?")
_NER = re.compile(r"(?:^|\|)NER=([^|]+)")
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class TokenLine:
    """The cells of one token, and its row in the file."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenBlock:
    """The tokens of one sentence, and its name if it has one."""

    name: str | None
    tokens: tuple[TokenLine, ...]


def is_tag(text: str) -> bool:
    """Whether a cell is ``O`` or a tag such as ``B-PER``."""
    return _TAG.fullmatch(text) is not None


def entity_labels(tags: Sequence[str]) -> tuple[list[str], int]:
    """The labels of a sentence's tags in order of appearance, and how many entities there are."""
    labels: list[str] = []
    count, before = 0, "O"
    for tag in tags:
        label = tag[2:] if tag != "O" else ""
        if label:
            labels.append(label)
            count += tag[0] in "BSU" or before == "O" or before[2:] != label
        before = tag
    return list(dict.fromkeys(labels)), count


def opens(opening: FileOpening) -> bool:
    """Whether a file has tokens with tags, by its ending or its first lines."""
    if opening.ending in _ENDINGS:
        return True
    if opening.folder or opening.ending not in _TEXTS:
        return False
    blocks = list(_blocks(opening.text.replace("\r\n", "\n").split("\n")))
    lines = [token.cells for block in blocks for token in block.tokens]
    if not lines or min(map(len, lines)) < 2:
        return False
    column = _tag_column(lines)
    if column is None or len(lines) < _ENOUGH or len(blocks) < 2:
        return False
    return any(cells[column] != "O" for cells in lines)


def read(paths: list[Path]) -> ToolExport:
    """The sentences of one or several files.

    Raises:
        InputError: a file has no column of tags, or lines of different width.
    """
    builder = ExportBuilder(TOOL)
    add_marked(builder, [MarkedFile(path, _sentences(builder, path)) for path in paths])
    return builder.finish()


def _sentences(builder: ExportBuilder, path: Path) -> list[MarkedItem]:
    file = shown(path)
    blocks = list(_blocks(as_utf8(read_content(path, file).data, file).decode().replace("\r\n", "\n").split("\n")))
    lines = [token for block in blocks for token in block.tokens]
    column = _tag_column([token.cells for token in lines])
    universal = column is None and _is_universal([token.cells for token in lines])
    if column is None and not universal:
        raise InputError(_no_tags(file, lines))
    if universal:
        builder.lose("parts of speech", len(lines))
    first = 1 if lines[0].cells[0] in ("1", "1-1", "1-2") and len(lines[0].cells) > 2 else 0
    named = all(block.name for block in blocks) and len({block.name for block in blocks}) == len(blocks)
    items = []
    for number, block in enumerate(blocks, start=1):
        tags = [token.cells[column] if column is not None else _universal_tag(token.cells) for token in block.tokens]
        labels, count = entity_labels(tags)
        builder.lose("positions of spans", count)
        item = str(block.name) if named else str(number)
        text = " ".join(token.cells[first] for token in block.tokens)
        items.append(MarkedItem(item, {"text": text}, {QUESTION: ("set", labels or NOTHING)}))
    if universal and all(item.answers[QUESTION][1] == NOTHING for item in items):
        message = "No token has an entity (NER=B-PER); parts of speech and syntax are no labels of sentences."
        raise InputError([Problem(file, "no-labels", message, "Export the entities as CoNLL-2003.")])
    return items


def _no_tags(file: str, lines: Sequence[TokenLine]) -> list[Problem]:
    if not lines:
        return [Problem(file, "empty-file", "The file has no tokens.", "Export it again.")]
    widths = [len(token.cells) for token in lines]
    usual = max(set(widths), key=widths.count)
    message = "The line has another number of columns than most."
    remedy = "Separate columns by tabs."
    ragged = [token.row for token in lines if len(token.cells) != usual]
    if ragged:
        return [Problem(file, "ragged-row", message, remedy, row) for row in ragged[:LISTED]]
    return [Problem(file, "no-labels", "No column holds tags such as B-PER and O.", "Export entities as CoNLL-2003.")]


def _blocks(lines: Sequence[str]) -> Iterator[TokenBlock]:
    name: str | None = None
    tokens: list[TokenLine] = []
    for row, line in enumerate([*lines, ""], start=1):
        comment = _COMMENT.fullmatch(line.strip()) if line.startswith("#") else None
        if comment and not tokens:
            name = comment[1] if re.match(r"#\s*sent_id\s*=", line) else name
        elif not line.strip() or line.startswith("-DOCSTART-"):
            if tokens:
                yield TokenBlock(name, tuple(tokens))
                name, tokens = None, []
        else:
            cells = (
                tuple(cell.strip() for cell in line.split("\t"))
                if "\t" in line
                else tuple(re.split(" +", line.strip(" ")))
            )
            tokens.append(TokenLine(row, cells))


def _tag_column(lines: Sequence[tuple[str, ...]]) -> int | None:
    """The last column that holds tags only, some of an entity, counted from the end; of CoNLL-U no column does."""
    if not lines or len({len(cells) for cells in lines}) > 1:
        return None
    candidates = [-place for place in range(1, len(lines[0])) if all(is_tag(cells[-place]) for cells in lines)]
    filled = [place for place in candidates if any(cells[place] != "O" for cells in lines)]
    return next(iter([*filled, *candidates]), None)


def _is_universal(lines: Sequence[tuple[str, ...]]) -> bool:
    return bool(lines) and all(len(cells) == 10 and re.fullmatch(r"\d+([-.]\d+)?", cells[0]) for cells in lines)


def _universal_tag(cells: tuple[str, ...]) -> str:
    found = _NER.search(cells[-1])
    return found[1] if found and is_tag(found[1]) else "O"
