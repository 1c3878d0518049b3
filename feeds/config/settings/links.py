"""`links`: how links are brought to what they mean."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import Allowed, Line, Period, Port, Proxy, ShortHost, Wrapper


class LinkSettings(Settings):
    """How links are brought to what they mean. What is asked of the web, and when: [links.md](links.md)."""

    resolve: bool = Field(True, description="Ask short links where they lead (`feeds links`, `feeds watch`).")
    shorteners: tuple[ShortHost, ...] = Field(
        (), strict=False, description="Hosts that do nothing but lead elsewhere, besides those that are known."
    )
    unwrap: tuple[Wrapper, ...] = Field(
        (),
        strict=False,
        description="Links that carry their target, besides those that are known: an address up to where the target "
        "stands, such as `go.news.example/out?u=` or `go.news.example/to/`.",
    )
    keep_tracking: bool = Field(False, description="Keep the parameters that tell by which mail a reader came.")
    recover: bool = Field(
        True, description="Fetch the page of an issue that has lost links, once, and give them back from there."
    )
    complete: bool = Field(
        False, description='Complete a section whose text was cut off ("…") from the page of its issue.'
    )
    fragments: bool = Field(
        True,
        description="Lead to the section on a page without an anchor for it, by its first words (`#:~:text=`).",
    )
    dead: Literal["keep", "archive"] = Field(
        "keep", description="Where links lead that `feeds links --check` found dead: `archive` is web.archive.org."
    )
    every: Period = Field(
        timedelta(hours=1),
        ge=timedelta(seconds=1),
        le=timedelta(days=366),
        description="The time between two look-ups of `feeds watch`; what a saved post links to is asked for at once.",
    )
    lookups: int = Field(200, ge=0, le=1_000_000, description="Links and pages asked for in one go, at most.")
    seconds: Period = Field(
        timedelta(seconds=60), ge=timedelta(seconds=1), description="The time for one go; the rest waits for the next."
    )
    pause: Period = Field(
        timedelta(seconds=1), ge=timedelta(0), description="The time between two requests to one host."
    )
    allow: tuple[Allowed, ...] = Field(
        (),
        strict=False,
        description="Hosts (`*.intra.net`) and networks (`10.0.0.0/8`) that may be asked though they are not public, "
        "at any port.",
    )
    ports: tuple[Port, ...] = Field((80, 443), strict=False, description="The ports that may be asked elsewhere.")
    proxy: Proxy = Field(
        "",
        description="Ask through this proxy; it alone then decides which addresses are asked. None is taken from "
        "the environment.",
    )
    agent: Line = Field("", description="How the program calls itself; default: its name and `site.url`.")
