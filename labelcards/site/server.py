"""Look at a built site: a server of static files for this machine only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from labelcards.errors import InputError, Problem, ToolError

__all__ = ["serve_folder", "site_server"]

_BUILD = "Run `dvc repro`; where the raw data are not, `labelcards ci` builds it from the clean tables."


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Requests are nobody's business."""


def site_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server for ``folder`` on the loopback address; port 0 picks a free one.

    Raises:
        InputError: ``folder`` does not exist.
        ToolError: the port is taken.
    """
    if not folder.is_dir():
        raise InputError([Problem(str(folder), "missing-folder", "There is no built site.", _BUILD)])
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_QuietHandler, directory=str(folder)))
    except OSError as error:
        raise ToolError(f"Port {port} cannot be used.", hint="Choose another one, or 0 for a free one.") from error


def serve_folder(folder: Path, port: int, *, announce: Callable[[str], object]) -> None:
    """Serve ``folder`` until Ctrl-C; ``announce`` gets one line with the address."""
    with site_server(folder, port) as server:
        announce(f"http://127.0.0.1:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
