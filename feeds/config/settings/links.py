"""`links`: how links are resolved to the originals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from feeds.config.settings.base import Settings, about
from feeds.config.values import Allowed, Line, Period, Port, Proxy, ShortHost, Wrapper


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings(Settings):
    """How links are resolved to the originals. [links.md](links.md) says which requests are made, and when."""

    resolve: bool = field(default=True, metadata=about("Resolve short links (`feeds links`, `feeds watch`)."))
    shorteners: tuple[ShortHost, ...] = field(
        default=(), metadata=about("Hosts that only redirect, in addition to the known ones.", strict=False)
    )
    unwrap: tuple[Wrapper, ...] = field(
        default=(),
        metadata=about(
            "Links that contain their target, in addition to the known ones: the address up to the target, "
            "such as `go.news.example/out?u=` or `go.news.example/to/`.",
            strict=False,
        ),
    )
    keep_tracking: bool = field(default=False, metadata=about("Keep tracking parameters."))
    recover: bool = field(
        default=True,
        metadata=about("Fetch the page of an issue that seems to have lost links, once, and restore them from it."),
    )
    complete: bool = field(
        default=False, metadata=about('Complete a section that was cut off ("…") from the page of its issue.')
    )
    fragments: bool = field(
        default=True, metadata=about("Link to a section without an anchor by its first words (`#:~:text=`).")
    )
    dead: Literal["keep", "archive"] = field(
        default="keep",
        metadata=about("Where links lead that `feeds links --check` has found dead; `archive` is web.archive.org."),
    )
    every: Period = field(
        default=timedelta(hours=1),
        metadata=about(
            "The time between two look-ups of `feeds watch`; links of a saved post are looked up at once.",
            ge=timedelta(seconds=1),
            le=timedelta(days=366),
        ),
    )
    lookups: int = field(
        default=200, metadata=about("The most links and pages requested in one look-up.", ge=0, le=1_000_000)
    )
    seconds: Period = field(
        default=timedelta(seconds=60),
        metadata=about("The time limit of one look-up; the rest waits for the next.", ge=timedelta(seconds=1)),
    )
    pause: Period = field(
        default=timedelta(seconds=1), metadata=about("The time between two requests to the same host.", ge=timedelta(0))
    )
    allow: tuple[Allowed, ...] = field(
        default=(),
        metadata=about(
            "Hosts (`*.intra.net`) and networks (`10.0.0.0/8`) that may be requested, on any port, although "
            "they are not public.",
            strict=False,
        ),
    )
    ports: tuple[Port, ...] = field(
        default=(80, 443), metadata=about("The ports that may be requested on other hosts.", strict=False)
    )
    proxy: Proxy = field(
        default="",
        metadata=about(
            "Send requests through this proxy, which then alone decides which addresses are allowed. Proxies "
            "in the environment are ignored."
        ),
    )
    agent: Line = field(
        default="", metadata=about("The `User-Agent` of requests; default: the name of the program and `site.url`.")
    )
