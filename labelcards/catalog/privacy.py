"""The figures of the anonymization document."""

from __future__ import annotations

from labelcards.documents.figures import CatalogEntry

__all__ = ["PRIVACY_CATALOG"]

_OWN = "labelcards, docs/explanation/anonymization"


def _count(title: str, definition: str, direction: str = "neither") -> CatalogEntry:
    return CatalogEntry(
        title=title, definition=definition, unit="count", low="0", high="no bound", direction=direction, source=_OWN
    )


PRIVACY_CATALOG: dict[str, CatalogEntry] = {
    "privacy_rows_read": _count("Rows read", "Rows of the raw table."),
    "privacy_rows_used": _count("Rows kept", "Rows of the clean table."),
    "privacy_rows_withheld": _count(
        "Rows with something withheld",
        "Rows in which a text or value could not be anonymized and was withheld.",
        "lower",
    ),
    "privacy_texts": _count("Texts searched", "Free texts searched for personal data, repetitions counted."),
    "privacy_findings": _count(
        "Findings", "Pieces of personal data of one type found in the texts and treated as the policy says."
    ),
    "privacy_residual_texts": _count(
        "Texts with residual findings",
        "Cleaned texts in which a second search still finds something besides what was written in.",
        "lower",
    ),
    "privacy_residual_findings": _count(
        "Residual findings", "What a second search of the cleaned texts finds besides what was written in.", "lower"
    ),
    "privacy_k_anonymity": CatalogEntry(
        title="k-anonymity",
        definition="Rows in the smallest group of rows that agree in all declared quasi-identifiers.",
        unit="count",
        low="1",
        high="no bound",
        direction="higher",
        source="Sweeney 2002, doi:10.1142/S0218488502001648, definition 3",
    ),
    "privacy_unique_records": _count("Unique rows", "Rows whose quasi-identifiers no other row has.", "lower"),
    "privacy_small_classes": _count(
        "Rows in small groups", "Rows that share their quasi-identifiers with fewer than four others.", "lower"
    ),
    "privacy_l_diversity": CatalogEntry(
        title="l-diversity",
        definition="The smallest number of different sensitive values among rows that agree in all quasi-identifiers.",
        unit="count",
        low="1",
        high="no bound",
        direction="higher",
        source="Machanavajjhala et al. 2007, doi:10.1145/1217299.1217302, section 4",
    ),
    "privacy_t_closeness": CatalogEntry(
        title="t-closeness",
        definition="The greatest distance between the sensitive values of such a group and those of all rows.",
        unit="share",
        low="0",
        high="1",
        direction="lower",
        source="Li et al. 2007, doi:10.1109/ICDE.2007.367856",
    ),
}
"""Metric key → definition, for every figure that `labelcards.privacy` computes."""
