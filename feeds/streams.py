"""Standard input, output and error: there at the start, and without a fault at the end."""

from __future__ import annotations

import errno
import os
import sys

#: The faults of a disk on which there is no more space. A stream without a buffer raises one once, and forgets it.
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def open_streams() -> None:
    """Open what the caller has closed (`feeds build >&-`), to nowhere.

    Else the next file that is opened, such as the memory, would take its place, and get what is printed.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def close_streams() -> bool:
    """Return whether standard output or error cannot be written, and send what waits to be written there to nowhere.

    Python would try again at the end of the process, and change its exit code to 120.
    """
    faults = 0
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            faults += 1
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    return faults > 0
