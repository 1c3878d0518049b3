"""Notify the service manager that started this process, as sd_notify(3) describes."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping


class Supervisor:
    """The service manager: nobody, unless the *environment* has NOTIFY_SOCKET; threads may share it."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = _address_of(environment.get("NOTIFY_SOCKET", ""))
        self._period = _period_of(environment) if self._address else None
        self._next_beat = 0.0

    @property
    def period(self) -> float | None:
        """The seconds after which it wants the next sign of life at the latest, or None if it wants none."""
        return self._period

    def notify(self, *lines: str) -> None:
        """Send *lines* such as `READY=1`; a service manager that does not listen is not our fault."""
        if self._address:
            try:
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as link:
                    link.sendto("\n".join(lines).encode("utf-8", "backslashreplace"), self._address)
            except OSError:
                pass

    def beat(self) -> None:
        """Send a sign of life if one is due; call it where work goes on, so that a process that hangs sends none."""
        if self._period is not None and time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + self._period / 2
            self.notify("WATCHDOG=1")


def _address_of(name: str) -> str:
    """Return the address of the socket with *name*; one that begins with `@` is not in the file system.

    >>> _address_of("@feeds"), _address_of("/run/notify"), _address_of("vsock:2:1")
    ('\\x00feeds', '/run/notify', '')
    """
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else ""


def _period_of(environment: Mapping[str, str]) -> float | None:
    """Return half of the seconds without a sign of life after which we are ended, as sd_watchdog_enabled(3) advises.

    >>> _period_of({"WATCHDOG_USEC": "3000000"}), _period_of({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"})
    (1.5, None)
    """
    limit = environment.get("WATCHDOG_USEC", "")
    is_ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(limit) / 2_000_000 if is_ours and limit.isascii() and limit.isdigit() and int(limit) else None
