"""Builds that are killed before one of their steps on the file system, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_CODE = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from feeds.pipeline.run import build
from feeds.site import open_site

STEPS = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.utime", "ctypes.dlsym"}

def run(config, step, now):
    left = [int(step)]
    def audit(event, arguments):
        if event in STEPS:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(audit)
    build(open_site(Path(config)), datetime.fromisoformat(now))
    os._exit(0)

for line in sys.stdin:
    pid = os.fork()
    if not pid:
        run(*line.strip().split("|"))
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
Kill = Callable[[Path, int, str], bool]


@contextmanager
def killer() -> Iterator[Kill]:
    """Yield a function that builds the site of a config, and kills that before its nth step, at an ISO time.

    It returns whether the build got that far. Python announces each step to audit hooks (PEP 578), so nothing is
    put in the place of what is tested.
    """
    process = subprocess.Popen([sys.executable, "-c", _CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    given, said = process.stdin, process.stdout
    assert given
    assert said

    def kill(config: Path, step: int, now: str) -> bool:
        given.write(f"{config}|{step}|{now}\n")
        given.flush()
        code = int(said.readline())
        assert code in (0, -9)
        return code == -9

    with process:
        try:
            yield kill
        finally:
            given.close()
            process.wait()
