"""The parent of every file labelcards reads or writes: frozen, strict, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from labelcards.documents.files import write_text
from labelcards.documents.json_text import json_text
from labelcards.errors import InputError, Problem

__all__ = ["Document", "Part"]


class Part(BaseModel):
    """A piece of a document: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Part):
    """A JSON file with a schema version.

    Written as `json_text` does, so that the same content is the same bytes and Git shows one line per changed figure.
    A class whose schema has changed sets both versions, and says in `UPGRADES` how a file of each earlier one becomes
    one of the next.
    """

    SCHEMA_VERSION: ClassVar[int] = 1
    UPGRADES: ClassVar[Mapping[int, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {}
    """Earlier schema version → what makes content of it content of the next one."""

    schema_version: int = 1

    def dump(self) -> str:
        """The document as canonical JSON text; None leaves are left out."""
        content = self.model_dump(mode="json", exclude_none=True)
        return json_text(content)

    def write(self, path: Path) -> None:
        """Write atomically (temporary file, fsync, rename)."""
        write_text(path, self.dump())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read, bring up to date, and validate.

        Raises:
            InputError: the file is missing, is not JSON, is from a newer labelcards, or does not fit.
        """
        try:
            content: Any = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError(
                [Problem(str(path), "missing-file", "The file does not exist.", "Run `dvc repro`.")]
            ) from None
        except (UnicodeDecodeError, json.JSONDecodeError):
            raise InputError(
                [Problem(str(path), "not-json", "The file is not UTF-8 JSON.", "Delete it and run `dvc repro`.")]
            ) from None
        found = content.get("schema_version") if isinstance(content, dict) else None
        if isinstance(found, int) and found > cls.SCHEMA_VERSION:
            message = f"The file has schema version {found}; this labelcards reads up to {cls.SCHEMA_VERSION}."
            raise InputError([Problem(str(path), "newer-schema", message, "Upgrade labelcards.")])
        while isinstance(found, int) and found in cls.UPGRADES:
            content, found = cls.UPGRADES[found](content), found + 1
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise InputError(
                Problem(
                    str(path),
                    f"schema-{item['type']}",
                    "The document does not fit its schema.",
                    "Delete it and run `dvc repro`.",
                    column=".".join(str(step) for step in item["loc"]),
                )
                for item in error.errors(include_input=False, include_url=False)
            ) from None
