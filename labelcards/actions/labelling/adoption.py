"""labelcards' part of files that a repository has already: added at the end, with every other byte as it was.

What cannot stand side by side in one file (a stage of the same name, a parameter that means something else) is a
problem whose remedy is a folder of labelcards' own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from labelcards.actions.pipeline_file import runs_labelcards
from labelcards.documents.params import Params
from labelcards.documents.yaml_document import fit_document
from labelcards.documents.yaml_edit import with_entry
from labelcards.documents.yaml_file import parse_yaml, shown
from labelcards.errors import InputError, Problem

__all__ = ["with_ignored", "with_parameters", "with_stages"]

_OWN_FOLDER = "Give labelcards a folder of its own, `labelcards init labels`, and work in there."

_LISTS = ("datasets", "versions", "parents")
"""What ``foreach`` in ``dvc.yaml`` takes from the parameters."""


def with_stages(path: Path, text: str, ours: str) -> str:
    """A ``dvc.yaml`` with our stages behind its own.

    Args:
        path: the file, for problems and for what its ``vars`` name.
        text: its content.
        ours: the pipeline that an empty repository gets.

    Raises:
        InputError: it is not YAML, has other stages of the same names, or variables named like our parameters.
    """
    held = _content(text, path)
    stages = held.get("stages") or {}
    wanted = _content(ours, path)["stages"]
    problems = [
        _taken(path, f"stages.{name}", "a stage of its own")
        for name in wanted
        if isinstance(stages, dict) and name in stages and not runs_labelcards(stages[name])
    ]
    problems += [_taken(path, f"vars.{name}", "a variable of its own") for name in _variables(held, path)]
    if problems:
        raise InputError(problems)
    for name, stage in wanted.items():
        if name not in stages:
            text = with_entry(text, ["stages"], name, stage, file=shown(path))
    return text


def with_parameters(path: Path, text: str, ours: str) -> str:
    """A ``params.yaml`` with those of our sections that it does not have.

    Raises:
        InputError: it is not plain YAML, or a section of a name that we need holds something else.
    """
    held = _content(text, path)
    problems = [
        _taken(path, name, "a parameter of its own")
        for name in Params.model_fields
        if held.get(name) is not None and not _reads(path, name, held[name])
    ]
    if problems:
        raise InputError(problems)
    missing = [name for name in _content(ours, path) if name not in held]
    text = _with_sections(path, text, ours, missing) if missing else text
    try:
        fit_document(parse_yaml(text, shown(path)), Params)
    except InputError as error:
        raise InputError(error.problems, hint=f"Or {_OWN_FOLDER[0].lower()}{_OWN_FOLDER[1:]}") from None
    return text


def with_ignored(text: str, ours: str) -> str:
    """A ``.gitignore`` with those of our lines that it does not have."""
    held = {line.strip().strip("/") for line in text.splitlines()}
    missing = [line for line in ours.splitlines() if line and not line.startswith("#") and line.strip("/") not in held]
    if not missing:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text if not text or text.endswith("\n") else text + newline
    title = "# labelcards: private data, and what its pipeline makes anew"
    return before + "".join(f"{line}{newline}" for line in [*([""] if before else []), title, *missing])


def _with_sections(path: Path, text: str, ours: str, missing: list[str]) -> str:
    """With the sections' comments where the file's layout admits lines at its end; else without."""
    meant = {**_content(text, path), **{name: _content(ours, path)[name] for name in missing}}
    newline = "\r\n" if "\r\n" in text else "\n"
    block = "\n".join(paragraph for names, paragraph in _paragraphs(ours) if names & set(missing))
    made = text.rstrip("\r\n") + newline * (2 if text.strip() else 0) + block.replace("\n", newline)
    try:
        if YAML(typ="safe", pure=True).load(made) == meant:
            return made
    except YAMLError:
        pass
    for name in missing:
        text = with_entry(text, [], name, _content(ours, path)[name], file=shown(path))
    return text


def _paragraphs(ours: str) -> Iterator[tuple[set[str], str]]:
    """The sections of our own file, comments above them included."""
    for paragraph in ours.split("\n\n"):
        names = {line.partition(":")[0] for line in paragraph.splitlines() if line[:1].isalpha()}
        yield names, paragraph.rstrip("\n") + "\n"


def _reads(path: Path, name: str, value: Any) -> bool:
    """Whether a section is one of ours by its form; a list of data sets also by what lies beside the file."""
    try:
        params = Params.model_validate({name: value})
    except ValidationError:
        return False
    if name not in _LISTS:
        return True
    entries = params.datasets or [entry.dataset for entry in (*params.versions.values(), *params.parents.values())]
    return all((path.parent / "datasets" / entry / "dataset.yaml").is_file() for entry in entries)


def _variables(held: Mapping[str, Any], path: Path) -> list[str]:
    """Names among our lists that the pipeline's own variables have, here or in files that it names."""
    found: set[str] = set()
    for entry in _listed(held.get("vars")):
        if isinstance(entry, dict):
            found |= set(entry)
        elif isinstance(entry, str):
            file, _, keys = entry.partition(":")
            there = path.parent / file
            if file != "params.yaml" and there.is_file() and there.suffix in (".yaml", ".yml"):
                found |= set(keys.split(",")) if keys else set(_content(there.read_text(encoding="utf-8"), there))
    return [name for name in _LISTS if name in found]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _content(text: str, path: Path) -> dict[str, Any]:
    try:
        content = YAML(typ="safe", pure=True).load(text.removeprefix("\ufeff"))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = "The file is not YAML, or holds a key twice."
        row = mark.line + 1 if mark else None
        raise InputError([Problem(shown(path), "not-yaml", message, "Correct it.", row=row)]) from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        message = "The file is not a mapping of keys to values."
        raise InputError([Problem(shown(path), "not-yaml", message, "Correct it.")])
    return content


def _taken(path: Path, name: str, what: str) -> Problem:
    message = f"The repository has {what} by a name that labelcards needs."
    return Problem(shown(path), "name-taken", message, _OWN_FOLDER, column=name)
