"""What a standard says about one property, and the check of a node against a table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from labelcards.standards.finding import Path, ValidationFindings
from labelcards.standards.jsonld import Node, as_list, plain
from labelcards.standards.value import Kind
from labelcards.standards.vocabulary import nearest

__all__ = ["Need", "Property", "check_properties", "expected", "warn_of_typos"]

Need = Literal["required", "recommended", "optional"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a class.

    Attributes:
        name: short name, such as ``sc:name``.
        kinds: what a value may be; empty when it is a node that is checked on its own.
        need: whether it has to be there.
        many: whether it may have several values.
        remedy: how to add it when it is absent.
    """

    name: str
    kinds: tuple[Kind, ...] = ()
    need: Need = "optional"
    many: bool = False
    remedy: str = ""

    @property
    def local(self) -> str:
        """The name without the namespace."""
        return self.name.partition(":")[2] if self.name.startswith(("sc:", "cr:")) else self.name


def expected(kinds: Iterable[Kind]) -> str:
    """The sentence about what should stand there."""
    return f"Expected {' or '.join(kind.expected for kind in kinds)}."


def check_properties(node: Node, table: Iterable[Property], findings: ValidationFindings, *, what: str) -> None:
    """Presence, cardinality and type of every property in ``table``.

    Args:
        what: what the node is, for messages: ``the data set``, ``a file``.
    """
    for known in table:
        present = node.get(known.name) is not None and node.get(known.name) not in ("", [])
        if not present:
            _absent(node, known, findings, what)
            continue
        raw = node.get(known.name)
        if isinstance(raw, list) and not known.many and not _tagged(raw):
            if len(raw) > 1:
                message = f"{what[:1].upper()}{what[1:]} has one {known.local}, not several."
                findings.error(node.at(known.name), "too-many-values", message, "Keep one value, outside a list.")
                continue
            message = f"{known.local} has one value, not a list."
            findings.warning(node.at(known.name), "needless-list", message, "Write the value without brackets.")
        for value, path in node.children(known.name):
            _check_value(value, path, known, findings)


def _absent(node: Node, known: Property, findings: ValidationFindings, what: str) -> None:
    remedy = known.remedy or f"Add {known.local}."
    if known.need == "required":
        message = f"{what[:1].upper()}{what[1:]} has no {known.local}, which is required."
        findings.error(node.at(known.name), "missing-required", message, remedy)
    elif known.need == "recommended":
        message = f"{what[:1].upper()}{what[1:]} has no {known.local}, which is recommended."
        findings.warning(node.at(known.name), "missing-recommended", message, remedy)


def _check_value(value: object, path: Path, known: Property, findings: ValidationFindings) -> None:
    if not known.kinds:
        return
    for entry in as_list(value) if isinstance(value, dict) and ("@list" in value or "@set" in value) else [value]:
        bare = plain(entry)
        if _by_language(bare, known):
            continue
        if not any(kind.fits(bare) for kind in known.kinds):
            findings.error(path, "wrong-value", expected(known.kinds), "Correct it.")


def _tagged(values: list[object]) -> bool:
    """The same text in several languages is one value."""
    return bool(values) and all(isinstance(entry, dict) and "@language" in entry for entry in values)


def _by_language(value: object, known: Property) -> bool:
    """``{"en": "…", "de": "…"}``, as Croissant 1.1 allows for names and descriptions."""
    return (
        known.name in ("sc:name", "sc:description")
        and isinstance(value, dict)
        and bool(value)
        and all(isinstance(text, str) and not key.startswith("@") for key, text in value.items())
    )


def warn_of_typos(node: Node, names: Iterable[str], findings: ValidationFindings) -> None:
    """Point at keys that look like a mistyped known property that is absent."""
    absent = {name.partition(":")[2]: name for name in names if name not in node.keys}
    for name, key in node.keys.items():
        if name in names or name.startswith(("@", "prov:", "foaf:")):
            continue
        local = name.partition(":")[2] or name
        hint = nearest(local, absent) if len(local) > 4 else ""
        if hint and _alike(local, hint):
            findings.warning((*node.path, key), "unknown-property", "The property is not known here.", hint)


def _alike(local: str, hint: str) -> bool:
    """Only near misses: at most a few letters differ in length, and the words share most letters."""
    meant = hint.split("'")[1]
    shared = sum(a == b for a, b in zip(sorted(local.lower()), sorted(meant.lower()), strict=False))
    return abs(len(local) - len(meant)) <= 2 and shared >= 0.5 * len(meant)
