"""The metadata of a model's card on the Hugging Face Hub, with its results as a model index."""

from __future__ import annotations

from typing import Any

from labelcards.cards.exports.contents import ExportContents
from labelcards.cards.exports.dataset_metadata import tasks
from labelcards.cards.exports.markdown import one_line
from labelcards.cards.exports.view import ExportView
from labelcards.documents.figures import Figure

__all__ = ["model_metadata"]

_METRICS = {"f1_macro": "f1", "mean_absolute_error": "mae", "mean_squared_error": "mse"}
"""Our metric → the name of the Hub's library of metrics, where they differ."""

_DIGITS = 4
_BUILT_IN = "TF-IDF"
"""How the description of the built-in baseline begins; a user's own predictions come from a program we do not know."""


def model_metadata(card: ExportContents, view: ExportView) -> dict[str, Any]:
    """Keys in the order of the Hub's own documentation."""
    manifest, hub = card.manifest, view.publication.hub
    categories, _ = tasks(manifest)
    task = (list(hub.task_categories) or categories)[0]
    results = [result for key in manifest.questions if (result := _result(card, view, key, task))]
    described = view.book.documents["model"].parameters.get("model", "")
    metrics = {metric["type"] for result in results for metric in result["metrics"]}
    return {
        "language": list(manifest.language),
        "license": hub.model_license,
        "library_name": "sklearn" if str(described).startswith(_BUILT_IN) else None,
        "tags": ["labelcards", task],
        "datasets": [hub.repository] if hub.repository else [],
        "metrics": sorted(metrics),
        "pipeline_tag": task,
        "model-index": [{"name": f"{manifest.name}-baseline", "results": results}] if results else [],
    }


def _result(card: ExportContents, view: ExportView, question: str, task: str) -> dict[str, Any] | None:
    """The scores of one question, or None when none is defined."""
    branch = view.book.branch("model", "questions", question, "overall")
    figures = {key: figure for key, figure in sorted(branch.items()) if isinstance(figure, Figure)}
    metrics = [_metric(view, key, figure) for key, figure in figures.items() if figure.value is not None]
    if not metrics:
        return None
    title = one_line(card.manifest.title)
    return {
        "task": {"type": task, "name": one_line(view.names.question(question))},
        "dataset": {
            "type": view.publication.hub.repository or card.manifest.name,
            "name": f"{title}, gold items",
            "config": "gold",
            "split": "train",
            "revision": card.version.version,
        },
        "metrics": metrics,
    }


def _metric(view: ExportView, key: str, figure: Figure) -> dict[str, Any]:
    title = view.book.entry("model", figure.metric).title
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f", {figure.method or 'interval'}: {figure.low:.3f} to {figure.high:.3f}"
    return {
        "type": _METRICS.get(key, key),
        "value": round(figure.value or 0.0, _DIGITS),
        "name": f"{title} (n = {figure.n}{interval})",
    }
