"""Blocks of YAML text as the standard has them."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.scanner import Scanner

__all__ = ["BlockScanner"]

_BLANK = " \r\n\x85\u2028\u2029"


class BlockScanner(Scanner):
    """ruamel.yaml's scanner, which refuses a block of text that begins with a blank line of too few spaces."""

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Any]:
        """Line breaks before a block's first line, its indentation, and where the breaks end: YAML 1.2.2, 8.1.1.1."""
        breaks, indentation, end = [], 0, self.reader.get_mark()
        while (character := self.reader.peek()) in _BLANK:
            if character == " ":
                self.reader.forward()
                indentation = max(indentation, self.reader.column)
            else:
                breaks.append(self.scan_line_break())
                end = self.reader.get_mark()
        return breaks, indentation, end
