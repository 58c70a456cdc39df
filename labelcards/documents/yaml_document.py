"""Hand-written documents: YAML read into a model, with every misfit as a `Problem` a person can act on.

A message says what is expected, never what was found, because errors reach CI logs. Key names are the author's own
words and are named; for an unknown key or choice the nearest known one is suggested.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from labelcards.documents.yaml_file import Step, YamlFile, read_yaml
from labelcards.errors import InputError, Problem

__all__ = ["did_you_mean", "fit_document", "problem_at", "read_yaml_document"]

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "date": "a date such as 2026-01-31",
    "datetime": "a date and time such as 2026-01-31T09:30:00Z",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "dict": "a mapping of keys to values",
    "mapping": "a mapping of keys to values",
    "model": "a mapping of keys to values",
    "dataclass": "a mapping of keys to values",
}
"""First word of a pydantic error type → what the reader should find there."""

_PATTERNS = {
    r"^[a-z0-9][a-z0-9._-]{0,63}$": "lower-case letters, digits, '.', '_' or '-', at most 64, starting with a letter "
    "or digit",
    r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$": "a version number such as 1.0.0",
}


def read_yaml_document(path: Path, model: type[Model]) -> Model:
    """Read and validate one hand-written document.

    Raises:
        InputError: the file cannot be read (see `read_yaml`) or does not fit; all misfits at once.
    """
    return fit_document(read_yaml(path), model)


def fit_document(source: YamlFile, model: type[Model]) -> Model:
    """The content of ``source`` as ``model``.

    Raises:
        InputError: all misfits at once, each with line, path, expectation and remedy.
    """
    content = source.content
    if not isinstance(content, dict):
        found = "is empty" if content is None else "is not a mapping of keys to values"
        required = [name for name, field in model.model_fields.items() if field.is_required()]
        remedy = f"Write at least {_listing(required)}." if required else "Write keys and values."
        raise InputError([Problem(source.file, "empty-document", f"The file {found}.", remedy)])
    try:
        return model.model_validate(_with_schema_number(content))
    except ValidationError as error:
        details = _telling(error.errors(include_url=False), model)
        raise InputError(_problem(source, model, detail) for detail in details) from None


def _telling(details: list[Any], model: type[BaseModel]) -> list[Any]:
    """The misfits without those that only follow from another one.

    A misspelt key is unknown and its right spelling is missing; a list whose only entry is wrong is also too short.
    """
    meant = set()
    for detail in details:
        parent = _model_at(model, detail["loc"][:-1])
        if detail["type"] == "extra_forbidden" and parent:
            meant.add((*detail["loc"][:-1], _nearest(str(detail["loc"][-1]), parent.model_fields)))
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"] in meant)
        and not (detail["type"] == "too_short" and any(_below(place, detail["loc"]) for place in places))
    ]


def _below(place: tuple[Any, ...], parent: tuple[Any, ...]) -> bool:
    return len(place) > len(parent) and place[: len(parent)] == parent


def _with_schema_number(content: dict[str, Any]) -> dict[str, Any]:
    """YAML scalars are text; the schema version is compared as a number."""
    version = content.get("schema_version")
    if isinstance(version, str) and version.isdecimal():
        return {**content, "schema_version": int(version)}
    return content


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``"Did you mean 'x'?"`` for the known name nearest to ``name``, or an empty string.

    Only known names are quoted. Spelling, case, and ``-``/``_``/space differences are bridged.
    """
    nearest = _nearest(name, known)
    return f"Did you mean '{nearest}'?" if nearest else ""


