"""Under a limit on memory: refuse to start where there cannot be enough, and never wait for what will not come.

OpenBLAS, which NumPy and SciPy calculate with, asks for its buffers when it is loaded and when it is first used, once
for every thread, and asks again for ever when it gets none. So under a limit it is given one thread, and is used once
while there is room; after that it asks for nothing more.
"""

from __future__ import annotations

import os

from labelcards.errors import ToolError

__all__ = ["LEAST_MEGABYTES", "limit_in_megabytes", "prepare_memory"]

LEAST_MEGABYTES = 1024
"""What the libraries need and a small data set with them; measured: 800 MB do not measure 1,200 items, 1,200 do."""


def limit_in_megabytes() -> int | None:
    """The most address space that this process may have (``ulimit -v``); None without a limit."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft // 2**20


def prepare_memory() -> None:
    """Without a limit, nothing.

    Raises:
        ToolError: the limit is lower than what any command needs.
    """
    limit = limit_in_megabytes()
    if limit is None:
        return
    if limit < LEAST_MEGABYTES:
        message = f"The memory of this process is limited to {limit} MB, and labelcards needs {LEAST_MEGABYTES} MB."
        raise ToolError(message, hint="Raise the limit: `ulimit -v` shows it, in kB.")
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    import numpy as np
    from scipy import linalg

    square = np.eye(64)
    linalg.solve(square @ square, square)
