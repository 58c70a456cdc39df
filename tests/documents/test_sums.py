"""SHA256SUMS says whether a copied folder is what was published."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from labelcards.documents.sums import SIGNATURE, SUMS, check_sums, read_sums, write_sums
from labelcards.errors import InputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files with digests; one name holds a space and an accent."""
    made = tmp_path / "site"
    (made / "a" / "b").mkdir(parents=True)
    (made / "index.html").write_text("page")
    (made / "a" / "naïve file.json").write_text("{}")
    (made / "a" / "b" / "empty").write_bytes(b"")
    write_sums(made)
    return made


def test_every_file_but_itself_is_covered(folder: Path) -> None:
    """The lines are sorted; a signature is not part of what is signed."""
    assert list(read_sums(folder)) == ["a/b/empty", "a/naïve file.json", "index.html"]
    (folder / SIGNATURE).write_text("x")
    assert check_sums(folder).holds


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_other_tools_can_check_it(folder: Path) -> None:
    """The file is in the format of sha256sum."""
    done = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_changed_missing_and_extra_files_are_named(folder: Path, tmp_path: Path) -> None:
    """Each kind by its path; a link counts as extra even if its target has the right bytes."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "a" / "b" / "empty").unlink()
    (copy / "a" / "naïve file.json").write_text("[]")
    (copy / "index.html").rename(tmp_path / "index.html")
    (copy / "index.html").symlink_to(tmp_path / "index.html")
    (copy / "extra.js").write_text("x")
    report = check_sums(copy)
    assert report.changed == ("a/naïve file.json",)
    assert report.missing == ("a/b/empty",)
    assert report.extra == ("extra.js", "index.html")
    assert not report.holds


def test_writing_again_voids_the_signature(folder: Path) -> None:
    """New digests are not signed by an old signature."""
    (folder / SIGNATURE).write_text("x")
    write_sums(folder)
    assert not (folder / SIGNATURE).exists()


@pytest.mark.parametrize(
    "line", [f"{'a' * 64}  ../outside", f"{'a' * 64}  /etc/passwd", "short  file", f"{'0' * 64}  index.html", "x"]
)
def test_lines_that_lead_out_or_do_not_fit_are_refused(line: str, folder: Path) -> None:
    """A path outside, an absolute one, a file named twice, or no digest at all: the row is named."""
    path = folder / SUMS
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(InputError) as caught:
        check_sums(folder)
    assert [problem.row for problem in caught.value.problems] == [4]


def test_a_folder_without_digests_is_an_error(tmp_path: Path) -> None:
    """The message says which folder to name."""
    with pytest.raises(InputError, match="has no digests"):
        check_sums(tmp_path)
