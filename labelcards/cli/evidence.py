"""``labelcards evidence``: put a name under what is published."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import FILE, JSON, KNOWN_FOLDER
from labelcards.cli.output import print_json, print_note

__all__ = ["evidence"]


@click.group(epilog="\b\nExample:\n  labelcards evidence sign site/support-tickets/2.0.0 --key ~/.ssh/id_ed25519")
def evidence() -> None:
    """Digests of a published version, and signatures under them."""


@evidence.command(
    epilog="""\b
Examples:
  labelcards evidence sign site/support-tickets/2.0.0 --key ~/.ssh/id_ed25519
  labelcards verify --site site/support-tickets/2.0.0 --allowed-signers signers
"""
)
@click.argument("folder", type=KNOWN_FOLDER)
@click.option("--key", required=True, type=FILE, help="A private SSH key.")
@JSON
def sign(folder: Path, key: Path, as_json: bool) -> None:
    """Sign SHA256SUMS of FOLDER, a built version, with an SSH key, once every file is as its digest says.

    Sign the copy that you publish: `dvc repro` takes a signed folder of its own for a changed one and builds it anew.
    """
    from labelcards.actions.publishing.signing import sign_folder

    written = sign_folder(folder, key)
    if as_json:
        print_json({"written": [written.as_posix()]})
    else:
        print_note(f"evidence: wrote {written}")
