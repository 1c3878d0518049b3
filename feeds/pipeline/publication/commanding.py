"""Run a command of the config for as long as it may take; all that it started ends with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

_LAST = 3  # lines of output that a fault repeats
_MOST = 4096  # bytes of output that are looked through for them
_LOOK = 0.25  # seconds between two signs that a command goes on
_GRACE = 5.0  # seconds between asking a command to end and ending it


def run_command(command: str, folder: Path, lines: bytes, limit: timedelta, go_on: Callable[[], object]) -> str:
    """Run the shell *command* in *folder* with *lines* as its input, and return what went wrong, or "".

    After *limit*, and on Ctrl-C, it is ended with all processes that it started: it has a session
    of its own, and so no terminal on which it could ask for a password. *go_on* is called while it
    runs. Its output goes into a file, since a process that it leaves behind would keep a pipe open.
    """
    try:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(lines)
            given.seek(0)
            with _deferring_interrupts() as interrupted:
                process = subprocess.Popen(  # noqa: S602 - who writes the config may run commands (SECURITY.md)
                    command,
                    shell=True,
                    cwd=folder,
                    stdin=given,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                fault = _wait_for(process, limit, interrupted, go_on)
            return f"{fault}: {last}" if fault and (last := _last_lines(said)) else fault
    except OSError as error:
        return str(error)


@contextmanager
def _deferring_interrupts() -> Iterator[Callable[[], bool]]:
    """Defer Ctrl-C to the end of the block; what is yielded returns whether there was one.

    While a process starts, an interruption would leave it behind.
    """
    came: list[int] = []  # a signal may come while another is handled: no lock is taken
    if threading.current_thread() is not threading.main_thread():  # only that one is interrupted
        yield lambda: bool(came)
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield lambda: bool(came)
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


def _wait_for(
    process: subprocess.Popen[bytes], limit: timedelta, interrupted: Callable[[], bool], go_on: Callable[[], object]
) -> str:
    """Wait for *process*, and return what went wrong; it does not outlive the wait."""
    end = time.monotonic() + limit.total_seconds()
    try:
        while (left := end - time.monotonic()) > 0 and not interrupted():
            go_on()
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(min(left, _LOOK))
                return f"exit code {code}" if code else ""
        return f"ended after {limit.total_seconds():g} seconds"
    finally:
        if process.returncode is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End *process* and its group: it may clean up for a moment, and is then killed."""
    _send(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    _send(process, getattr(signal, "SIGKILL", signal.SIGTERM))  # others of its group may still run
    process.wait()


def _send(process: subprocess.Popen[bytes], number: int) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
    else:
        process.terminate()


def _last_lines(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST))
    lines = said.read().decode("utf-8", "replace").split("\n")
    return " / ".join([line.strip() for line in lines if line.strip()][-_LAST:])
