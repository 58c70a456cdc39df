"""Parameters of a change against those of its target."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from labelcards.documents.bars import BarChange, BarKind
from labelcards.documents.params import AnonymizeParams, Params

__all__ = ["SECTIONS", "param_bar_changes"]

_LEFT_OUT = {"changes.margins", "anonymize.jobs", "anonymize.operators", "anonymize.default", "scan.allow"}
"""Without any effect on results, or compared in a way of their own."""

SECTIONS = ("anonymize", "quality", "bias", "model", "changes", "scan", "publish")

Looser = Literal["higher", "lower", "any", "true", "internal"]

_LOOSER: dict[str, tuple[Looser, str]] = {
    "anonymize.engine": ("any", "nothing here shows that another engine finds as much"),
    "anonymize.threshold": ("higher", "findings below it are left in the texts"),
    "bias.minimum_cell": ("higher", "smaller groups are no longer compared"),
    "bias.minimum_annotators": ("any", "higher: fewer groups are compared; lower: figures describe fewer persons"),
    "bias.smallest_group": ("lower", "smaller groups are counted"),
    "bias.level": ("lower", "fewer differences are told"),
    "model.minimum_cell": ("higher", "smaller groups are no longer compared"),
    "publish.audience": ("internal", "the published site shows single annotators and small groups"),
    "publish.smallest_group": ("lower", "the public sees smaller groups"),
    "publish.minimum_annotators": ("lower", "public figures describe fewer persons"),
    "publish.examples": ("true", "the public sees examples, which may quote items"),
    "publish.tables": ("true", "the public gets the tables"),
}
"""Parameter → which way it is looser, and what follows from that."""

_OPERATORS = {"keep": 0, "generalize": 1, "mask": 1, "pseudonym": 1, "surrogate": 2, "replace": 3, "redact": 3}
"""How much an operator takes away; ``drop``, which takes everything, above them all."""


def param_bar_changes(old: Params, new: Params) -> tuple[BarChange, ...]:
    """What differs between two ``params.yaml``, loosened bars first; the demo's generator aside."""
    found = [*_sections(old, new), *_operators(old.anonymize, new.anonymize), *_allowed(old, new)]
    found += _rows(old, new)
    found += _margins(old.changes.margins, new.changes.margins)
    if old.labelcards_version != new.labelcards_version:
        was, becomes = old.labelcards_version or "", new.labelcards_version or ""
        note = "figures are measured anew"
        found.append(BarChange(bar="params.labelcards_version", kind="changed", was=was, becomes=becomes, note=note))
    return tuple(sorted(found, key=lambda one: (one.kind != "loosened", one.kind != "tightened", one.bar)))


def _sections(old: Params, new: Params) -> Iterator[BarChange]:
    for section in SECTIONS:
        before, after = (getattr(held, section).model_dump(mode="json") for held in (old, new))
        for name in before:
            path = f"{section}.{name}"
            if before[name] == after[name] or path in _LEFT_OUT:
                continue
            kind, note = _direction(path, before[name], after[name])
            yield BarChange(
                bar=f"params.{path}", kind=kind, was=_text(before[name]), becomes=_text(after[name]), note=note
            )


def _direction(path: str, old: Any, new: Any) -> tuple[BarKind, str]:
    if path not in _LOOSER:
        return "changed", ""
    looser, note = _LOOSER[path]
    if looser in ("higher", "lower"):
        loosened = (new > old) == (looser == "higher")
    else:
        loosened = looser == "any" or _text(new) == looser
    return ("loosened", note) if loosened else ("tightened", "")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _operators(old: AnonymizeParams, new: AnonymizeParams) -> Iterator[BarChange]:
    """What happens to findings: per type, with the default for types that are not named."""
    types = sorted({*old.operators, *new.operators})
    rows = [("default", old.default, new.default)]
    rows += [
        (f"operators.{one}", old.operators.get(one, old.default), new.operators.get(one, new.default)) for one in types
    ]
    for name, before, after in rows:
        if before != after:
            ranks = [_OPERATORS.get(operator, 4) for operator in (before, after)]
            kind: BarKind = "loosened" if ranks[1] < ranks[0] else "tightened" if ranks[1] > ranks[0] else "changed"
            yield BarChange(bar=f"params.anonymize.{name}", kind=kind, was=before, becomes=after)


def _allowed(old: Params, new: Params) -> Iterator[BarChange]:
    """What the scan lets pass. The patterns are not quoted: they may be values."""
    before, after = set(old.scan.allow), set(new.scan.allow)
    if before == after:
        return
    more = len(after - before)
    loosened = bool(more)
    note = f"{more} more {'pattern passes' if more == 1 else 'patterns pass'} the scan" if loosened else ""
    kind: BarKind = "loosened" if loosened else "tightened"
    yield BarChange(bar="params.scan.allow", kind=kind, was=_patterns(before), becomes=_patterns(after), note=note)


def _margins(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[BarChange]:
    """From where on a difference matters: a wider margin lets more regressions pass as harmless."""
    for metric in sorted(metric for metric in {*old, *new} if old.get(metric) != new.get(metric)):
        was, becomes = old.get(metric), new.get(metric)
        narrower = was is not None and becomes is not None and becomes < was
        note = (
            "" if narrower else "a wider margin lets more pass as harmless; the catalog's own is where none is stated"
        )
        yield BarChange(
            bar=f"params.changes.margins.{metric}",
            kind="tightened" if narrower else "loosened",
            was="" if was is None else repr(was),
            becomes="" if becomes is None else repr(becomes),
            note=note,
        )


def _patterns(held: set[str]) -> str:
    if not held:
        return ""
    digest = hashlib.sha256("\n".join(sorted(held)).encode()).hexdigest()[:12]
    return f"{len(held)} {'pattern' if len(held) == 1 else 'patterns'}, digest {digest}"


def _rows(old: Params, new: Params) -> Iterator[BarChange]:
    """What the pipeline runs for, as far as the target has it, too."""
    for key in sorted(set(old.versions) - set(new.versions)):
        yield BarChange(bar=f"params.versions.{key}", kind="loosened", was="listed", note="it is no longer measured")
    for key, entry in sorted(old.parents.items()):
        parent = new.parents[key].parent if key in new.parents else ""
        if parent != entry.parent:
            note = "its changes are measured against another version" if parent else "its changes are not measured"
            yield BarChange(bar=f"params.parents.{key}", kind="loosened", was=entry.parent, becomes=parent, note=note)
