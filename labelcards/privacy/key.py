"""The secret key that makes pseudonyms stable for its holder and meaningless for everyone else."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from labelcards.documents.manifest import Key
from labelcards.errors import ToolError

__all__ = ["MINIMUM_BYTES", "PROJECT_KEY", "PseudonymKey", "load_key", "new_key", "normalized"]

MINIMUM_BYTES = 16
PROJECT_KEY = ".labelcards/key"
"""Where ``labelcards key new`` writes, from the project's folder."""
_REMEDY = (
    "Run `labelcards key new` once and keep the file out of Git, or set the environment variable; "
    "everyone who must get the same pseudonyms needs the same key."
)


def normalized(value: str) -> str:
    """The form in which values are compared: NFKC, case-folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """A secret of at least 16 bytes; it never shows in a repr, a document or an error.

    Raises:
        ToolError: the secret is shorter.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a short secret."""
        if len(self.secret) < MINIMUM_BYTES:
            raise ToolError(f"The pseudonym key is shorter than {MINIMUM_BYTES} bytes.", hint=_REMEDY)

    @property
    def key_id(self) -> str:
        """Names the key without revealing it: first 8 hex digits of SHA-256("labelcards key id" || key)."""
        return hashlib.sha256(b"labelcards key id" + self.secret).hexdigest()[:8]

    def digest(self, purpose: str, value: str) -> bytes:
        """HMAC-SHA-256 of ``value`` for one ``purpose``; digests of different purposes cannot be compared."""
        message = purpose.encode() + b"\x00" + value.encode("utf-8", "surrogatepass")
        return hmac.digest(self.secret, message, "sha256")

    def code(self, value: str, digits: int = 16) -> str:
        """The first hex digits of the HMAC of the normalized value: equal values get equal codes, wherever they
        stand.
        """
        return self.digest("labelcards pseudonym", normalized(value)).hex()[:digits]

    def pseudonym(self, prefix: str, value: str, digits: int = 10) -> str:
        """``<prefix>-<code>``, e.g. ``a-3f9a12bc44``; 10 digits collide once in about a million values, 16 never."""
        return f"{prefix}-{self.code(value, digits)}"


def load_key(source: Key, folder: Path, environ: Mapping[str, str] | None = None) -> PseudonymKey:
    """The key from the environment variable, else from the manifest's file, else from the project's own key file.

    Args:
        source: the manifest's ``key`` section.
        folder: the dataset folder, which the key file is relative to; the project is the nearest folder above it
            that holds ``.dvc`` or ``.git``, and its key is the one that ``labelcards key new`` writes there or in a
            folder between.
        environ: the environment; the process's own when None.

    Raises:
        ToolError: there is no key, it is too short, or its file cannot be read.
    """
    held = os.environ if environ is None else environ
    text = held.get(source.env, "")
    if not text.strip():
        path = folder / source.file if source.file is not None else _project_key(folder)
        text = _text_of(path, source.file or PROJECT_KEY) if path is not None else ""
    if not text.strip():
        raise ToolError(
            f"There is no pseudonym key (environment variable {source.env} or file {source.file or PROJECT_KEY}).",
            hint=_REMEDY,
        )
    return PseudonymKey(_decoded(text.strip()))


def _project_key(folder: Path) -> Path | None:
    """The key file of the project that a dataset folder belongs to; None outside a project.

    The pipeline may have a folder of its own in the project, with a key of its own; a nearer key wins.
    """
    place = folder.resolve()
    within: list[Path] = []
    for parent in (place, *place.parents):
        within.append(parent / PROJECT_KEY)
        if any((parent / mark).exists() for mark in (".dvc", ".git")):
            return next((key for key in within if key.exists()), within[-1])
    return None


def _text_of(path: Path, shown: str) -> str:
    """What a key file holds; empty when there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise ToolError(f"The key file {shown} cannot be read as UTF-8 text.", hint=_REMEDY) from None


def _decoded(text: str) -> bytes:
    """Hex digits stand for bytes; anything else is the text itself."""
    try:
        decoded = bytes.fromhex(text)
    except ValueError:
        return text.encode("utf-8")
    return decoded if len(decoded) >= MINIMUM_BYTES else text.encode("utf-8")


def new_key(path: Path) -> str:
    """Write a random 32-byte key as hex, readable by its owner only, and return its key id.

    A folder that is made for the key gets a ``.gitignore`` of its own: the key stays out of Git in any repository.

    Raises:
        ToolError: the file exists (a lost key cannot be made again) or cannot be written.
    """
    secret = secrets.token_bytes(32)
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ToolError(
            f"The key file {path} exists; replacing it would change every pseudonym.", hint="Move it away first."
        ) from None
    except OSError as error:
        raise ToolError(
            f"The key file {path} cannot be written: {error.strerror}.", hint="Choose a writable folder."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secret.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(0o600)
    return PseudonymKey(secret).key_id
