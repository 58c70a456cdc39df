"""One command per stage of ``dvc.yaml``, with the stage's name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from labelcards.cli.options import DATASET, FILE, FOLDER, JSON_WRITTEN, TEMPLATES, VERSION, folder_option, params_option
from labelcards.cli.output import report_written

__all__ = [
    "anonymize",
    "bias",
    "cards",
    "changes",
    "compare",
    "demo",
    "index",
    "overview",
    "plots",
    "quality",
    "site",
]


PARAMS = Path("params.yaml")
"""Where the parameters are of a stage that has none of its own."""


def _of_this_release(params: Path) -> None:
    from labelcards.stages.inputs import check_release

    check_release(params)


def _example(name: str, arguments: str) -> str:
    return f"\b\nExample:\n  labelcards {name} {arguments}"


@click.command(epilog=_example("demo", "datasets/support-tickets"))
@DATASET
@params_option()
@JSON_WRITTEN
def demo(dataset: Path, params: Path, as_json: bool) -> None:
    """Write the raw files of the demo data set into DATASET/raw.

    The tickets, names and card numbers are made up, but treated as private all the same.
    """
    from labelcards.stages.demo import run

    _of_this_release(params)
    report_written("demo", run(dataset, params), as_json=as_json)


def _version_stage(name: str, summary: str) -> click.Command:
    """The command of a stage that takes a data set, a version and the parameters."""

    def command(dataset: Path, version: str, params: Path, as_json: bool) -> None:
        run: Callable[[Path, str, Path], list[Path]] = import_module(f"labelcards.stages.{name}").run
        _of_this_release(params)
        report_written(name, run(dataset, version, params), as_json=as_json)

    command.__doc__ = summary
    decorated = DATASET(VERSION(params_option()(JSON_WRITTEN(command))))
    return click.command(name, epilog=_example(name, "datasets/support-tickets 1.0.0"))(decorated)


anonymize = _version_stage(
    "anonymize",
    """Read the raw tables of VERSION, check them, and write clean tables.

    Columns that dataset.yaml does not declare are dropped; free text goes through Presidio; annotators get keyed
    pseudonyms. All problems of the input are listed at once.
    """,
)
quality = _version_stage("quality", "Measure agreement, consensus, gold, annotators, label errors and work of VERSION.")
bias = _version_stage("bias", "Measure representation, label bias and annotator-group bias of VERSION.")


@click.command(epilog=_example("changes", "datasets/support-tickets 1.1.0 --parent 1.0.0"))
@DATASET
@VERSION
@click.option("--parent", required=True, help="The version to compare with.")
@params_option()
@JSON_WRITTEN
def changes(dataset: Path, version: str, parent: str, params: Path, as_json: bool) -> None:
    """Compare VERSION with its parent: labels flipped, differences with intervals, model lift."""
    from labelcards.stages.changes import run

    _of_this_release(params)
    report_written("changes", run(dataset, version, parent, params), as_json=as_json)


@click.command(epilog=_example("cards", "datasets/support-tickets 1.0.0"))
@DATASET
@VERSION
@folder_option("--out", default="docs/cards", about="Folder for the pages; they go to OUT/<dataset>/<version>.")
@TEMPLATES
@JSON_WRITTEN
def cards(dataset: Path, version: str, out: Path, templates: Path | None, as_json: bool) -> None:
    """Write the pages of VERSION: overview, quality, bias, privacy, Datasheet, Model Card, guidelines and more."""
    from labelcards.stages.cards import run

    _of_this_release(PARAMS)
    report_written("cards", run(dataset, version, out, templates), as_json=as_json)


CARDS = folder_option(
    "--cards", "cards_folder", default="docs/cards", about="Folder with the pages that `labelcards cards` wrote."
)
SITE = folder_option("--out", default="site", about="Folder of the built site.")


@click.command(epilog=_example("site", "datasets/support-tickets 1.0.0"))
@DATASET
@VERSION
@CARDS
@SITE
@JSON_WRITTEN
def site(dataset: Path, version: str, cards_folder: Path, out: Path, as_json: bool) -> None:
    """Build the browsable, immutable folder of VERSION."""
    from labelcards.stages.site import run

    _of_this_release(PARAMS)
    report_written("site", run(dataset, version, cards_folder, out), as_json=as_json)


@click.command(epilog=_example("index", "datasets/support-tickets"))
@DATASET
@CARDS
@SITE
@params_option()
@TEMPLATES
@JSON_WRITTEN
def index(dataset: Path, cards_folder: Path, out: Path, params: Path, templates: Path | None, as_json: bool) -> None:
    """Write versions.json and the landing page of DATASET."""
    from labelcards.stages.index import run

    _of_this_release(params)
    report_written("index", run(dataset, cards_folder, out, params, templates), as_json=as_json)


@click.command(epilog=_example("compare", "datasets/support-tickets"))
@DATASET
@SITE
@params_option()
@TEMPLATES
@JSON_WRITTEN
def compare(dataset: Path, out: Path, params: Path, templates: Path | None, as_json: bool) -> None:
    """Write the pages that compare any two versions of DATASET; `labelcards diff --format html` prints one of them."""
    from labelcards.stages.compare import run

    _of_this_release(params)
    report_written("compare", run(dataset, out, params, templates), as_json=as_json)


@click.command(
    epilog="""\b
Examples:
  labelcards plots datasets/support-tickets
  labelcards plots --page build/plots.html
  dvc plots diff main --html-template build/plots.html
"""
)
@click.argument("dataset", type=FOLDER, required=False)
@CARDS
@params_option()
@click.option(
    "--page",
    type=FILE,
    help="Instead, write the page for `dvc plots --html-template`, which needs no network.",
)
@JSON_WRITTEN
def plots(dataset: Path | None, cards_folder: Path, params: Path, page: Path | None, as_json: bool) -> None:
    """Write metrics.json and plots/ of DATASET, which `dvc metrics` and `dvc plots` show and compare."""
    if (dataset is None) == (page is None):
        raise click.UsageError("Give a DATASET, or --page.")
    if page is not None:
        from labelcards.site.plots_page import write_plots_page

        write_plots_page(page)
        report_written("plots", [page], as_json=as_json)
    elif dataset is not None:
        from labelcards.stages.plots import run

        _of_this_release(params)
        report_written("plots", run(dataset, cards_folder, params), as_json=as_json)


@click.command(epilog=_example("overview", ""))
@click.option("--docs", type=FOLDER, help="Folder with documentation to build beside the overview.  [default: none]")
@CARDS
@SITE
@params_option()
@TEMPLATES
@JSON_WRITTEN
def overview(
    docs: Path | None, cards_folder: Path, out: Path, params: Path, templates: Path | None, as_json: bool
) -> None:
    """Build the front page over all data sets, with trends across versions."""
    from labelcards.stages.overview import run

    _of_this_release(params)
    report_written("overview", run(docs, cards_folder, out, params, templates), as_json=as_json)
