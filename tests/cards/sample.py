"""A made-up data set with three label versions whose documents fill every page.

Undefined figures and hostile names included. Nothing here is measured: pages are tested for how they show figures, not
for what the figures are.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from labelcards.cards.answers.figures import answer_figures
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.datasheet import datasheet_page
from labelcards.cards.pages.model import model_page
from labelcards.cards.sources import CardSources
from labelcards.catalog.metrics import catalog_for
from labelcards.catalog.warnings import warned
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.evidence import Evidence, EvidenceFile, StageRun
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.guidelines import read_guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.warning_record import WarningRecord

HOSTILE = "other | *x* <script>alert(1)</script> {{ 7*7 }} [a](javascript:b) `c` {#id}"
TOPICS = ("billing", "delivery", "account", "technical", HOSTILE)
URGENCY = ("low", "normal", "high")
ANNOTATORS = tuple(f"ann-{index:02d}" for index in range(1, 10))
METHOD = "jackknife over items, 95%"
COEFFICIENTS = frozenset(
    ("alpha", "alpha_change", "fleiss_kappa", "cohen_kappa", "cohen_kappa_mean", "scott_pi", "gwet_ac1", "gwet_ac2")
)
AGREEMENT = ("percent", "alpha", "fleiss_kappa", "cohen_kappa_mean", "scott_pi", "gwet_ac1", "brennan_prediger")


def manifest(*, relates_to_people: bool = True) -> DatasetManifest:
    """A data set of two questions with hostile names in title, note and labels."""
    return DatasetManifest.model_validate(
        {
            "name": "support-tickets",
            "title": "Support tickets <b>& requests</b>",
            "description": "Short messages to a made-up web shop, labelled with topic and urgency.",
            "language": ["en", "de"],
            "license": "CC-BY-4.0",
            "creators": [{"name": "Label Operations", "role": "labelling team"}],
            "owners": [{"name": "Mara Lindqvist", "role": "data steward", "contact": "labels@example.org"}],
            "relates_to_people": relates_to_people,
            "questions": {
                "topic": {
                    "title": "Topic",
                    "labels": {
                        "billing": {"title": "Billing", "definition": "About an invoice, a price or a payment."},
                        "delivery": {"title": "Delivery", "definition": "About where a parcel is or when it comes."},
                        "account": {"title": "Account", "definition": "About signing in or personal data."},
                        "technical": {"title": "Technical", "definition": "Something on the web site is broken."},
                        HOSTILE: {"definition": "Anything else."},
                    },
                },
                "urgency": {"title": "Urgency", "kind": "ordinal", "labels": list(URGENCY)},
            },
            "items": {
                "columns": {
                    "text": {"action": "clean"},
                    "channel": {"group": True, "order": ["email", "chat", "phone"], "title": "Channel"},
                    "language": {"group": True, "sensitive": True, "quasi_identifier": True},
                    "region": {"group": True, "quasi_identifier": True},
                    "received": {"action": "month"},
                }
            },
            "annotators": {
                "columns": {
                    "age": {"action": "band", "width": 10, "group": True, "sensitive": True, "quasi_identifier": True},
                    "experience": {"group": True, "order": ["new", "one year", "longer"]},
                }
            },
        }
    )


VERSIONS = (
    ("0.1.0", date(2026, 2, 3), None, "pilot", "A pilot of 240 messages to test the guidelines."),
    ("1.0.0", date(2026, 4, 14), "0.1.0", "scale", "All 2 400 messages after the guidelines were rewritten."),
    ("1.1.0", date(2026, 6, 30), "1.0.0", "relabel", "The 190 most doubtful labels were reviewed <i>again</i>."),
)


def version(number: str) -> VersionManifest:
    """One of the three versions."""
    found = next(row for row in VERSIONS if row[0] == number)
    return VersionManifest.model_validate(
        {
            "version": found[0],
            "date": found[1],
            "parent": found[2],
            "phase": found[3],
            "note": found[4],
            "guidelines": f"guidelines/{number}.md",
            "tables": {"items": {"file": "raw/items.csv"}, "annotations": {"file": "raw/annotations.csv"}},
        }
    )


class Maker:
    """Plausible figures, the same on every run."""

    def __init__(self, number: str) -> None:
        self.rank = [row[0] for row in VERSIONS].index(number)
        self.items = (240, 2400, 2400)[self.rank]
        self.drawn = 0

    def wobble(self) -> float:
        """A number between -1 and 1, a different one at each call."""
        self.drawn += 1
        return zlib.crc32(f"{self.rank} {self.drawn}".encode()) / 2**31 - 1

    def count(self, metric: str, value: float, n: int | None = None) -> Figure:
        """A count: no interval."""
        return Figure(metric=metric, value=float(value), n=n or int(value), why="a count of all rows")

    def near(self, metric: str, value: float, n: int, spread: float = 1.0) -> Figure:
        """A value with an interval whose width follows n."""
        floor = -1.0 if metric in COEFFICIENTS else 0.0
        half = spread * 1.96 * float(np.sqrt(max(value * (1 - value), 0.02) / max(n, 1)))
        shift = self.wobble() * half / 2
        value = min(max(value + shift, floor + 0.001), 0.999)
        return Figure(
            metric=metric,
            value=round(value, 6),
            low=round(max(value - half, floor), 6),
            high=round(min(value + half, 1.0), 6),
            n=n,
            method=METHOD,
        )

    def gap(self, metric: str, value: float, n: int) -> Figure:
        """A difference of shares with its interval."""
        half = 1.96 * float(np.sqrt(0.2 / max(n, 1)))
        return Figure(
            metric=metric, value=round(value, 6), low=round(value - half, 6), high=round(value + half, 6), n=n,
            method="Newcombe, 95%",
        )  # fmt: skip

    def undefined(self, metric: str, why: str, n: int = 0) -> Figure:
        """A figure that could not be computed."""
        return Figure(metric=metric, n=n, why=why)


def _agreement(make: Maker, question: str, labels: tuple[str, ...]) -> dict[str, Any]:
    base = (0.58, 0.71, 0.79)[make.rank] - (0.08 if question == "urgency" else 0)
    n = make.items
    levels = np.linspace(0.12, -0.16, len(labels))
    per_label: dict[str, Any] = {
        label: {"alpha": make.near("alpha", base + level, n // len(labels), 1.4)}
        for label, level in zip(labels, levels, strict=True)
    }
    pairs: dict[str, dict[str, Any]] = {a: {} for a in ANNOTATORS[:-1]}
    for i, a in enumerate(ANNOTATORS):
        for b in ANNOTATORS[i + 1 :]:
            pairs[a][b] = {
                "cohen_kappa": make.near("cohen_kappa", base, 90, 1.2)
                if b != ANNOTATORS[-1]
                else make.undefined("cohen_kappa", "fewer than 10 shared items", 4)
            }
    groups = {
        "channel": {"email": 0.03, "chat": -0.02, "phone": -0.11},
        "language": {"en": 0.02, "de": -0.06},
    }
    overall = {
        name: make.near(name, base + {"percent": 0.12, "gwet_ac1": 0.05}.get(name, 0.0), n, 1.3) for name in AGREEMENT
    }
    overall["cohen_kappa"] = make.undefined("cohen_kappa", "nine annotators, not two", 9)
    if question == "urgency":
        overall["gwet_ac2"] = make.near("gwet_ac2", base + 0.1, n, 1.3)
    return {
        "overall": overall,
        "per_label": per_label,
        "per_annotator": {
            a: {"alpha_change": make.near("alpha_change", 0.01 * (i - 4), 200, 0.3)} for i, a in enumerate(ANNOTATORS)
        },
        "per_pair": pairs,
        "per_group": {
            column: {value: {"alpha": make.near("alpha", base + d, n // 3, 1.3)} for value, d in values.items()}
            for column, values in groups.items()
        },
        "per_batch": {
            f"batch-{b}": {"alpha": make.near("alpha", base + 0.015 * b - 0.05, n // 6, 1.3)} for b in range(1, 7)
        },
        "per_month": {
            f"2026-{m:02d}": {"alpha": make.near("alpha", base + 0.02 * m - 0.06, n // 5, 1.3)} for m in range(1, 6)
        },
    }


def _rater(make: Maker, accuracy: float, labels: tuple[str, ...], gold: int) -> dict[str, Any]:
    scores = np.linspace(0.05, -0.12, len(labels))
    return {
        "accuracy": make.near("accuracy", accuracy, gold),
        "per_label": {
            label: {
                "precision": make.near("precision", accuracy + s, gold // len(labels)),
                "recall": make.near("recall", accuracy + s / 2, gold // len(labels)),
                "f1": make.near("f1", accuracy + s * 0.7, gold // len(labels)),
            }
            for label, s in zip(labels, scores, strict=True)
        },
    }


def _confusion(make: Maker, labels: tuple[str, ...]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for i, gold in enumerate(labels):
        total = 60 + 30 * (len(labels) - i)
        errors = [round(total * (0.04 + 0.03 * make.wobble())) for _ in labels]
        row = [total - sum(errors) + errors[i] if i == j else errors[j] for j in range(len(labels))]
        tree[gold] = {
            label: {"count": make.count("count", float(c), total)} for label, c in zip(labels, row, strict=True)
        }
    return tree


def _question(make: Maker, question: str, labels: tuple[str, ...]) -> dict[str, Any]:
    n, gold = make.items, make.items // 8
    quality = (0.83, 0.87, 0.93)[make.rank] - (0.05 if question == "urgency" else 0)
    shares = np.array([2.0**-i for i in range(len(labels))])
    shares /= shares.sum()
    return {
        "agreement": _agreement(make, question, labels),
        "labels": {
            label: {
                "count": make.count("count", round(n * 3 * s), n * 3),
                "share": make.near("share", s, n * 3),
                "consensus_share": make.near("consensus_share", s * 0.97 + 0.005, n),
            }
            for label, s in zip(labels, shares, strict=True)
        },
        "consensus": {
            "majority": {
                "accuracy": make.near("accuracy", quality - 0.02, gold),
                "accuracy_lowest": make.near("accuracy_lowest", quality - 0.04, gold),
                "accuracy_highest": make.near("accuracy_highest", quality, gold),
                "mean_confidence": make.near("mean_confidence", 0.88, n),
            },
            "weighted": {
                "accuracy": make.near("accuracy", quality - 0.01, gold),
                "mean_confidence": make.near("mean_confidence", 0.9, n),
            },
            "dawid_skene": {
                "accuracy": make.near("accuracy", quality, gold),
                "mean_confidence": make.near("mean_confidence", 0.95, n),
                "iterations": make.count("iterations", 23),
            },
            "methods_agree": make.near("methods_agree", 0.96, n),
            "disputed_share": make.near("disputed_share", 0.24 - 0.05 * make.rank, n),
            "tied_items": make.count("tied_items", 31, n),
        },
        "gold": {
            name: _rater(make, quality + d, labels, gold)
            for name, d in (
                ("annotators", -0.06), ("majority", -0.02), ("dawid_skene", 0.0), ("final", 0.02), ("model", -0.09),
            )
        },
        "gold_checks": {
            "pass_rate": make.near("pass_rate", quality - 0.04, 120),
            "per_batch": {f"batch-{b}": {"pass_rate": make.near("pass_rate", quality - 0.05, 20)} for b in range(1, 7)},
        },
        "annotators": {
            a: {
                "annotations": make.count("annotations", round(480 + 420 * make.wobble())),
                "accuracy_gold": make.near("accuracy_gold", quality - 0.03 * (i % 5), 40)
                if i < 8
                else make.undefined("accuracy_gold", "no gold item annotated"),
                "accuracy_shrunk": make.near("accuracy_shrunk", quality - 0.025 * (i % 5), 40)
                if i < 8
                else make.undefined("accuracy_shrunk", "no gold item annotated"),
                "seconds_per_annotation": Figure(
                    metric="seconds_per_annotation", value=round(6 + 2.7 * ((i * 5) % 7) + 0.31, 3), n=60,
                    why="a median of all annotations",
                ),
            }
            for i, a in enumerate(ANNOTATORS)
        },
        "confusion": _confusion(make, labels),
        "label_errors": {
            "flagged": make.count("flagged", round(n * (0.09, 0.07, 0.03)[make.rank]), n),
            "flagged_share": make.near("flagged_share", (0.09, 0.07, 0.03)[make.rank], n),
            "per_label": {
                label: {"flagged": make.count("flagged", 12 + 5 * i, n // len(labels))}
                for i, label in enumerate(labels)
            },
        },
        "adjudication": {
            "disputed": make.count("disputed", round(n * 0.2), n),
            "adjudicated": make.count("adjudicated", round(n * 0.17), n),
            "adjudicated_disputed": make.count("adjudicated_disputed", round(n * 0.16), n),
            "overturned": make.count("overturned", round(n * 0.05), n),
            "overturn_rate": make.near("overturn_rate", 0.31, round(n * 0.16)),
        },
    }  # fmt: skip


def quality(number: str) -> MetricsDocument:
    """``quality.json``."""
    make = Maker(number)
    n = make.items
    figures = {
        "counts": {
            "items": make.count("items", n),
            "annotations": make.count("annotations", n * 3),
            "annotators": make.count("annotators", len(ANNOTATORS)),
            "gold_items": make.count("gold_items", n // 8),
            "adjudicated_items": make.count("adjudicated_items", round(n * 0.17)),
            "annotations_per_item": make.near("annotations_per_item", 0.99, n).model_copy(update={"value": 2.98}),
            "coverage": make.near("coverage", 0.99, n),
            "multiply_annotated": make.near("multiply_annotated", 0.96, n),
        },
        "questions": {"topic": _question(make, "topic", TOPICS), "urgency": _question(make, "urgency", URGENCY)},
        "work": {
            "throughput": Figure(
                metric="throughput", value=61.4, low=57.9, high=65.2, n=n * 3, method="bootstrap, 95%"
            ),
            "seconds_per_annotation": Figure(metric="seconds_per_annotation", value=14.2, n=n * 3, why="a median"),
            "turnaround_p50": Figure(metric="turnaround_p50", value=5.25, n=400, why="a percentile of all decisions"),
            "turnaround_p90": make.undefined("turnaround_p90", "adjudication times are not recorded"),
            "hours": Figure(metric="hours", value=117.3, n=n * 3, why="a sum"),
        },
    }
    figures["counts"]["annotations_per_item"] = Figure(
        metric="annotations_per_item", value=2.98, n=n, why="a mean of all items"
    )
    return _document(
        "quality", number, figures,
        [
            warned(
                "prevalence-paradox", ("questions", "urgency", "agreement", "overall", "fleiss_kappa"),
                percent=0.871, fleiss_kappa=0.312, largest_label_share=0.902, gwet_ac1=0.853,
            ),
            warned("separate-annotators", ("questions", "topic", "agreement"), annotators=9, groups=2, largest_group=5),
        ],
        {"seed": 20260101, "interval": METHOD, "package.numpy": "2.4.1", "package.scipy": "1.17.0"},
    )  # fmt: skip


def bias(number: str) -> MetricsDocument:
    """``bias.json``."""
    make = Maker(number)
    n = make.items
    columns = {"channel": {"email": 0.55, "chat": 0.33, "phone": 0.12}, "language": {"en": 0.8, "de": 0.2}}
    people = {"age": {"20-29": 0.4, "30-39": 0.35, "40-49": 0.25}, "experience": {"new": 0.3, "longer": 0.7}}

    def shares(tree: Mapping[str, Mapping[str, float]], total: int) -> dict[str, Any]:
        return {
            column: {
                value: {"count": make.count("count", round(total * s), total), "share": make.near("share", s, total)}
                for value, s in values.items()
            }
            for column, values in tree.items()
        }

    def gaps(metric: str, rate: float, tree: Mapping[str, Mapping[str, float]], scale: float) -> dict[str, Any]:
        return {
            column: {
                value: {
                    "rate": make.near(metric, rate, round(n * s)),
                    "difference": make.gap("difference", scale * (0.5 - s), round(n * s / 2)),
                    "p_adjusted": Figure(
                        metric="p_adjusted", value=round(max(0.0004, 0.6 * s - 0.06), 4), n=n,
                        why="a p-value has no interval",
                    ),
                }
                for value, s in values.items()
            }
            for column, values in tree.items()
        }  # fmt: skip

    def question(labels: tuple[str, ...]) -> dict[str, Any]:
        by_label = [gaps("label_rate", 0.2, columns, 0.12 - 0.04 * i) for i, _ in enumerate(labels)]
        by_rater = [gaps("label_rate", 0.2, people, 0.03) for _ in labels]

        def pivot(parts: list[dict[str, Any]], tree: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
            return {
                c: {v: {label: part[c][v] for label, part in zip(labels, parts, strict=True)} for v in values}
                for c, values in tree.items()
            }

        error = gaps("error_rate", 0.12, columns, 0.1)
        error["channel"]["phone"] = {
            key: make.undefined(metric, "fewer than 10 gold items in the group", 7)
            for key, metric in (("rate", "error_rate"), ("difference", "difference"), ("p_adjusted", "p_adjusted"))
        }
        return {
            "label_rate": pivot(by_label, columns),
            "error_rate": error,
            "disagreement": gaps("disagreement", 0.2, columns, 0.14),
            "annotator_rate": pivot(by_rater, people),
            "cohesion": {
                column: {
                    value: {
                        "in_group_alpha": make.near("in_group_alpha", 0.7, 300, 1.3),
                        "in_group_fleiss": make.near("in_group_fleiss", 0.69, 300, 1.3),
                        "cross_group_agreement": make.near("cross_group_agreement", 0.66, 300, 1.3),
                        "gai": Figure(metric="gai", value=1.06, low=0.97, high=1.14, n=300, method="bootstrap, 95%"),
                        "p_adjusted": Figure(metric="p_adjusted", value=0.21, n=300, why="a p-value has no interval"),
                        "annotators": make.count("annotators", 3),
                    }
                    for value in values
                }
                for column, values in people.items()
            },
        }

    figures = {
        "representation": {"items": shares(columns, n), "annotators": shares(people, len(ANNOTATORS))},
        "questions": {"topic": question(TOPICS), "urgency": question(URGENCY)},
    }
    return _document("bias", number, figures, [], {"minimum_group": 10, "correction": "Benjamini–Hochberg"})


def model(number: str) -> MetricsDocument:
    """``model.json``."""
    make = Maker(number)
    gold = make.items // 8
    score = (0.68, 0.76, 0.79)[make.rank]

    def question(labels: tuple[str, ...]) -> dict[str, Any]:
        rater = _rater(make, score, labels, gold)
        return {
            "overall": {
                "accuracy": make.near("accuracy", score, gold),
                "balanced_accuracy": make.near("balanced_accuracy", score - 0.04, gold),
                "f1_macro": make.near("f1_macro", score - 0.05, gold),
            },
            "per_label": rater["per_label"],
            "per_group": {
                "channel": {
                    value: {"accuracy": make.near("accuracy", score + d, gold // 3)}
                    for value, d in (("email", 0.02), ("chat", -0.01), ("phone", -0.09))
                }
            },
            "gap": {"channel": {"accuracy_difference": make.near("accuracy_difference", 0.11, gold)}},
            "confusion": _confusion(make, labels),
            "data": {
                "train_items": make.count("train_items", make.items),
                "gold_items": make.count("gold_items", gold),
            },
        }

    figures = {"questions": {"topic": question(TOPICS), "urgency": question(URGENCY)}}
    parameters: dict[str, str | int | float | bool] = {
        "model": "logistic regression on word and character n-grams", "folds": 5, "seed": 20260101,
    }  # fmt: skip
    return _document("model", number, figures, [], parameters)


def changes(number: str) -> MetricsDocument:
    """``changes.json``; meaningful for versions with a parent."""
    make = Maker(number)
    n = make.items

    def question(labels: tuple[str, ...], sign: float) -> dict[str, Any]:
        flow: dict[str, Any] = {}
        for i, old in enumerate(labels):
            flow[old] = {
                new: {"count": make.count("count", 300 - 40 * i if i == j else 8 + 3 * ((i + 2 * j) % 4), n)}
                for j, new in enumerate(labels)
            }
        return {
            "flow": flow,
            "flipped": make.near("flipped", 0.08, n),
            "difference": {
                "alpha": Figure(metric="difference", value=0.08 * sign, low=0.08 * sign - 0.03, high=0.08 * sign + 0.03,
                                n=n, method="jackknife over items, for these annotators, 95%", p=0.001,
                                p_adjusted=0.002, verdict="better" if sign > 0 else "worse"),
                "percent": Figure(metric="share_change", value=0.01, low=-0.02, high=0.04, n=n, p=0.4, p_adjusted=0.4,
                                  method="jackknife over items, for these annotators, 95%", verdict="not enough data"),
                "gold_accuracy": Figure(metric="share_change", why="no item is in both versions", n=0,
                                        verdict="not comparable"),
            },
            "composition": {
                "alpha": Figure(metric="difference", value=-0.02, low=-0.05, high=0.01, n=n,
                                method="jackknife over items, for these annotators, 95%"),
            },
            "whole": {
                "alpha": Figure(metric="difference", value=0.08 * sign - 0.02, low=0.08 * sign - 0.06,
                                high=0.08 * sign + 0.02, n=n, method="jackknife over items, for these annotators, 95%",
                                p=0.01, p_adjusted=0.02, verdict="better" if sign > 0 else "worse"),
            },
            "lift": {"accuracy": make.gap("lift", 0.031 * sign, 600),
                     "f1_macro": make.gap("lift", 0.012 * sign, 600)},
        }  # fmt: skip

    figures = {
        "counts": {
            "items_added": make.count("items_added", 2160 if make.rank == 1 else 0, 2400),
            "items_removed": make.count("items_removed", 0, 2400),
            "items_changed": make.count("items_changed", 4, 2400),
            "annotations_added": make.count("annotations_added", 190, 7200),
            "annotations_removed": make.count("annotations_removed", 12, 7200),
            "annotations_changed": make.count("annotations_changed", 88, 7200),
        },
        "questions": {"topic": question(TOPICS, 1.0), "urgency": question(URGENCY, -1.0)},
    }
    return _document("changes", number, figures, [], {"parent": version(number).parent or "", "seed": 20260101})


def anonymization(number: str) -> MetricsDocument:
    """``anonymization.json``."""
    make = Maker(number)
    n = make.items
    found = {"PERSON": 412, "EMAIL_ADDRESS": 96, "PHONE_NUMBER": 41, "IBAN_CODE": 7, "LOCATION": 163}
    figures: dict[str, Any] = {
        "rows": {
            table: {
                "read": make.count("privacy_rows_read", read),
                "used": make.count("privacy_rows_used", used),
                "withheld": make.count("privacy_rows_withheld", read - used, read),
            }
            for table, read, used in (
                ("items", n, n),
                ("annotations", n * 3 + 40, n * 3),
                ("annotators", 9, 9),
                ("gold", n // 8, n // 8),
            )
        },
        "texts": make.count("privacy_texts", n),
        "findings": {name: {"count": make.count("privacy_findings", c, n)} for name, c in found.items()},
        "residual": {
            "texts": make.count("privacy_residual_texts", 0, n),
            "findings": make.count("privacy_residual_findings", 0, n),
        },
        "disclosure": {
            table: {
                "k": make.count("privacy_k_anonymity", smallest, size),
                "unique_records": make.count("privacy_unique_records", unique, size),
            }
            for table, smallest, unique, size in (("items", 6, 0, n), ("annotators", 1, 2, 9))
        },
    }  # fmt: skip
    if number == "1.1.0":
        figures["detection"] = _detection(make)
    parameters: dict[str, str | int | float | bool] = {
        "engine": "labelcards patterns and name model", "engine_version": "1", "key_id": "k-3f9a",
        "columns.items.text": "clean", "columns.items.channel": "keep", "columns.items.language": "keep",
        "columns.items.region": "keep", "columns.items.received": "month", "columns.items.customer": "drop",
        "columns.annotators.annotator_id": "pseudonym", "columns.annotators.age": "band",
        "columns.annotators.experience": "keep",
    }  # fmt: skip
    return _document("anonymization", number, figures, [], parameters)


def _detection(make: Maker) -> dict[str, Any]:
    """The detector on a marked sample; one type was found and never marked."""
    kinds = {"PERSON": (180, 0.94), "EMAIL_ADDRESS": (44, 0.99), "LOCATION": (71, 0.9)}
    return {
        "texts": make.count("sample_texts", 300),
        "words": make.count("sample_words", 21_400, 300),
        "pii": {
            "recall": make.near("detection_recall", 0.92, 212),
            "precision": make.near("detection_precision", 0.88, 214),
            "f2": make.near("detection_f2", 0.91, 220),
            "entity_recall": make.near("entity_recall", 0.93, 212),
        },
        "types": {
            **{
                name: {
                    "marked": make.count("type_marked", marked, 300),
                    **{
                        key: make.near(f"type_{key}", value, marked) for key in ("recall", "precision", "f2", "covered")
                    },
                }
                for name, (marked, value) in kinds.items()
            },
            "URL": {
                "marked": Figure(metric="type_marked", value=0.0, n=300, why="a count"),
                "recall": make.undefined("type_recall", "nothing was marked or found", 0),
                "precision": Figure(metric="type_precision", value=0.0, low=0.0, high=0.0, n=2, method=METHOD),
                "f2": Figure(metric="type_f2", value=0.0, low=0.0, high=0.0, n=2, method=METHOD),
                "covered": make.undefined("type_covered", "nothing was marked or found", 0),
            },
        },
        "false_alarms_per_1000_words": Figure(
            metric="false_alarms", value=4.2, low=2.9, high=5.7, n=300, method=METHOD
        ),
    }


def _document(
    name: str, number: str, figures: dict[str, Any], warnings: list[WarningRecord],
    parameters: Mapping[str, str | int | float | bool],
) -> MetricsDocument:  # fmt: skip
    return MetricsDocument(
        document=name,
        dataset="support-tickets",
        version=number,
        sources={
            "tables/items.parquet": f"{zlib.crc32(name.encode()):08x}" * 8,
            "tables/annotations.parquet": "ab" * 32,
        },
        parameters=dict(parameters),
        catalog=catalog_for(figures),
        figures=figures,
        warnings=warnings,
    )


def documents(number: str) -> dict[str, MetricsDocument]:
    """Every document of a version."""
    made = {
        "anonymization": anonymization(number),
        "quality": quality(number),
        "bias": bias(number),
        "model": model(number),
    }
    if version(number).parent:
        made["changes"] = changes(number)
    return made


GUIDELINES = f"""---
title: Labelling support tickets
version: 1.1.0
authors: Annotation lead
---

