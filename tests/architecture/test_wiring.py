"""The pipeline, the command line and the parameters name the same stages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from labelcards.cli import program
from labelcards.cli.program import COMMANDS
from labelcards.documents.params import Params

ROOT = Path(__file__).resolve().parents[2]
STAGES = list(yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"])


def _commands() -> dict[str, click.Command]:
    context = click.Context(program)
    return {name: command for name in COMMANDS if (command := program.get_command(context, name))}


def _stage(name: str) -> dict[str, Any]:
    stage = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"][name]
    return stage.get("do", stage)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_a_command_and_a_module(stage: str) -> None:
    """Each stage of dvc.yaml runs the command of its name, and the code is in the module of its name."""
    assert _stage(stage)["cmd"].split()[:2] == ["labelcards", stage]
    assert stage in _commands()
    assert (ROOT / "labelcards" / "stages" / f"{stage}.py").is_file()


def test_a_stage_depends_on_its_own_section_of_params() -> None:
    """A stage lists the release, and the section of its name, if there is one; lists of versions depend on versions."""
    lists = {
        "index": ["versions"],
        "compare": ["publish.smallest_group", "versions"],
        "plots": ["versions"],
        "overview": ["datasets", "versions"],
    }
    for name in STAGES:
        expected = [name] if name in Params.model_fields else lists.get(name, [])
        assert _stage(name)["params"] == ["labelcards_version", *expected], name


def test_no_raw_table_is_a_pushed_output() -> None:
    """Every output below raw/ is push: false, or not even in DVC's cache, so that `dvc pull` does not ask for it."""
    for name in STAGES:
        for out in _stage(name).get("outs", []):
            path, options = next(iter(out.items())) if isinstance(out, dict) else (out, {})
            if "/raw/" in path:
                assert options in ({"push": False}, {"cache": False}), path


def test_artifacts_are_outputs_of_the_newest_version() -> None:
    """Every artifact names an output of a data set's last version, is of a known type and says the version."""
    params = Params.model_validate(yaml.safe_load((ROOT / "params.yaml").read_text()))
    outs = [str(out) if isinstance(out, str) else next(iter(out)) for n in STAGES for out in _stage(n).get("outs", [])]
    artifacts = yaml.safe_load((ROOT / "dvc.yaml").read_text())["artifacts"]
    assert {artifact["type"] for artifact in artifacts.values()} == {"dataset", "model"}
    newest = {f"datasets/{name}/versions/{params.versions_of(name)[-1]}/": name for name in params.datasets}
    for artifact in artifacts.values():
        folder = next(folder for folder in newest if artifact["path"].startswith(folder))
        version = folder.rstrip("/").rpartition("/")[2]
        assert f"v{version}" in artifact["labels"]
        path = artifact["path"].replace(newest[folder], "${item.dataset}").replace(version, "${item.version}")
        assert path in outs


def test_params_file_fits_its_model() -> None:
    """params.yaml is valid, and versions and parents agree."""
    params = Params.model_validate(yaml.safe_load((ROOT / "params.yaml").read_text()))
    for key, entry in params.parents.items():
        assert params.versions[key].version == entry.version
    assert {entry.dataset for entry in params.versions.values()} == set(params.datasets)


def test_every_command_has_help_with_an_example() -> None:
    """Each command says what it does, its summary in the list is not empty, and it shows an example."""
    for name, command in _commands().items():
        assert command.help, name
        assert COMMANDS[name][1].endswith("."), name
        assert f"labelcards {name}" in (command.epilog or ""), name


def test_help_imports_nothing_heavy() -> None:
    """--help stays instant: none of the big libraries is imported for it."""
    code = (
        "import sys; from labelcards.cli import program\n"
        "program.main(['--help'], standalone_mode=False)\n"
        "print(','.join(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = set(output.splitlines()[-1].split(","))
    assert not loaded & {
        "pandas",
        "numpy",
        "pydantic",
        "rich",
        "sklearn",
        "presidio_analyzer",
        "altair",
        "mkdocs",
        "yaml",
    }


def test_a_mistyped_command_is_suggested() -> None:
    """labelcards agrement names the command that was meant."""
    run = subprocess.run([sys.executable, "-m", "labelcards", "agrement"], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "agreement" in run.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell: str) -> None:
    """labelcards completion prints a script that calls the program."""
    run = subprocess.run(
        [sys.executable, "-m", "labelcards", "completion", shell], capture_output=True, text=True, check=True
    )
    assert "_LABELCARDS_COMPLETE" in run.stdout
