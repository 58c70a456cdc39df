"""Give a repository the pipeline and the checks that review a change of labels.

Reads: the manifests below ``datasets/``.
Writes: ``dvc.yaml``, ``params.yaml``, ``.gitignore``, CI workflows, a pre-commit hook, plot
    templates, and ``gates.yaml`` and an empty ``log.jsonl`` for data sets without them.
Params: none.
Deterministic: because the files are copied.
Privacy: sees no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.environment import template_folder
from labelcards.dataset.version.manifests import read_manifest
from labelcards.documents.files import write_text

__all__ = ["SYSTEMS", "InitReport", "run"]

SYSTEMS: dict[str, dict[str, str]] = {
    "github": {
        "github-review.yml": ".github/workflows/labelcards.yml",
        "github-comment.yml": ".github/workflows/labelcards-comment.yml",
    },
    "gitlab": {"gitlab-ci.yml": ".gitlab-ci.yml"},
    "pre-commit": {"pre-commit-config.yaml": ".pre-commit-config.yaml"},
}
"""What runs the checks → template → where it goes."""

_ALWAYS = {
    "pipeline.yaml": "dvc.yaml",  # not named dvc.yaml here: DVC reads every file of that name
    "parameters.yaml": "params.yaml",
    "gitignore": ".gitignore",
    "../plots/intervals.json": "templates/plots/intervals.json",  # for `dvc plots`, which finds them by path
    "../plots/trend.json": "templates/plots/trend.json",
}


@dataclass(frozen=True, slots=True)
class InitReport:
    """What was written, and what was there already and stays as it is."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def run(root: Path, systems: tuple[str, ...]) -> InitReport:
    """Write the files that are not there yet; nothing is overwritten.

    Args:
        root: the repository.
        systems: keys of `SYSTEMS`.
    """
    folder = template_folder() / "init"
    wanted = {name: target for system in systems for name, target in SYSTEMS[system].items()}
    contents = {root / target: _text(folder / name) for name, target in {**_ALWAYS, **wanted}.items()}
    for manifest in sorted((root / "datasets").glob("*/dataset.yaml")):
        headline = read_manifest(manifest.parent).headline
        contents[manifest.parent / "gates.yaml"] = _text(folder / "gates.yaml").replace("@HEADLINE@", headline)
        contents[manifest.parent / "log.jsonl"] = ""  # the pipeline shows it, so it has to be there
    kept = tuple(path for path in contents if path.exists())
    for path, content in contents.items():
        if path not in kept:
            write_text(path, content)
    return InitReport(tuple(path for path in contents if path not in kept), kept)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