Read the whole message before you decide. Label what the customer *wants*, not how they feel.

# topic

One topic for each message. When two fit, take the one that would be solved first.

```decision-tree
question: Does the message name an invoice, a price or a payment?
yes: billing
no:
  question: Is it about a parcel that is on its way or late?
  yes: delivery
  no:
    question: Can the customer not sign in, or is it about their own data?
    yes:
      question: Is an error message quoted, or is a page broken for everybody?
      yes: technical
      no: account
    no: {HOSTILE!r}
```

## Billing

**Definition.** The customer asks about money: an invoice, a price, a payment.

**Examples**

- "You charged me twice. Please reverse one."
- "Why is the price on the invoice higher
  than in the shop?"

**Counterexamples**

- "I sent the parcel back, where is my refund?" — delivery, because it is about the return

## delivery

**Definition.** The customer asks where a parcel is.

**Examples**

- "My parcel has been in Hamburg for a week."

## account

**Definition.** About signing in.

**Examples**

- "The link in your mail does not work." <img src=x onerror=alert(1)>

**Counterexamples**

- "The sign-in page shows error 500." — technical

# Urgency

How long it may wait.
"""


def answers() -> dict[str, dict[str, Any]]:
    """A few people's answers: one hostile, one for an older version, one resting on a figure that has changed."""
    by = {"author": "Mara Lindqvist", "date": "2026-06-28", "version": "1.1.0"}
    return {
        "motivation-1": {
            **by,
            "answer": "To train and to compare models that send a support message to the right team.\n\nThere was no "
            "public set with several annotators per message:\n- who keep their disagreement\n- in two languages",
        },
        "motivation-2": {
            **by,
            "answer": "The labelling team <script>alert('x')</script> | of *a* [web](javascript:x) shop.",
        },
        "composition-9": {
            **by,
            "answer": "Labels of the rare topics are noisier than the others.",
            "evidence": {"quality.questions.topic.agreement.overall.alpha": 0.31, "quality.counts.items": 2400},
            "reviewed_by": "Jonas Okafor",
        },
        "uses-3": {**by, "version": "1.0.0", "answer": "Studies of annotator disagreement; tests of routing rules."},
        "uses-5": {**by, "answer": "Not to judge agents or customers, nor to decide about refunds."},
        "maintenance-2": {**by, "answer": "labels@example.org"},
    }  # fmt: skip


