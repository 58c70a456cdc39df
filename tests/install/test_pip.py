"""When pip stops, one sentence says what it died of, names the package and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.install.checkout import Checkout, new_checkout

OFFLINE = """\
Obtaining file:///home/ann/labelcards
  Installing build dependencies: started
  Installing build dependencies: finished with status 'error'
  error: subprocess-exited-with-error

  × pip subprocess to install build dependencies did not run successfully.
  │ exit code: 1
  ╰─> [7 lines of output]
      WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection \
broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a \
new connection: [Errno -3] Temporary failure in name resolution')': /simple/hatchling/
      ERROR: Could not find a version that satisfies the requirement hatchling (from versions: none)
      ERROR: No matching distribution found for hatchling
      [end of output]

error: subprocess-exited-with-error
"""
LOST = """\
Collecting pandas==3.1.1 (from -c constraints.txt (line 149))
  Downloading pandas-3.1.1-cp311-cp311-manylinux_2_24_x86_64.whl (11.3 MB)
ERROR: Exception:
Traceback (most recent call last):
  File "/home/ann/.venv/lib/python3.11/site-packages/pip/_vendor/urllib3/response.py", line 438, in _error_catcher
pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='example.org', port=443): Read timed out.
"""
EXCLUDED = """\
Collecting mkdocs-material>=9.6
ERROR: Ignored the following versions that require a different python version: 13.1 Requires-Python >=3.11.5
ERROR: Could not find a version that satisfies the requirement pymdown-extensions==13.1 (from versions: 1.0, 12.3)
ERROR: No matching distribution found for pymdown-extensions==13.1
"""
UNBUILT = """\
Collecting murmurhash==1.0.16 (from -c constraints.txt (line 120))
  Using cached murmurhash-1.0.16.tar.gz (13 kB)
Building wheels for collected packages: murmurhash
  Building wheel for murmurhash (pyproject.toml): finished with status 'error'
  error: subprocess-exited-with-error
      error: command 'gcc' failed: No such file or directory
  ERROR: Failed building wheel for murmurhash
Failed to build murmurhash
ERROR: Could not build wheels for murmurhash, which is required to install pyproject.toml-based projects
"""
METADATA = """\
Collecting attrs==26.1.0
Collecting pygit2==1.21.0 (from -c constraints.txt (line 160))
  Preparing metadata (pyproject.toml): finished with status 'error'
  error: subprocess-exited-with-error
error: metadata-generation-failed
"""
FULL = "Collecting pyarrow\nERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
UNTRUSTED = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: \
CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate'))': /simple/altair/
ERROR: No matching distribution found for altair
"""
CONFLICT = """\
ERROR: Cannot install labelcards because these package versions have conflicting dependencies.
ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/
"""
# an index that is configured but not reached does no harm as long as another one has the package
ONE_OF_TWO = OFFLINE.splitlines()[8] + "\n" + UNBUILT


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with an interpreter whose pip says what it is told to."""
    made = new_checkout(tmp_path / "work", tmp_path / "bin")
    made.interpreter()
    return made


@pytest.mark.parametrize(
    ("words", "reason", "remedy"),
    [
        (OFFLINE, "does not reach its package index, of which it wanted hatchling", "HTTPS_PROXY"),
        (LOST, "does not reach its package index", "PIP_INDEX_URL"),
        (EXCLUDED, "has no pymdown-extensions==13.1 for Python 3.11.2 on ", "make PYTHON="),
        (UNBUILT, "murmurhash has no wheel for Python 3.11.2", "install"),
        (METADATA, "pygit2 has no wheel for Python 3.11.2", "install"),
        (ONE_OF_TWO, "murmurhash has no wheel for Python 3.11.2", "install"),
        (FULL, "the disk is full", "make VENV="),
        (UNTRUSTED, "does not trust the certificate", "PIP_CERT"),
        (CONFLICT, "contradict pyproject.toml", "make lock"),
        ("Collecting numpy==2.4.6\nERROR: something else\n", "could not install numpy", "mend what it says last"),
        ("", "pip could not install", "make site"),
    ],
)
def test_what_pip_died_of(checkout: Checkout, words: str, reason: str, remedy: str) -> None:
    """The reason, what helps, and where all that pip said can be read; a traceback is left there."""
    checkout.pip_says(words, 2)
    done = checkout.make("site")
    assert "Traceback" not in done.stderr
    sentence = checkout.refused("site")
    assert reason in sentence
    assert remedy in sentence
    assert "make site" in sentence
    assert ".venv/install.log" in sentence
    assert (checkout.folder / ".venv/install.log").read_text() == words
    assert not (checkout.folder / ".venv/.labelcards-installed").exists()


def test_a_pip_that_was_killed(checkout: Checkout) -> None:
    """Where memory runs out, pip has no last words; what it did last is not what is amiss."""
    checkout.pip_says("Collecting ply\n  Downloading ply-3.11-py2.py3-none-any.whl (49 kB)\n", 137)
    assert checkout.refused().startswith("pip was killed by signal 9, as happens where memory runs out")
    assert not (checkout.folder / ".venv/.labelcards-installed").exists()


def test_an_environment_that_cannot_be_made(checkout: Checkout) -> None:
    """venv itself stops: its last words, and the sentence."""
    script = checkout.programs / "python3"
    script.write_text(script.read_text().replace('mkdir -p "$4/bin"', "echo no room >&2 && false"))
    assert "could not make an environment in .venv" in checkout.refused()
    assert "no room" in checkout.make().stderr
