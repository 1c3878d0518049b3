"""`site` and `identity`: the newsletter itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as calendar_day

from feeds.config.settings.base import Settings, about
from feeds.config.values import Authority, Colour, Language, Line, Picture, Text, Timezone, Url
from feeds.model import Author
from feeds.urls import absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorSettings(Settings):
    """An author of the newsletter."""

    name: Text = field(metadata=about("The name that feed readers show."))
    email: Line = field(default="", metadata=about("An email address, if it may be published."))
    uri: Line = field(default="", metadata=about("A page about the author."))

    def as_author(self) -> Author:
        """Return the author as entries and feeds name them."""
        return Author(name=self.name, email=self.email, uri=self.uri)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings(Settings):
    """The newsletter itself."""

    title: Text = field(metadata=about("The name of the newsletter."))
    url: Url = field(metadata=about("Its address; relative links and the addresses of issues are below it."))
    description: Line = field(default="", metadata=about("One sentence about the newsletter."))
    language: Language = field(
        default="en",
        metadata=about(
            "The BCP 47 tag of the language it is written in. "
            "Pages and generated sentences are in it, too, if it is known."
        ),
    )
    logo: Picture = field(
        default="", metadata=about("A picture for feeds and the top of pages: its address, or its path below `url`.")
    )
    icon: Picture = field(
        default="",
        metadata=about("A square picture for lists of feeds and tabs of browsers: an address or a path, too."),
    )
    colour: Colour = field(
        default="",
        metadata=about(
            "The colour of links and buttons on pages, such as '#1d4ed8'. It is darkened or lightened "
            "as far as is necessary to read it."
        ),
    )
    timezone: Timezone = field(
        default="Etc/GMT",
        metadata=about("The time zone of dates without one. The time zone of the machine is never used."),
    )
    authors: tuple[AuthorSettings, ...] = field(
        default=(), metadata=about("The authors of issues that do not name one.", strict=False)
    )

    @property
    def logo_url(self) -> str:
        """The address of the picture, or ""."""
        return absolute(self.logo, self.url) if self.logo else ""

    @property
    def icon_url(self) -> str:
        """The address of the square picture, or ""."""
        return absolute(self.icon, self.url) if self.icon else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySettings(Settings):
    """The parts of entry ids (RFC 4151 tag URIs). Never change them once people subscribe."""

    authority: Authority = field(
        default="",
        metadata=about("A domain you own; default: the host of `site.url` at the first build, which is remembered."),
    )
    date: calendar_day = field(
        default=calendar_day(2026, 1, 1),
        metadata=about("A day on which you owned it; any such day will do.", strict=False),
    )
