"""The command line: parse, call one function, map an error to an exit code.

Nothing heavy is imported before a command runs, so that ``labelcards --help`` is instant.
"""

from labelcards.cli.program import main, program

__all__ = ["main", "program"]
