"""Freeze the code lists that the validators know: SPDX licenses and ISO 639 languages.

Run: .venv/bin/python tools/freeze_vocabularies.py /usr/share/iso-codes/json     (Debian package iso-codes)

The lists of the Hugging Face Hub (``hub_licenses.txt``, ``hub_tasks.txt``) have no package to take them from; they were
copied from its documentation and its source, see ``SOURCES.md`` beside them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from packaging.licenses._spdx import LICENSES

DATA = Path(__file__).resolve().parents[1] / "labelcards" / "standards" / "data"


def languages(folder: Path) -> list[str]:
    """Codes of ISO 639-1, 639-2 (both forms), 639-3 and 639-5."""
    codes: set[str] = set()
    for part in ("639-2", "639-3", "639-5"):
        content = json.loads((folder / f"iso_{part}.json").read_text(encoding="utf-8"))
        for entry in content[part]:
            codes |= {entry[key] for key in ("alpha_2", "alpha_3", "bibliographic") if key in entry}
    return sorted(code for code in codes if code.isalpha())  # qaa-qtz is a range for private use


def main() -> None:
    """Write both lists."""
    spdx = sorted(entry["id"] for entry in LICENSES.values())
    (DATA / "spdx.txt").write_text("\n".join(spdx) + "\n", encoding="utf-8")
    (DATA / "languages.txt").write_text("\n".join(languages(Path(sys.argv[1]))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
