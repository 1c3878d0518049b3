"""Decide which hosts may be contacted, for each connection and by the address that it is made to.

Checking the name beforehand is not enough: it may resolve to another address a moment later,
and a redirect may lead to another name. So each name is resolved once, addresses that are not
public are removed, and the connection is made to one of the others.
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

from feeds.text.patterns import host_test
from feeds.web.reserved import is_reserved

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Found = tuple[int, int, int, str, tuple[Any, ...]]  # a result of `socket.getaddrinfo`
LookUp = Callable[[str, int], Sequence[Found]]

#: Networks that are not public although `is_global` is or was true for them in some release of Python:
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


class RefusedError(Exception):
    """The guard does not allow an address; the message says which one and why."""


def is_public(address: str) -> bool:
    """Return whether the numeric *address* is on the public internet.

    An IPv4 address inside an IPv6 address is judged as the IPv4 address.

    >>> [is_public(a) for a in ("93.184.216.34", "2606:4700::1111", "10.0.0.7", "::ffff:127.0.0.1", "64:ff9b::a00:7")]
    [True, True, False, False, False]
    """
    return _is_public(_effective(ipaddress.ip_address(address.partition("%")[0])))


def _effective(address: Address) -> Address:
    """Return the IPv4 address inside an IPv6 *address*, or else *address*."""
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


class Guard:
    """Connects to public addresses, and to the hosts (`*.intra.net`), addresses and networks in *allow*.

    Connections to public addresses are limited to *ports*; those in *allow* are not.
    *look_up* finds the addresses of a name, as `socket.getaddrinfo` does.
    """

    def __init__(
        self, *, allow: Collection[str] = (), ports: Collection[int] = (80, 443), look_up: LookUp | None = None
    ) -> None:
        self._networks = [network for one in allow if (network := _network(one)) is not None]
        self._names = [host_test(one) for one in allow if _network(one) is None]
        self._ports = frozenset(ports)
        self._look_up = look_up or _look_up

    def connect(self, host: str, port: int, *, timeout: float, options: Sequence[Any] = ()) -> socket.socket:
        """Return a connection to a checked address of *host*; *timeout* is in seconds and includes the look-up.

        Raises:
            RefusedError: none of its addresses is allowed, or the port is not.
            OSError: the host cannot be found or reached in time.
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
        """Return whether *host* is, by its spelling alone, this machine or a private address.

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
        if is_reserved(name) and not trusted and not self._networks:
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
    """Return the numeric address in *host*, in any notation ("127.1", "0x7f000001"), or ""."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host.partition("%")[0]))
    with contextlib.suppress(OSError, UnicodeError):
        return socket.inet_ntoa(socket.inet_aton(host))
    return ""


def _look_up(host: str, port: int) -> Sequence[Found]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _in_time(look_up: LookUp, name: str, port: int, timeout: float) -> Sequence[Found]:
    """Return the result of *look_up*, run in a thread because a slow name server cannot be interrupted."""
    results: list[Sequence[Found] | OSError] = []

    def work() -> None:
        try:
            results.append(look_up(name, port))
        except (OSError, UnicodeError) as error:  # UnicodeError: an invalid name such as "a..b"
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
