"""The ``labelcards`` program: its commands in the order a newcomer needs them, and its exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from keyword import iskeyword
from types import TracebackType

import click

from labelcards.cli.memory import limit_in_megabytes, prepare_memory
from labelcards.cli.output import print_error
from labelcards.errors import LabelcardsError, ToolError
from labelcards.release import __version__

__all__ = ["main", "program"]

EXIT_CODES = """\b
Exit codes:
  0   fine
  1   a gate or a step of ci failed, the scan found something, a file is not valid, or what is published does not hold
  2   bad input or usage; every problem is listed with file, row, column and remedy
  3   something raw would have got out; nothing was written
  4   a program, package, model or key is missing, or there is not enough memory
  70  a defect in labelcards
  130 interrupted
"""

COMMANDS: dict[str, tuple[str, str]] = {
    "agreement": ("labelcards.cli.one_file", "How far annotators agree, from one table."),
    "inspect": ("labelcards.cli.one_file", "How a table of labels would be read."),
    "detect": ("labelcards.cli.one_file", "Personal data in one file of texts."),
    "import": ("labelcards.cli.importing", "A data set from a table or a labelling tool's export."),
    "demo": ("labelcards.cli.pipeline", "Write the raw files of the demo data set."),
    "anonymize": ("labelcards.cli.pipeline", "Raw tables in, clean tables out."),
    "quality": ("labelcards.cli.pipeline", "Agreement, consensus, gold, annotators, label errors."),
    "bias": ("labelcards.cli.pipeline", "Representation, label bias, annotator-group bias."),
    "model": ("labelcards.cli.model", "The baseline, or your own model, on the gold set."),
    "changes": ("labelcards.cli.pipeline", "A version against its parent."),
    "cards": ("labelcards.cli.pipeline", "Datasheet, Model Card and the other pages."),
    "site": ("labelcards.cli.pipeline", "The browsable folder of one version."),
    "index": ("labelcards.cli.pipeline", "The version list of a data set."),
    "compare": ("labelcards.cli.pipeline", "The pages that compare any two versions of a data set."),
    "plots": ("labelcards.cli.pipeline", "What dvc metrics and dvc plots show of a data set."),
    "overview": ("labelcards.cli.pipeline", "The front page over all data sets."),
    "answers": ("labelcards.cli.answers", "What people say on the cards, what is open, what no longer holds."),
    "templates": ("labelcards.cli.templates", "Look at, copy and override the templates of the pages."),
    "audit": ("labelcards.cli.audit", "A checked sample of labels: their true error rate."),
    "verify": ("labelcards.cli.verify", "Whether published figures and files still hold."),
    "evidence": ("labelcards.cli.evidence", "Sign the digests of a published version."),
    "log": ("labelcards.cli.log", "Who did what to a data set, when and why."),
    "diff": ("labelcards.cli.review", "What differs between two versions or revisions, and whether it is better."),
    "check": ("labelcards.cli.review", "Whether a version meets its gates."),
    "power": ("labelcards.cli.power", "What a version could have detected, and how many items would do."),
    "ci": ("labelcards.cli.ci", "Everything CI does for a change of labels, before you push it."),
    "export": ("labelcards.cli.standards", "A version as Croissant, or for the Hugging Face Hub."),
    "validate": ("labelcards.cli.standards", "Whether a Croissant file or a Hugging Face card is valid."),
    "privacy": ("labelcards.cli.privacy", "How well personal data is found, on a sample with marks."),
    "init": ("labelcards.cli.init", "Give a repository the CI that reviews changes of labels."),
    "scan": ("labelcards.cli.publishing", "Look for raw values in what would be published."),
    "publish": ("labelcards.cli.publish", "The site for an audience, in a folder to serve; only what is new is built."),
    "serve": ("labelcards.cli.publishing", "Look at the built site."),
    "key": ("labelcards.cli.publishing", "Make a pseudonym key."),
    "completion": ("labelcards.cli.shell", "Shell completion for bash, zsh and fish."),
}
"""Command → the module that defines it, and its one-line help (so that --help imports none of them)."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that defines the command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command list, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command when the name is mistyped."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else " See 'labelcards --help'."
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, "--version", prog_name="labelcards")
def program() -> None:
    """Version labelled data, measure the labels, write the cards that people can trust.

    \b
    With just a file:
      labelcards agreement labels.csv --item id --annotator who --label answer
      labelcards detect tickets.csv --column body

    \b
    With the pipeline:
      dvc repro          raw labels in, a card site out
      labelcards serve   look at it
    """  # noqa: D301 - click reads the backspace character
    prepare_memory()


_MEMORY = "Allow the process more: `ulimit -v`, the limit of the container, or a larger machine."


def main() -> None:
    """Run the program; every error ends as a message and an exit code, never as a traceback."""
    try:
        code = program.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except LabelcardsError as error:
        print_error(str(error), error.hint)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MemoryError:
        print_error("There is not enough memory.", _MEMORY)
        sys.exit(ToolError.exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a message could quote raw data
        _report_defect(error, error.__traceback__)
        sys.exit(70)
    sys.exit(code if isinstance(code, int) else 0)


def _report_defect(error: Exception, trace: TracebackType | None) -> None:
    """Say where labelcards broke; the message stays out because it could quote data."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "labelcards" in frame.filename] or list(frames)
    place = f"{ours[-1].filename.rpartition('labelcards')[2].lstrip('/')}:{ours[-1].lineno}" if ours else "unknown"
    limit = limit_in_megabytes()
    limited = "" if limit is None else f"Memory is limited to {limit} MB, which may be the reason. "
    print_error(
        f"A defect in labelcards: {type(error).__name__} at {place}.",
        f"{limited}Please report this line. LABELCARDS_DEBUG=1 shows the traceback, which may quote your data.",
    )
    if os.environ.get("LABELCARDS_DEBUG"):
        traceback.print_exception(error)
