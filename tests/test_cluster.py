"""A cluster: the workers of a Dask scheduler read posts, and publish the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from feeds.pipeline.processes.workers import Workers
from tests.command import run, run_process
from tests.folder import Folder
from tests.newsletters import at_the_middle, build_with, habitual
from tests.waiting import LIMIT, wait_for

HERE = "127.0.0.1"
installed = pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler on this machine, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Yield a scheduler with *workers* that write their logs into *folder*; all have ended afterwards."""
    note = folder / "scheduler.json"
    with ExitStack() as stack:
        options = ["--host", HERE, "--port", "0", "--no-dashboard", "--scheduler-file", str(note)]
        stack.enter_context(_running(folder, "scheduler", *options))
        wait_for(note.exists)
        options = ["--host", HERE, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--scheduler-file", str(note)]
        started = tuple(
            stack.enter_context(_running(folder, "worker", *options, "--name", str(n))) for n in range(workers)
        )
        address = json.loads(note.read_text())["address"]
        wait_for(lambda: (folder / "dask.log").read_text().count("Registered to:") == workers)
        yield Cluster(address, started)


@contextmanager
def _running(folder: Path, command: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    module = f"distributed.cli.dask_{command}"
    with (folder / "dask.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", module, *options], cwd=folder, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT)


@pytest.mark.slow
@installed
def test_a_cluster_publishes_the_same_bytes_though_one_of_its_workers_is_killed(tmp_path: Path) -> None:
    alone, site = habitual(tmp_path / "alone"), habitual(tmp_path / "site")
    build_with(alone, Workers(jobs=1))
    with cluster(tmp_path, 2) as dask:
        build_with(site, Workers(scheduler=dask.address), at_the_middle(dask.workers[0].kill))
        assert dask.workers[0].wait(LIMIT) != 0
        assert site.tree() == alone.tree()
        done = run_process(site, "build", "--fresh", "--scheduler", dask.address)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert site.tree() == alone.tree()


@pytest.mark.slow
@installed
def test_a_scheduler_without_workers_is_reported(tmp_path: Path, site: Folder) -> None:
    site.issue()
    with cluster(tmp_path, 0) as dask:
        done = run_process(site, "build", "--scheduler", dask.address)
    fault = f"the scheduler {dask.address} has no workers (start one with `dask worker`)"
    assert (done.returncode, done.stderr.strip()) == (2, fault)


@installed
@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("nowhere", "nowhere is not the address of a scheduler (write it as tcp://HOST:8786)"),
        pytest.param("tcp://127.0.0.1:1", "cannot be reached", marks=pytest.mark.slow),  # Dask tries for ten seconds
    ],
)
def test_a_scheduler_that_is_not_there_is_reported(site: Folder, address: str, fault: str) -> None:
    site.issue()
    done = run_process(site, "build", "--scheduler", address)
    assert done.returncode == 2
    assert fault in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_extra_is_named_where_dask_is_missing(site: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.issue()
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run(site, "build", "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "(pip install 'feed-republisher[cluster]')" in done.stderr
