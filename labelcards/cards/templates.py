"""The templates that ship with labelcards: to look at, to copy, and to compare with a folder of a user's own."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from labelcards.cards.environment import template_folder
from labelcards.documents.files import write_text
from labelcards.errors import InputError, Problem

__all__ = ["State", "TemplateEntry", "copy_templates", "list_templates", "template_text"]

State = Literal["shipped", "same", "changed", "own"]
"""In use as shipped; overridden by the same text; overridden by another one; no shipped template has this name."""

_COMMENT = re.compile(r"\A\s*\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_ABOUT = {
    "datasheet": "the datasheet: the questions of one section",
    "datasheet/computed": "the datasheet: the computed answer to one question",
    "diff": "labelcards diff: the comment, page or erratum about a difference",
    "model-card": "the model card: one section",
    "pages": "one page of a version",
    "parts": "macros that several pages use",
    "quality": "the quality page: one part",
    "site": "pages above the versions",
    "warnings": "the sentences of the warnings of one document",
}


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template: its name as ``include`` writes it, what it is for, and whether a user's folder overrides it."""

    name: str
    about: str
    state: State


def list_templates(override: Path | None = None) -> tuple[TemplateEntry, ...]:
    """All templates by name; with ``override``, how that folder's files compare, its own ones included.

    Raises:
        InputError: ``override`` is not a folder.
    """
    shipped = _names(template_folder())
    mine = _names(_folder(override)) if override is not None else {}
    found: list[TemplateEntry] = []
    for name in sorted({**shipped, **mine}):
        text = (mine.get(name) or shipped[name]).read_text(encoding="utf-8")
        state: State = "shipped"
        if name in mine:
            state = "own" if name not in shipped else "same" if text == shipped[name].read_text("utf-8") else "changed"
        found.append(TemplateEntry(name, _about(name, text), state))
    return tuple(found)


def template_text(name: str) -> str:
    """The shipped text of a template.

    Raises:
        InputError: there is none of this name; the nearest names are suggested.
    """
    return _shipped([name])[0].read_text(encoding="utf-8")


def copy_templates(names: tuple[str, ...], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the shipped templates ``names`` (all of them if none is named) into ``folder``, under the same names.

    Raises:
        InputError: a name is unknown, or a file is there already and would be overwritten without ``force``; nothing is
            written then.
    """
    wanted = names or tuple(sorted(_names(template_folder())))
    sources = _shipped(wanted)
    targets = [folder / name for name in wanted]
    there = [target for target in targets if target.exists() and not force]
    if there:
        remedy = "Compare the two, or pass --force to overwrite it."
        raise InputError(Problem(str(path), "file-exists", "The file is there already.", remedy) for path in there)
    for source, target in zip(sources, targets, strict=True):
        write_text(target, source.read_text(encoding="utf-8"))
    return tuple(targets)


def _shipped(names: tuple[str, ...] | list[str]) -> list[Path]:
    known = _names(template_folder())
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(
            Problem(name, "unknown-template", "There is no such template.", _near(name, known)) for name in unknown
        )
    return [known[name] for name in names]


def _near(name: str, known: dict[str, Path]) -> str:
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    near += [held for held in known if held.split("/")[-1].split(".")[0] == name and held not in near]
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"{meant}labelcards templates list shows all names."


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise InputError([Problem(str(path), "missing-folder", "The template folder does not exist.", "Create it.")])
    return path


def _names(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.jinja"))}


def _about(name: str, text: str) -> str:
    """The template's own first comment, or what templates in its folder are for."""
    comment = _COMMENT.match(text)
    if comment:
        return " ".join(comment[1].split()).split(". ")[0].rstrip(".")
    return _ABOUT.get(name.rpartition("/")[0], "")