def extra(number: str, folder: Path) -> dict[str, Any]:
    """Answers and guidelines of a version, as arguments of `CardSources`; ``folder`` takes the guidelines file."""
    path = folder / f"{number}.md"
    path.write_text(GUIDELINES, encoding="utf-8")
    model = {"intended-use": {**answers()["uses-5"], "answer": "A baseline to compare label versions with."}}
    return {
        "datasheet": Datasheet.model_validate(answers()),
        "modelcard": ModelCard.model_validate(model),
        "guidelines": read_guidelines(path),
    }


def answers_document(
    number: str, held: dict[str, MetricsDocument], described: DatasetManifest, given: dict[str, Any]
) -> MetricsDocument:
    """``answers.json``, judged as the stage ``answers`` does."""
    book, names = Book(held), Names(described)
    sheet = datasheet_page(book, names, given["datasheet"], number)
    figures = answer_figures(sheet, model_page(book, names, given["modelcard"], number).answers)
    made = _document("answers", number, {}, [], {"lineage": number})
    return made.model_copy(update={"figures": figures, "catalog": catalog_for(figures)})


def evidence(number: str) -> Evidence:
    """What a version rests on: a raw folder, a table, a document, one stage."""
    files = (
        EvidenceFile(path=f"raw/{number}/", private=True, md5=f"{'0a' * 16}.dir", size=120_000),
        EvidenceFile(path=f"versions/{number}/tables/items.parquet", sha256="ab" * 32),
        EvidenceFile(path=f"versions/{number}/documents/quality.json", sha256="cd" * 32, md5="0b" * 16),
    )
    run = StageRun(
        stage="quality",
        used=(files[1].path,),
        generated=(files[2].path,),
        parameters={"interval": METHOD},
        seeds={"seed": 20260101},
        packages={"numpy": "2.4.1"},
    )
    return Evidence(
        dataset="support-tickets",
        version=number,
        why_no_commit="the data set is not in a Git repository",
        files=files,
        stages=(run,),
        packages={"labelcards": "0.1.0", "python": "3.11.7", "mkdocs": "1.6.1"},
    )


def sources(number: str, folder: Path, *, people: bool = True) -> CardSources:
    """Everything a card of a version is made of."""
    held, given, described = documents(number), extra(number, folder), manifest(relates_to_people=people)
    held["answers"] = answers_document(number, held, described, given)
    files = {name: document.dump().encode() for name, document in held.items()}
    return CardSources(
        manifest=described,
        version=version(number),
        documents=held,
        digests={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        files=files,
        evidence=evidence(number),
        **given,
    )