def _nearest(name: str, known: Iterable[str]) -> str | None:
    folded = {_folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    nearest = difflib.get_close_matches(_folded(name), sorted(folded), n=1, cutoff=0.6)
    return folded[nearest[0]] if nearest else None


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def problem_at(source: YamlFile, path: tuple[Step, ...], code: str, message: str, remedy: str) -> Problem:
    """A problem at a path of a YAML file, with its line."""
    shown = _shown_path(source.content, path)
    return Problem(source.file, code, message, remedy, row=source.line(shown), column=_dotted(shown))


def _dotted(path: tuple[Step, ...]) -> str | None:
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or None


def _shown_path(content: Any, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """``path`` in the author's terms: short forms of lists keep the keys that were written.

    A document that may be the mapping itself, or hold it under a key, has the key in its paths only if it was written.
    """
    steps: list[Step] = []
    node = content
    if len(path) > 1 and isinstance(node, dict) and path[0] not in node and path[1] in node:
        path = path[1:]
    for step in path:
        if isinstance(node, dict) and isinstance(step, int):
            keys = list(node)
            if step >= len(keys):
                break
            step = keys[step]  # noqa: PLW2901 (a list written as a mapping)
        elif not isinstance(node, dict | list):
            break
        steps.append(step)
        node = _child(node, step)
    return tuple(steps)


def _child(node: Any, step: Step) -> Any:
    if isinstance(node, dict):
        return node.get(step, {})
    return node[step] if isinstance(step, int) and step < len(node) else {}


def _problem(source: YamlFile, model: type[BaseModel], detail: Any) -> Problem:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    parent = _model_at(model, path[:-1])
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = list(parent.model_fields) if parent else []
        remedy = did_you_mean(str(path[-1]), known) or f"Known here: {_listing(known)}."
        return problem_at(source, path, "unknown-key", "The key is not known here.", remedy)
    if kind == "missing":
        remedy = f"Add it under {_dotted(path[:-1])}." if path[:-1] else "Add it."
        return problem_at(source, path, "missing-key", f"The key '{path[-1]}' is required.", remedy)
    if kind == "literal_error" and path == ("schema_version",):
        message = "The file has a schema version that this labelcards does not read."
        return problem_at(source, path, "newer-schema", message, "Upgrade labelcards, or remove the key.")
    if kind == "literal_error":
        choices = [str(choice) for choice in context.get("choices") or _choices(model, path)]
        remedy = did_you_mean(str(detail["input"]), choices) or f"Choose one of: {', '.join(choices)}."
        return problem_at(source, path, "unknown-choice", f"Expected one of {', '.join(choices)}.", remedy)
    if kind == "value_error":
        message = _sentence(str(context.get("error", "does not fit")), path, _model_at(model, path))
        return problem_at(source, path, "inconsistent", message, "Correct it.")
    key = detail["loc"][-1] == "[key]"
    return problem_at(source, path, "wrong-value", _expectation(kind, context, key), _remedy(kind, detail))


def _sentence(text: str, path: tuple[Step, ...], model: type[BaseModel] | None) -> str:
    """A validator's words ("must not be empty") as a sentence; a key it begins with is quoted."""
    text = text.strip().rstrip(".")
    starts, _, rest = text.partition(" ")
    if model and starts in model.model_fields:
        return f"'{starts}' {rest}."
    if starts in ("must", "needs", "is", "has", "belongs"):
        return f"{'The value' if path else 'The file'} {text}."
    return f"{text[0].upper()}{text[1:]}."


def _expectation(kind: str, context: dict[str, Any], key: bool) -> str:
    subject = "Expected a key of" if key else "Expected"
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return f"{subject} {_PATTERNS.get(pattern, f'text that matches {pattern}')}."
    bounds = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
    if kind in bounds:
        words = kind.replace("_", " ").replace("greater than equal", "at least").replace("less than equal", "at most")
        return f"{subject} a number {words} {context.get(bounds[kind])}."
    if kind == "too_short":
        least = context.get("min_length")
        return f"{subject} at least {least} {'entry' if least == 1 else 'entries'}."
    return f"{subject} {_EXPECTED.get(kind.split('_', 1)[0], 'another value')}."


def _remedy(kind: str, detail: Any) -> str:
    if detail["input"] is None:
        return "Fill it in, or remove the key."
    if kind == "string_type":
        return "Write one value, not a list or mapping."
    return "Correct it."


def _choices(model: type[BaseModel], path: tuple[Any, ...]) -> tuple[Any, ...]:
    for annotation in _annotations_at(model, path):
        if get_origin(annotation) is Literal:
            return get_args(annotation)
    return ()


def _model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel] | None:
    for annotation in _annotations_at(model, path):
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
    return None


def _annotations_at(model: type[BaseModel], path: tuple[Any, ...]) -> list[Any]:
    """The types that the value at ``path`` may have."""
    found: list[Any] = [model]
    for step in path:
        found = [inner for annotation in found for inner in _step_into(annotation, step)]
    return found


def _step_into(annotation: Any, step: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if step in annotation.model_fields:
            yield from _alternatives(annotation.model_fields[step].annotation)
        return
    arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    if arguments and get_origin(annotation) in (tuple, list, dict):
        yield from _alternatives(arguments[-1])


def _alternatives(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _alternatives(argument)
    elif origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    else:
        yield annotation


def _listing(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
