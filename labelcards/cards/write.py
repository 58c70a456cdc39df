"""Write the cards of one version: Markdown pages, charts, the documents, files for others and ``summary.json``."""

from __future__ import annotations

import shutil
from pathlib import Path

from labelcards.cards.charts.svg import standalone
from labelcards.cards.context import CardContext
from labelcards.cards.environment import environment, render
from labelcards.cards.exports.export import Export, export_card
from labelcards.cards.prov import prov_json
from labelcards.documents.files import staged_path, write_bytes, write_text
from labelcards.documents.folders import staged_folder

__all__ = ["write_cards"]


def write_cards(context: CardContext, out_dir: Path, *, templates: Path | None = None) -> None:
    """Write ``docs/cards/<dataset>/<version>/`` as a whole, or leave it as it was.

    Args:
        templates: a folder whose templates win over the shipped ones of the same name.

    Raises:
        InputError: a template fails.
    """
    jinja = environment(templates)
    export = export_card(context.sources, templates)
    with staged_folder(out_dir) as folder:
        for page in context.pages:
            root = "" if page == "index" else "../"
            text = render(jinja, f"pages/{page}.md.jinja", card=context, page=page, root=root, export=export)
            write_text(folder / f"{page}.md", text)
        for name, chart in context.charts().items():
            write_text(folder / "charts" / f"{name}.svg", standalone(chart))
        for name, content in context.files.items():
            write_bytes(folder / "documents" / f"{name}.json", content)
        _write_files(export, folder / "files")
        if context.sources.evidence is not None:
            write_text(folder / "evidence.json", prov_json(context.sources.evidence, context.files))
        context.summary.write(folder / "summary.json")


def _write_files(export: Export, folder: Path) -> None:
    """What others read: the exports, and the tables that may be published."""
    for file in export.files:
        write_text(folder / file.path, file.text)
    for table in export.tables:
        with staged_path(folder / export.table_path(table)) as staged:
            shutil.copyfile(table.path, staged)
