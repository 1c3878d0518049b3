"""The workers of a Dask scheduler, for an archive that outgrows one machine.

They need this program, of the same release, but no files: posts are sent to them. Values are
pickled both ways, so a scheduler and its workers must be as trusted as this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from feeds import __version__
from feeds.errors import FeedsError
from feeds.pipeline.processes.workers import Crew

_PATIENCE = "10s"  # to connect


@contextmanager
def hire_cluster(address: str) -> Iterator[Crew]:
    """Yield the workers of the scheduler at *address*.

    A worker that ends early is the affair of the scheduler, which gives its chunk to another one.

    Raises:
        FeedsError: Dask is not installed, the scheduler cannot be reached, or its workers cannot be used.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = "pip install 'feed-republisher[cluster]'"
        raise FeedsError("--scheduler needs Dask, which is not installed", hint=hint) from error
    if not address.startswith(("tcp://", "tls://")):  # Dask reports others with a trace, and late
        raise FeedsError(f"{address} is not the address of a scheduler", hint="write it as tcp://HOST:8786")
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        raise FeedsError(f"the scheduler {address} cannot be reached: {error}", hint="check its address") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise FeedsError(f"the scheduler {address} has no workers", hint="start one with `dask worker`")
        _check_releases(client.run(_release), address)
        yield Crew(executor=client.get_executor(pure=False), ahead=2 * threads)


def _release() -> str:
    """Return the release of this program; sent to workers, where only the name of this function arrives."""
    return __version__


def _check_releases(found: dict[str, str], address: str) -> None:
    others = sorted({release for release in found.values() if release != __version__})
    if others:
        fault = f"workers of {address} have another release of this program: {', '.join(others)}"
        raise FeedsError(fault, hint=f"install {__version__} there")
