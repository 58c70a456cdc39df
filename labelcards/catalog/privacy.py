"""Anonymization: what was read, cleaned and found, how well the search works, and who could be told apart still."""

from __future__ import annotations

from labelcards.catalog.row import Direction, FigureRow, count, row, share

__all__ = ["CLEANING", "DETECTION", "INTAKE"]

_OWN = "labelcards, docs/explanation/anonymization"
_READING = "counted while reading the raw files"
_SPANS = "presidio-evaluator SpanEvaluator, intersection over union 0.9, types pooled"
_TYPED = "presidio-evaluator SpanEvaluator, intersection over union 0.9, type by type"
_SAMPLE = "counted in the marked sample"


def _count(title: str, definition: str, direction: Direction = "neither", *, by: str = "") -> FigureRow:
    return count(title, definition, direction, _OWN, by=by)


CLEANING: dict[str, FigureRow] = {
    "privacy_findings": _count(
        "Findings", "Pieces of personal data of one type found in the texts and treated as the policy says."
    ),
    "privacy_k_anonymity": row(
        "k-anonymity",
        "Rows in the smallest group of rows that agree in all declared quasi-identifiers.",
        "count",
        "1",
        "no bound",
        "higher",
        "Sweeney 2002, doi:10.1142/S0218488502001648, definition 3",
        by="disclosure.anonymity.k_anonymity",
    ),
    "privacy_l_diversity": row(
        "l-diversity",
        "The smallest number of different sensitive values among rows that agree in all quasi-identifiers.",
        "count",
        "1",
        "no bound",
        "higher",
        "Machanavajjhala et al. 2007, doi:10.1145/1217299.1217302, section 4",
        by="disclosure.anonymity.l_diversity",
    ),
    "privacy_residual_findings": _count(
        "Residual findings", "What a second search of the cleaned texts finds besides what was written in.", "lower"
    ),
    "privacy_residual_texts": _count(
        "Texts with residual findings",
        "Cleaned texts in which a second search still finds something besides what was written in.",
        "lower",
    ),
    "privacy_rows_read": _count("Rows read", "Rows of the raw table."),
    "privacy_rows_used": _count("Rows kept", "Rows of the clean table."),
    "privacy_rows_withheld": _count(
        "Rows with something withheld",
        "Rows in which a text or value could not be anonymized and was withheld.",
        "lower",
    ),
    "privacy_small_classes": _count(
        "Rows in small groups",
        "Rows that share their quasi-identifiers with fewer than four others.",
        "lower",
        by="disclosure.anonymity.records_below",
    ),
    "privacy_t_closeness": share(
        "t-closeness",
        "The greatest distance between the sensitive values of such a group and those of all rows.",
        "lower",
        "Li et al. 2007, doi:10.1109/ICDE.2007.367856",
        by="disclosure.anonymity.t_closeness",
    ),
    "privacy_texts": _count("Texts searched", "Free texts searched for personal data, repetitions counted."),
    "privacy_unique_records": _count(
        "Unique rows",
        "Rows whose quasi-identifiers no other row has.",
        "lower",
        by="disclosure.anonymity.records_below",
    ),
}
"""What was treated, and what is left."""

INTAKE: dict[str, FigureRow] = {
    "intake_dropped_columns": count(
        "Columns dropped",
        "Columns of the raw files that the manifest does not declare; nothing of them is kept.",
        "neither",
        _READING,
    ),
    "intake_left_out": count(
        "Rows left out",
        "Rows read and not used, by reason; read is the sum of used and left out.",
        "neither",
        _READING,
    ),
    "intake_read": count(
        "Rows read",
        "Records of the raw files; one per judgement where a row answers several questions.",
        "neither",
        _READING,
    ),
    "intake_used": count("Rows used", "Rows of the label version.", "neither", _READING),
}
"""What became of the raw rows before anything was cleaned."""

DETECTION: dict[str, FigureRow] = {
    "detection_f2": share(
        "Detection F2", "Weighted harmonic mean of recall and precision, recall counting twice.", "higher", _SPANS
    ),
    "detection_precision": share("Detection precision", "Share of the found spans that were marked.", "higher", _SPANS),
    "detection_recall": share("Detection recall", "Share of the marked spans that were found.", "higher", _SPANS),
    "entity_recall": share(
        "Entity recall",
        "Share of the entities all of whose mentions are covered whole.",
        "higher",
        "Pilán et al. 2022, The Text Anonymization Benchmark, doi:10.1162/coli_a_00458",
    ),
    "false_alarms": row(
        "False alarms",
        "Found spans that touch no marked span, per 1,000 words.",
        "per 1000 words",
        "0",
        "no bound",
        "lower",
        _SPANS,
    ),
    "sample_texts": count("Texts of the sample", "Texts in which people marked the personal data.", "neither", _SAMPLE),
    "sample_words": count("Words of the sample", "Words of these texts, split at spaces.", "neither", _SAMPLE),
    "type_covered": share(
        "Covered",
        "Share of the marked spans of one type that are covered whole by findings of any type.",
        "higher",
        "Pilán et al. 2022, section 5, for single mentions",
    ),
    "type_f2": share(
        "F2 of a type",
        "Weighted harmonic mean of the type's recall and precision, recall counting twice.",
        "higher",
        _TYPED,
    ),
    "type_marked": count("Marked", "Marked spans of one type.", "neither", _SPANS),
    "type_precision": share(
        "Precision of a type",
        "Share of the findings of one type that match marked spans of that type.",
        "higher",
        _TYPED,
    ),
    "type_recall": share(
        "Recall of a type",
        "Share of the marked spans of one type that findings of that type match.",
        "higher",
        _TYPED,
    ),
}
"""How much of the marked personal data of a sample the search finds."""
