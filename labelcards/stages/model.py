"""Score predictions for one version's gold items: the built-in baseline's, and those of somebody's own model.

The baseline is trained on the final labels of the items that are not gold. A model of one's own comes as the table
``predictions`` of the version's manifest, as the manifest's ``model`` file, or from the command line.

Reads: ``tables/``, ``consensus.parquet``, a model file.
Writes: ``documents/model.json``.
Params: ``model``.
Deterministic: because the baseline has no random part and the intervals are seeded.
Privacy: sees anonymized texts only; a model file is never unpickled.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.model.consensus import consensus_agreement
from labelcards.assess.model.given_predictions import chosen_labels
from labelcards.assess.model.gold_predictions import predict_gold_items
from labelcards.assess.model.own import ItemNames, OwnModel, OwnModelRequest, own_model
from labelcards.assess.model.version import model_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.catalog.warnings import warned
from labelcards.dataset.version.clean import read_version
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.packages import package_parameters
from labelcards.documents.warning_record import WarningRecord
from labelcards.errors import LabelcardsError
from labelcards.privacy.item_ids import hides_items, item_pseudonyms
from labelcards.privacy.key import load_key
from labelcards.stages.inputs import digests, read_consensus, read_params, version_paths

__all__ = ["run"]


def run(folder: Path, version: str, params: Path, asked: OwnModelRequest | None = None) -> list[Path]:
    """Train, score and return what was written.

    Args:
        folder: ``datasets/<name>``.
        version: the version number.
        params: the parameters file.
        asked: predictions or a model from the command line, in place of what the manifest names.

    Raises:
        InputError: a stage has not run, or the predictions or the model do not fit; all problems at once.
    """
    paths = version_paths(folder, version)
    settings = read_params(params).model
    labels, finals = read_version(folder, version), read_consensus(paths)
    own = own_model(paths, labels, asked or OwnModelRequest(), known_as=_known_as(paths, labels))
    baseline = predict_gold_items(labels, finals)
    figures: FigureTree = {}
    notes: list[WarningRecord] = []
    findings: list[WarningRecord] = []
    for branch, table, trained in (
        ("questions", baseline.table, baseline.train_items),
        ("predictions", None if own is None else chosen_labels(labels, own.table), {}),
    ):
        if table is None:
            continue
        tree, more_notes, more = model_figures(labels, table, settings, branch=branch, train_items=trained)
        for question in labels.manifest.questions:
            agreement = consensus_agreement(labels, question, table, finals, settings)
            _graft(tree, (branch, question, "consensus"), agreement)
        figures |= tree
        notes += more_notes
        findings += more
    document = MetricsDocument(
        document="model",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, paths.tables, paths.consensus, *([] if own is None else own.sources)),
        parameters={
            **settings.model_dump(mode="json"),
            **baseline.parameters,
            **({} if own is None else own.parameters),
            **package_parameters(__name__),
        },
        catalog=catalog_for(figures),
        figures=figures,
        warnings=[*findings, *baseline.warnings, *_told(own, figures), *notes],
    )
    document.write(paths.document("model"))
    return [paths.document("model")]


def _known_as(paths: VersionPaths, labels: LabelVersion) -> ItemNames | None:
    """From raw item ids to the version's, where it hides them and the key is at hand."""
    if not hides_items(labels.manifest):
        return None
    try:
        key = load_key(labels.manifest.key, paths.dataset.folder)
    except LabelcardsError:
        return None
    return lambda items: items.map({raw: clean for clean, raw in item_pseudonyms(items, key).items()})


def _graft(tree: FigureTree, path: tuple[str, ...], branch: FigureTree) -> None:
    """Put a branch into the tree, unless it is empty."""
    if not branch:
        return
    node = tree
    for step in path[:-1]:
        below = node.setdefault(step, {})
        assert isinstance(below, dict)  # noqa: S101 - only branches on the way
        node = below
    node[path[-1]] = branch


def _told(own: OwnModel | None, figures: FigureTree) -> list[WarningRecord]:
    """What to know about somebody's own model."""
    if own is None:
        return []
    about = ("predictions",)
    notes = [warned("own-model", about, source=own.source)]
    if own.unmatched:
        notes.append(warned("unmatched-predictions", about, items=own.unmatched))
    if "predictions" not in figures:
        notes.append(warned("no-predicted-gold", about))
    return notes
