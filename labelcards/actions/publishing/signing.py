"""Signing a folder's digests with an SSH key, and checking such a signature, by ``ssh-keygen``.

The signature is in OpenSSH's own format (``ssh-keygen -Y sign``, namespace ``labelcards``), so a reader can check it
without labelcards.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from labelcards.documents.sums import SIGNATURE, SUMS, check_sums
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem, ToolError

__all__ = ["NAMESPACE", "SignatureCheck", "check_signature", "sign_folder"]

NAMESPACE = "labelcards"
"""Keeps a signature under digests from being taken for one under something else."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """Whose signature it is, or why it does not count.

    Attributes:
        by: the principal in the file of allowed signers; empty when none.
        problem: empty when the signature holds.
    """

    by: str = ""
    problem: str = ""


def sign_folder(folder: Path, key: Path) -> Path:
    """Sign ``SHA256SUMS`` of ``folder`` and return the signature's path.

    Raises:
        InputError: the folder is not what its digests say, or there is no such key.
        ToolError: ``ssh-keygen`` is missing or refuses.
    """
    report = check_sums(folder)
    if not report.holds:
        names = [*report.changed, *report.missing, *report.extra]
        message = "The folder is not what its digests say, so nothing was signed."
        raise InputError(
            Problem((folder / name).as_posix(), "changed-file", message, "Build the folder anew.")
            for name in names[:20]
        )
    if not key.is_file():
        raise InputError([Problem(shown(key), "missing-key", "There is no such key.", "Name a private SSH key.")])
    (folder / SIGNATURE).unlink(missing_ok=True)
    done = _keygen("-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(folder / SUMS))
    if done.returncode:
        raise ToolError("ssh-keygen could not sign.", hint=_reason(done))
    return folder / SIGNATURE


def check_signature(folder: Path, allowed_signers: Path) -> SignatureCheck:
    """Whether somebody in ``allowed_signers`` (see ssh-keygen(1), ALLOWED SIGNERS) has signed the folder's digests.

    Raises:
        InputError: there is no such file of signers.
        ToolError: ``ssh-keygen`` is missing.
    """
    if not allowed_signers.is_file():
        remedy = "Write lines such as `ada@example.org ssh-ed25519 AAAA…`."
        raise InputError([Problem(shown(allowed_signers), "missing-file", "There is no such file.", remedy)])
    signature = folder / SIGNATURE
    if not signature.is_file():
        return SignatureCheck(problem=f"it is not signed: there is no {SIGNATURE}")
    found = _keygen("-Y", "find-principals", "-s", str(signature), "-f", str(allowed_signers))
    names = found.stdout.decode("utf-8", "replace").splitlines()
    if found.returncode or not names:
        return SignatureCheck(problem="it is signed by a key that is not among the allowed signers")
    by = names[0].strip()
    command = ("-Y", "verify", "-n", NAMESPACE, "-s", str(signature), "-f", str(allowed_signers), "-I", by)
    done = _keygen(*command, stdin=(folder / SUMS).read_bytes())
    return (
        SignatureCheck(by=by)
        if not done.returncode
        else SignatureCheck(by=by, problem="the signature is not that of these digests")
    )


def _keygen(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ToolError("ssh-keygen is not installed.", hint="Install OpenSSH 8.2 or newer.")
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, check=False)  # noqa: S603 - no shell


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "It gave no reason."
