"""The command, typed in the folder of a site: in this process, which is fast, or as a process of its own."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout

from feeds.cli import main
from tests.folder import NOW, Folder


def run(site: Folder, *arguments: str, now: float = NOW.timestamp()) -> subprocess.CompletedProcess[str]:
    """Run `feeds` with *arguments* in the folder of *site* at the time *now*."""
    out, err = io.StringIO(), io.StringIO()
    code = _run(site, arguments, now, out, err)
    return subprocess.CompletedProcess(["feeds", *arguments], code, out.getvalue(), err.getvalue())


def output_of(site: Folder, *arguments: str) -> str:
    """Return all that `feeds` prints, to standard output or standard error, in order."""
    both = io.StringIO()
    _run(site, arguments, NOW.timestamp(), both, both)
    return both.getvalue()


def _run(site: Folder, arguments: Sequence[str], now: float, out: io.StringIO, err: io.StringIO) -> int:
    with chdir(site.path), _environment(_variables(now)), redirect_stdout(out), redirect_stderr(err):
        try:
            return main(arguments)
        except SystemExit as exit:  # argparse does that
            return int(exit.code or 0)


def run_process(
    site: Folder, *arguments: str, now: float = NOW.timestamp(), before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Do the same in a process of its own; *before* are words before the command."""
    command = [*before, sys.executable, "-m", "feeds", *arguments]
    environment = {**os.environ, **_variables(now)}
    return subprocess.run(command, cwd=site.path, env=environment, capture_output=True, text=True, check=False)


def on_a_terminal(site: Folder, *arguments: str) -> str:
    """Return what a person sees who types *arguments*."""
    main_end, other_end = pty.openpty()
    environment = {
        **os.environ,
        **_variables(NOW.timestamp()),
        "TERM": "xterm-256color",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "feeds", *arguments], cwd=site.path, env=environment, stdout=other_end, stderr=other_end
    )
    os.close(other_end)
    seen = b""
    while True:
        try:
            part = os.read(main_end, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.wait()
    os.close(main_end)
    return seen.decode()


def _variables(now: float) -> dict[str, str]:
    return {"COLUMNS": "100", "SOURCE_DATE_EPOCH": str(int(now))}


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
