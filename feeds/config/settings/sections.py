"""`sections`: how issues are divided."""

from __future__ import annotations

from typing import Annotated, Literal

from feeds.config.settings.base import About, Settings
from feeds.config.values import Pattern, Text
from feeds.files import fits

#: "auto", and the keys of `SPLITTERS` in feeds/sections/cutting.py, which config may not import; a test compares them.
SplitRule = Literal["auto", "none", "bold", "rules", 1, 2, 3, 4, 5, 6]


class SectionRules(Settings, frozen=True, kw_only=True):
    """How an issue is divided."""

    split: Annotated[
        SplitRule,
        About(
            "`auto` finds what divides an issue (headings, runs of `#`, rules, lines in bold or in capitals, linked "
            "titles); "
            "`none` leaves issues whole; a number divides at headings of that level, `bold` at lines in bold (where "
            "there are none, at paragraphs that begin in bold), `rules` at horizontal rules."
        ),
    ] = "auto"
    pattern: Annotated[
        Pattern,
        About(
            "Divide at headings of any level, and at lines in bold, whose text matches this regular expression; "
            "where none does, at paragraphs that match and begin with a linked title or a lead-in in bold."
        ),
    ] = ""
    drop: Annotated[
        tuple[str, ...],
        About(
            "Sections without an entry of their own: `intro` (the introduction), `outro` (the sign-off), "
            "`sponsor`, `jobs`, `archive` (a list of earlier issues), `contents`, `empty` (a heading with nothing "
            "below it), or the title of a section, with `*` as wildcard. They remain part of the whole issue.",
            strict=False,
        ),
    ] = ("intro", "outro", "sponsor", "archive", "contents", "empty")


class PathRules(SectionRules, frozen=True, kw_only=True):
    """Different rules for some posts."""

    paths: Annotated[Text, About("The posts they apply to, as a pattern below the directory, such as `2013/*`.")]


class SectionSettings(SectionRules, frozen=True, kw_only=True):
    """How issues are divided into sections."""

    overrides: Annotated[
        tuple[PathRules, ...],
        About("Different rules for some posts; the first block that matches is used.", strict=False),
    ] = ()

    def rules_for(self, path: str) -> SectionRules:
        """Return the rules for the post at *path* below the post directory."""
        return next((rules for rules in self.overrides if fits(path, rules.paths)), self)
