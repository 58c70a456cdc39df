"""A manifest's license in the terms of each standard."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.exports.markdown import one_line
from labelcards.standards.value import URL
from labelcards.standards.vocabulary import hub_licenses, spdx_identifier

__all__ = ["License", "license_of"]

_HUB_NAMES = {
    "odbl-1.0": "odbl",
    "odc-by-1.0": "odc-by",
    "pddl-1.0": "pddl",
    "bsl-1.0": "bsl-1.0",
    "gpl-2.0-only": "gpl-2.0",
    "gpl-2.0-or-later": "gpl-2.0",
    "gpl-3.0-only": "gpl-3.0",
    "gpl-3.0-or-later": "gpl-3.0",
    "agpl-3.0-only": "agpl-3.0",
    "agpl-3.0-or-later": "agpl-3.0",
    "lgpl-2.1-only": "lgpl-2.1",
    "lgpl-2.1-or-later": "lgpl-2.1",
    "lgpl-3.0-only": "lgpl-3.0",
    "lgpl-3.0-or-later": "lgpl-3.0",
}
"""SPDX identifier in lower case → the Hub's, where they differ."""

SPDX = "https://spdx.org/licenses/"


@dataclass(frozen=True, slots=True)
class License:
    """A license.

    Attributes:
        text: as the manifest has it.
        spdx: its SPDX identifier; empty when it has none.
        address: where its text is; empty when not known.
        hub: its identifier on the Hugging Face Hub; ``other`` when the Hub does not know it.
    """

    text: str
    spdx: str
    address: str
    hub: str


def license_of(text: str) -> License:
    """Look a license up by SPDX identifier (upper or lower case), by address, or take it as a name.

    >>> license_of("cc-by-4.0").address
    'https://spdx.org/licenses/CC-BY-4.0.html'
    """
    written = one_line(text)
    name = written.removeprefix(SPDX).removesuffix(".html").casefold()
    spdx = spdx_identifier(name)
    hub = _HUB_NAMES.get(name, name)
    address = f"{SPDX}{spdx}.html" if spdx else written if URL.fits(written) else ""
    return License(written, spdx, address, hub if hub in hub_licenses() else "other")
