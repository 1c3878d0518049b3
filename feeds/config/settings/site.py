"""`site` and `identity`: the newsletter itself."""

from __future__ import annotations

from datetime import date as calendar_day
from typing import Annotated

from pydantic import AfterValidator, Field

from feeds.config.settings.base import Settings
from feeds.config.values import Authority, Line, Text, Url, check_language, check_timezone
from feeds.model import Author


class AuthorSettings(Settings):
    """Somebody who writes the newsletter."""

    name: Text = Field(description="The name as readers show it.")
    email: Line = Field("", description="An address, only if it may be published.")
    uri: Line = Field("", description="A page about this person.")

    def as_author(self) -> Author:
        """Return this person as entries and feeds name them."""
        return Author(name=self.name, email=self.email, uri=self.uri)


class SiteSettings(Settings):
    """The newsletter itself."""

    title: Text = Field(description="Its name.")
    url: Url = Field(description="Where it lives; relative links and issue addresses are below it.")
    description: Line = Field("", description="One sentence for people who do not know it.")
    language: Annotated[str, AfterValidator(check_language)] = Field(
        "en", description="BCP 47 tag of the language it is written in."
    )
    timezone: Annotated[str, AfterValidator(check_timezone)] = Field(
        "Etc/GMT", description="The zone of dates that name none. The machine's zone is never used."
    )
    authors: tuple[AuthorSettings, ...] = Field((), strict=False, description="Who writes issues that name no author.")


class IdentitySettings(Settings):
    """What entry ids are made of (RFC 4151 tag URIs). Never change it once people subscribe."""

    authority: Authority = Field(
        "", description="A domain you own; default: the host of `site.url` at the first build, remembered."
    )
    date: calendar_day = Field(
        calendar_day(2026, 1, 1), strict=False, description="A day on which you owned it. It need not be today's."
    )
