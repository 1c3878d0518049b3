"""A service manager, as systemd is one, that listens for what a service notifies it of."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


class Manager:
    """A service manager that listens at *link*."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self.heard: list[str] = []

    def count(self, line: str) -> int:
        """Return how often it has heard *line* so far."""
        try:
            while True:
                self.heard += self._link.recv(4096).decode().splitlines()
        except BlockingIOError:
            return self.heard.count(line)

    def has_heard(self, line: str, times: int = 1) -> bool:
        return self.count(line) >= times


@contextmanager
def managing(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[Manager]:
    """Yield a service manager whose socket has *name* in NOTIFY_SOCKET."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as link:
        link.bind("\0" + name[1:] if name.startswith("@") else name)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield Manager(link)
