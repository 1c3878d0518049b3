"""Names of hosts that no public server has; to ask for them needs no module for sockets."""

from __future__ import annotations

#: Endings of names that are reserved (RFC 2606, RFC 6761, RFC 8375, `.internal`).
_RESERVED = ("example", "test", "invalid", "localhost", "local", "internal", "home.arpa", "onion",
            "example.com", "example.org", "example.net")  # fmt: skip


def is_reserved(host: str) -> bool:
    """Return whether the name *host* is reserved, so that no public server has it.

    >>> is_reserved("news.example"), is_reserved("printer.local"), is_reserved("arxiv.org")
    (True, True, False)
    """
    name = host.lower().rstrip(".")
    return any(name == ending or name.endswith("." + ending) for ending in _RESERVED)
