"""Anonymize a label version: raw tables in, clean tables and the figures about it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version as distribution_version
from pathlib import Path

import pandas as pd

from labelcards.dataset.contract.order import ordered
from labelcards.dataset.contract.tables import SIDE_TABLES
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.columns import Column, RecordTable
from labelcards.documents.figures import FigureTree
from labelcards.documents.warning_record import WarningRecord
from labelcards.privacy.columns import generalized
from labelcards.privacy.detect.cache import FindingCache
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.search import Progress
from labelcards.privacy.disclosure import disclosure_figures
from labelcards.privacy.item_ids import hides_items, item_pseudonym
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.ledger import Ledger, ledger_figures, ledger_warnings
from labelcards.privacy.policy import Policy
from labelcards.privacy.scan.fingerprints import Fingerprints, fingerprints
from labelcards.privacy.suspects import looking_personal, naming_somebody
from labelcards.privacy.texts import WITHHELD, CleanText, TextCleaner

__all__ = ["CleanResult", "clean_version"]

_ANNOTATOR_PREFIX = "a"
_INDIRECT = frozenset(("AGE", "DATE_TIME", "LOCATION", "NRP", "ORGANIZATION", "POSTCODE", "TITLE"))
"""Types whose values stand rightly in many places; the scan does not look for them."""


@dataclass(frozen=True)
class CleanResult:
    """What `clean_version` hands to the stage.

    Attributes:
        version: the label version with clean tables.
        figures: the tree for the anonymization document.
        warnings: what a reader must know.
        parameters: engine, key id, policy and column actions.
        fingerprints: keyed fingerprints of the raw values, for a private file that ``labelcards scan`` reads.
    """

    version: LabelVersion
    figures: FigureTree
    warnings: list[WarningRecord]
    parameters: dict[str, str | int | float | bool]
    fingerprints: Fingerprints


def clean_version(
    version: LabelVersion,
    policy: Policy,
    key: PseudonymKey,
    detector: Detector,
    *,
    cache_dir: Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> CleanResult:
    """Apply the manifest's column actions and the text policy to every table.

    Columns of items and annotators: as declared; free text is cleaned; annotator ids are pseudonyms in every table,
    and so is who adjudicated or audited; the free text of adjudications is always cleaned. Item ids stay unless the
    manifest declares the column ``item_id`` with action ``pseudonym``. A text that cannot be searched becomes
    ``<WITHHELD>``, a value that cannot be generalized becomes missing; both are counted.

    Args:
        version: the raw label version.
        policy: what to do per entity type.
        key: makes pseudonyms.
        detector: finds personal data.
        cache_dir: private folder for remembered findings; None remembers nothing.
        jobs: processes for the search, 0 for one per core.
        progress: told while searching.
    """
    cache = FindingCache(cache_dir, key, detector.configuration) if cache_dir else None
    work = _VersionCleaner(version, TextCleaner(detector, policy, key, cache, jobs, progress), key)
    clean = work.run()
    parameters: dict[str, str | int | float | bool] = {
        **detector.parameters,
        **policy.parameters(),
        "key_id": key.key_id,
        **({"engine.faker": distribution_version("faker")} if policy.uses("surrogate") else {}),
        **{f"columns.{table}.{name}": action for (table, name), action in sorted(work.actions.items())},
    }
    known = fingerprints(work.ledger.raw, key, harmless=_published(clean))
    used = {name: len(getattr(clean, name)) for name in work.ledger.read}
    figures = ledger_figures(work.ledger, used) | {"disclosure": disclosure_figures(clean)}
    return CleanResult(clean, figures, ledger_warnings(work.ledger), parameters, known)


class _VersionCleaner:
    """One run over one version."""

    def __init__(self, version: LabelVersion, cleaner: TextCleaner, key: PseudonymKey) -> None:
        self.version = version
        self.cleaner = cleaner
        self.key = key
        self.ledger = Ledger()
        self.actions: dict[tuple[str, str], str] = {}
        self._hide_items = hides_items(version.manifest)

    def run(self) -> LabelVersion:
        """All tables, cleaned and sorted as before."""
        raw = self.version
        tables = {
            "items": raw.items,
            "annotations": raw.annotations,
            "annotators": raw.annotators,
            "gold": raw.gold,
            "adjudications": raw.adjudications,
            **{name: getattr(raw, name) for name in SIDE_TABLES if len(getattr(raw, name))},
        }
        self.ledger.read = {name: len(table) for name, table in tables.items()}
        self.ledger.withheld = {name: set() for name in tables}
        cleaned = {
            "items": self._records("items", raw.items, raw.manifest.items, "item_id"),
            "annotations": self._annotations(raw.annotations),
            "annotators": self._records("annotators", raw.annotators, raw.manifest.annotators, "annotator_id"),
            "gold": raw.gold.copy(),
            "adjudications": self._adjudications(raw.adjudications),
            "audit": self._audit(raw.audit),
            "predictions": raw.predictions.copy(),
        }
        if self._hide_items:
            for name, table in cleaned.items():
                if "item_id" in table:
                    cleaned[name] = table.assign(item_id=self._named(table["item_id"], item_pseudonym))
        return replace(
            raw,
            items=ordered("items", cleaned["items"]),
            annotations=ordered("annotations", cleaned["annotations"]),
            annotators=ordered("annotators", cleaned["annotators"]),
            gold=ordered("gold", cleaned["gold"]),
            adjudications=ordered("adjudications", cleaned["adjudications"]),
            audit=ordered("audit", cleaned["audit"]),
            predictions=ordered("predictions", cleaned["predictions"]),
        )

    def _named(self, values: pd.Series, name: Callable[[str, PseudonymKey], str]) -> pd.Series:
        self.ledger.raw[str(values.name)].update(values.dropna().unique())
        return values.map({value: name(value, self.key) for value in values.dropna().unique()})

    def _annotations(self, table: pd.DataFrame) -> pd.DataFrame:
        table = table.assign(annotator_id=self._named(table["annotator_id"], _annotator_pseudonym))
        for column in ("batch", "source", "suggested_by"):
            if column in table:
                table = table.assign(**{column: self._names_hidden("annotations", column, table[column])})
        self.actions["annotations", "annotator_id"] = "pseudonym"
        return table

    def _names_hidden(self, table: str, column: str, values: pd.Series) -> pd.Series:
        """Batch, source and model names: one that names a person becomes a pseudonym."""
        named = naming_somebody([str(value) for value in values.dropna().unique()], self.cleaner.detector)
        hidden = {name: self.key.pseudonym(column, name) for name in named}
        if hidden:
            self.ledger.suspects[table, column] = len(hidden)
        return values.map(lambda value: hidden.get(value, value), na_action="ignore")

    def _adjudications(self, table: pd.DataFrame) -> pd.DataFrame:
        if "by" in table:
            table = table.assign(by=self._named(table["by"], _annotator_pseudonym))
            self.actions["adjudications", "by"] = "pseudonym"
        if "reason" in table:
            table = table.assign(reason=self._texts("adjudications", table["reason"]))
            self.actions["adjudications", "reason"] = "clean"
        return table

    def _audit(self, table: pd.DataFrame) -> pd.DataFrame:
        if not len(table):
            return table
        self.actions["audit", "by"] = "pseudonym"
        stratum = self._names_hidden("audit", "stratum", table["stratum"])
        return table.assign(by=self._named(table["by"], _annotator_pseudonym), stratum=stratum)

    def _records(self, name: str, table: pd.DataFrame, declared: RecordTable, key_column: str) -> pd.DataFrame:
        """Items or annotators: the declared columns, each as its action says; any other column is dropped."""
        kept = {key_column: table[key_column]}
        for column, declaration in declared.columns.items():
            if column == key_column or column not in table:
                continue
            self.actions[name, column] = declaration.action
            if declaration.action == "clean":
                kept[column] = self._texts(name, table[column])
            elif declaration.action == "drop":
                self.ledger.raw[f"{name}.{column}"].update(table[column].dropna().unique())
            else:
                kept[column] = self._values(name, column, declaration, table[column])
        if name == "annotators":
            kept[key_column] = self._named(table[key_column], _annotator_pseudonym)
            self.actions[name, key_column] = "pseudonym"
        elif self._hide_items:
            self.actions[name, key_column] = "pseudonym"
        return pd.DataFrame(kept, index=table.index)

    def _values(self, table: str, name: str, column: Column, values: pd.Series) -> pd.Series:
        different = [str(value) for value in values.dropna().unique()]
        if column.action == "keep":
            if count := looking_personal(different, self.cleaner.detector):
                self.ledger.suspects[table, name] = count
            return values
        new = {value: generalized(value, column, self.key, name) for value in different}
        if column.action == "pseudonym":
            self.ledger.raw[f"{table}.{name}"].update(different)
        result = values.map(new)
        lost = values.notna() & result.isna()
        if lost.any():
            self.ledger.values[table, name] += int(lost.sum())
            self.ledger.withheld[table].update(_places(lost))
        return result.astype(values.dtype)

    def _texts(self, table: str, values: pd.Series) -> pd.Series:
        present = values.dropna()
        cleaned = self.cleaner.clean([str(value) for value in present])
        for value, count in present.value_counts(sort=False).items():
            self._book(cleaned[str(value)], int(count))
        result = values.map({raw: each.text for raw, each in cleaned.items()})
        self.ledger.withheld[table].update(_places(result == WITHHELD))
        return result.astype(values.dtype)

    def _book(self, each: CleanText, count: int) -> None:
        self.ledger.texts += count
        for entity_type, value in each.raw:
            if entity_type not in _INDIRECT and not (entity_type == "PERSON" and len(value.split()) == 1):
                self.ledger.raw[entity_type].add(value)
        for entity_type, found in each.found.items():
            self.ledger.found[entity_type] += found * count
        if each.reason:
            self.ledger.reasons[each.reason] += count
        if each.residual:
            self.ledger.residual_texts += count
            self.ledger.residual_findings += each.residual * count


def _annotator_pseudonym(annotator: str, key: PseudonymKey) -> str:
    return key.pseudonym(_ANNOTATOR_PREFIX, annotator)


def _places(mask: pd.Series) -> list[int]:
    return [place for place, is_so in enumerate(mask.fillna(False).tolist()) if is_so]


def _published(clean: LabelVersion) -> set[str]:
    """Values that stand rightly in the clean tables or the manifest."""
    manifest = clean.manifest
    names = {party.name for party in (*manifest.creators, *manifest.owners)}
    names |= {party.contact for party in (*manifest.creators, *manifest.owners) if party.contact}
    for table, declared in ((clean.items, manifest.items), (clean.annotators, manifest.annotators)):
        for column in declared.named(action="keep"):
            if column in table:
                names.update(str(value) for value in table[column].dropna().unique())
    return names | {label for question in manifest.questions.values() for label in question.label_ids}
