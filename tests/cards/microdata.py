"""Documents whose figures are all counted from one made-up set of items, so they fit each other."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument

LABELS = ("yes", "no", "unsure")
REGIONS = ("North", "East", "South", "West")
AGES = ("0-19", "20-39", "40-59", "80-99")
COLUMNS = {"region": REGIONS, "age": AGES}


class Microdata:
    """Items with a region, an age and a label, drawn so that some groups are small."""

    def __init__(self, seed: int, items: int = 260) -> None:
        rng = np.random.default_rng(seed)
        self.items = items
        self.region = rng.choice(REGIONS, items, p=[0.45, 0.3, 0.2, 0.05])
        self.age = rng.choice(AGES, items, p=[0.2, 0.4, 0.37, 0.03])
        self.label = rng.choice(LABELS, items, p=[0.6, 0.35, 0.05])
        self.wrong = rng.random((items, 3)) < 0.2
        self.gold = rng.random(items) < 0.4
        self.person = rng.integers(0, 24, (items, 3))
        self.experience = np.array(["junior"] * 13 + ["senior"] * 11)

    def groups(self) -> dict[str, dict[str, np.ndarray]]:
        """Column → value → which items are in the group; the intersection of both columns included."""
        one = {name: {v: getattr(self, name) == v for v in values} for name, values in COLUMNS.items()}
        both = {
            f"{r} × {a}": (self.region == r) & (self.age == a)
            for r, a in product(REGIONS, AGES)
            if ((self.region == r) & (self.age == a)).any()
        }
        return {**one, "region × age": both}

    def documents(self, version: str = "1.0.0") -> dict[str, MetricsDocument]:
        """``quality.json`` and ``bias.json``."""
        return {"quality": self._quality(version), "bias": self._bias(version)}

    def _quality(self, version: str) -> MetricsDocument:
        labels = {
            label: {
                "count": count("count", 3 * int((self.label == label).sum()), 3 * self.items),
                "consensus_share": share("consensus_share", int((self.label == label).sum()), self.items),
            }
            for label in LABELS
        }
        groups = {column: values for column, values in self.groups().items() if " × " not in column}
        agreement = {
            "overall": {"percent": self._agreed(np.ones(self.items, dtype=bool))},
            "per_group": {
                column: {value: {"percent": self._agreed(mask)} for value, mask in values.items() if mask.any()}
                for column, values in groups.items()
            },
        }
        counts = {
            "items": count("items", self.items, self.items),
            "annotations": count("annotations", 3 * self.items, 3 * self.items),
            "annotations_per_item": Figure(metric="annotations_per_item", value=3.0, n=self.items, why="a mean"),
            "annotators": count("annotators", 24, 24),
        }
        figures = {"counts": counts, "questions": {"topic": {"labels": labels, "agreement": agreement}}}
        return document("quality", version, figures)

    def _agreed(self, mask: np.ndarray) -> Figure:
        return share("percent", int((~self.wrong[mask]).sum()), 3 * int(mask.sum()), n=int(mask.sum()))

    def _bias(self, version: str) -> MetricsDocument:
        groups = self.groups()
        representation = {
            column: {
                value: {
                    "count": count("count", int(mask.sum()), self.items),
                    "share": share("share", int(mask.sum()), self.items),
                }
                for value, mask in values.items()
                if mask.any()
            }
            for column, values in groups.items()
        }
        people = {
            "experience": {
                value: {
                    "count": count("count", int((self.experience == value).sum()), 24),
                    "share": share("share", int((self.experience == value).sum()), 24),
                }
                for value in ("junior", "senior")
            }
        }
        question = {
            "label_rate": {c: {v: self._rates(m) for v, m in vs.items() if m.any()} for c, vs in groups.items()},
            "disagreement": {c: {v: self._events(m) for v, m in vs.items() if m.any()} for c, vs in groups.items()},
            "error_rate": {
                c: {v: self._events(m & self.gold, 3) for v, m in vs.items() if (m & self.gold).any()}
                for c, vs in groups.items()
            },
        }
        tree: Any = {
            "representation": {"items": representation, "annotators": people},
            "questions": {"topic": question},
        }
        return document("bias", version, tree)

    def _rates(self, mask: np.ndarray) -> FigureTree:
        return {label: rates(int((self.label[mask] == label).sum()), int(mask.sum()), self.items) for label in LABELS}

    def _events(self, mask: np.ndarray, per_item: int = 1) -> FigureTree:
        events = int(self.wrong[mask][:, :per_item].sum())
        return rates(events, per_item * int(mask.sum()), self.items)


def count(metric: str, value: int, n: int) -> Figure:
    """A count of ``n``."""
    return Figure(metric=metric, value=float(value), n=n, why="counted, not sampled")


def share(metric: str, part: int, whole: int, *, n: int | None = None) -> Figure:
    """A share without an interval."""
    return Figure(metric=metric, value=round(part / whole, 6), n=n or whole, why="of all")


def rates(part: int, size: int, everything: int) -> FigureTree:
    """A rate with the difference to the rest."""
    return {
        "rate": share("label_rate", part, size),
        "difference": Figure(
            metric="difference", value=round(part / size - part / everything, 6), n=size, why="of all"
        ),
        "p_adjusted": Figure(metric="p_adjusted", value=0.5, n=size, why="a p-value has no interval"),
    }


def document(name: str, version: str, figures: Any) -> MetricsDocument:
    """A metrics document around the figures."""
    made = MetricsDocument(document=name, dataset="support-tickets", version=version, figures=figures)
    return made.model_copy(update={"catalog": catalog_for(made.figures)})
