"""Whom may we talk to? Decided when a connection is made, by the very address it is made to.

A look at the name beforehand would not do: a name may lead to another address a moment
later, and a redirect to another name. So a name is looked up once, what is not public is
struck out, and the connection goes to an address of what is left.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from feeds.patterns import host_test

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Found = tuple[int, int, int, str, tuple[Any, ...]]  # as socket.getaddrinfo tells it
LookUp = Callable[[str, int], Sequence[Found]]

#: What `is_global` lets through or has let through in some release of Python, and is nobody's to be asked:
#: shared and special space (RFC 6890), 6to4, Teredo, NAT64 of a site, site-local, documentation, SRv6, ::/96.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "224.0.0.0/3",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
        "ff00::/8",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

#: Endings of names that are nobody's on the web (RFC 2606, RFC 6761, RFC 8375, `.internal`).
_NOBODYS = ("example", "test", "invalid", "localhost", "local", "internal", "home.arpa", "onion",
            "example.com", "example.org", "example.net")  # fmt: skip


class RefusedError(Exception):
    """The guard lets nobody talk to that address; its text says which and why."""


def is_public(address: str) -> bool:
    """Return whether the numeric *address* is one on the public internet.

    What is wrapped into another form of address counts as what it leads to.

    >>> [is_public(a) for a in ("93.184.216.34", "2606:4700::1111", "10.0.0.7", "::ffff:127.0.0.1", "64:ff9b::a00:7")]
    [True, True, False, False, False]
    """
    return _is_public(_effective(ipaddress.ip_address(address.partition("%")[0])))


def _effective(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 *address* stands for, or itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address in network for network in _REFUSED if network.version == address.version)


def is_nobodys(host: str) -> bool:
    """Return whether the name *host* is reserved, so that no server on the web has it.

    >>> is_nobodys("news.example"), is_nobodys("printer.local"), is_nobodys("arxiv.org")
    (True, True, False)
    """
    name = host.lower().rstrip(".")
    return any(name == ending or name.endswith("." + ending) for ending in _NOBODYS)


class Guard:
    """Connects to public addresses, and to what *allow* names: hosts (`*.intra.net`), addresses or networks.

    *ports* are the ones that may be asked; where *allow* has its say, any. *look_up* finds
    the addresses of a name, as `socket.getaddrinfo` does.
    """

    def __init__(
        self, *, allow: Collection[str] = (), ports: Collection[int] = (80, 443), look_up: LookUp | None = None
    ) -> None:
        self._networks = [network for one in allow if (network := _network(one)) is not None]
        self._names = [host_test(one) for one in allow if _network(one) is None]
        self._ports = frozenset(ports)
        self._look_up = look_up or _look_up

    def connect(self, host: str, port: int, *, timeout: float, options: Sequence[Any] = ()) -> socket.socket:
        """Return a connection to *host*, at an address that was checked; *timeout* is in seconds, look-up included.

        Raises:
            RefusedError: none of its addresses may be asked, or not at that port.
            OSError: it cannot be found or reached in time.
        """
        end = time.monotonic() + timeout
        name = host.strip("[]").rstrip(".")
        fault: OSError | None = None
        for family, kind, protocol, _, place in self._allowed(name, port, timeout):
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                return _open(family, kind, protocol, place, left, options)
            except OSError as error:
                fault = error
        raise fault or TimeoutError(f"{name} cannot be reached in time")

    def bars(self, host: str) -> bool:
        """Return whether *host* is by its mere spelling nobody's to be sent to: this machine, or a private number.

        >>> [Guard().bars(host) for host in ("2130706433", "::ffff:7f00:1", "93.184.216.34", "tide.example")]
        [True, True, False, False]
        """
        name = host.lower().strip("[]").rstrip(".")
        address = "127.0.0.1" if name.endswith(".localhost") or name == "localhost" else _number(name)
        if not address or any(fits(name) for fits in self._names):
            return False
        return not self._is_allowed(_effective(ipaddress.ip_address(address))) and not is_public(address)

    def _allowed(self, name: str, port: int, timeout: float) -> list[Found]:
        trusted = any(fits(name.lower().removeprefix("www.")) for fits in self._names)
        if is_nobodys(name) and not trusted and not self._networks:
            raise RefusedError(f"{name} is not a public name")
        found = _in_time(self._look_up, name, port, timeout)
        fit = [one for one in found if trusted or self._may_ask(str(one[4][0]), port)]
        if not fit:
            raise RefusedError(self._reason(name, port, [str(one[4][0]) for one in found]))
        return fit

    def _reason(self, name: str, port: int, addresses: Sequence[str]) -> str:
        if any(map(is_public, addresses)):
            return f"port {port} of {name} is not allowed"
        if name in addresses:
            return f"{name} is not public"
        return f"{name} resolves to {addresses[0] if addresses else 'nothing'}, which is not public"

    def _may_ask(self, address: str, port: int) -> bool:
        plain = _effective(ipaddress.ip_address(address.partition("%")[0]))
        return self._is_allowed(plain) or (port in self._ports and _is_public(plain))

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self._networks if network.version == address.version)


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _number(host: str) -> str:
    """Return the address that *host* writes as a number, however it does that ("127.1", "0x7f000001"), or ""."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host.partition("%")[0]))
    with contextlib.suppress(OSError, UnicodeError):
        return socket.inet_ntoa(socket.inet_aton(host))
    return ""


def _look_up(host: str, port: int) -> Sequence[Found]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _in_time(look_up: LookUp, name: str, port: int, timeout: float) -> Sequence[Found]:
    """Return what *look_up* finds; in a thread of its own, because nothing else ends a slow name server."""
    results: list[Sequence[Found] | OSError] = []

    def work() -> None:
        try:
            results.append(look_up(name, port))
        except (OSError, UnicodeError) as error:  # UnicodeError: no name at all, such as "a..b"
            results.append(error if isinstance(error, OSError) else OSError(f"{name!r} is not a valid name"))

    worker = threading.Thread(target=work, name="names", daemon=True)
    worker.start()
    worker.join(timeout)
    if not results:
        raise TimeoutError(f"the address of {name} cannot be found in time")
    if isinstance(results[0], OSError):
        raise results[0]
    return results[0]


def _open(
    family: int, kind: int, protocol: int, place: tuple[Any, ...], timeout: float, options: Sequence[Any]
) -> socket.socket:
    connection = socket.socket(family, kind, protocol)
    try:
        for option in options:
            connection.setsockopt(*option)
        connection.settimeout(timeout)
        connection.connect(place)
    except BaseException:
        connection.close()
        raise
    return connection
