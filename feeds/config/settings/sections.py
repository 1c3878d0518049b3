"""`sections`: how issues are divided."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from feeds.config.settings.base import Settings, about
from feeds.config.values import Pattern, Text

#: "auto", and the keys of `SPLITTERS` in feeds/sections/cutting.py, which config may not import; a test compares them.
SplitRule = Literal["auto", "none", "bold", "rules", 1, 2, 3, 4, 5, 6]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRules(Settings):
    """How an issue is divided."""

    split: SplitRule = field(
        default="auto",
        metadata=about(
            "`auto` finds what divides an issue (headings, runs of `#`, rules, lines in bold or in capitals, linked "
            "titles); "
            "`none` leaves issues whole; a number divides at headings of that level, `bold` at lines in bold (where "
            "there are none, at paragraphs that begin in bold), `rules` at horizontal rules."
        ),
    )
    pattern: Pattern = field(
        default="",
        metadata=about(
            "Divide at headings of any level, and at lines in bold, whose text matches this regular expression; "
            "where none does, at paragraphs that match and begin with a linked title or a lead-in in bold."
        ),
    )
    drop: tuple[str, ...] = field(
        default=("intro", "outro", "sponsor", "archive", "contents", "empty"),
        metadata=about(
            "Sections without an entry of their own: `intro` (the introduction), `outro` (the sign-off), "
            "`sponsor`, `jobs`, `archive` (a list of earlier issues), `contents`, `empty` (a heading with nothing "
            "below it), or the title of a section, with `*` as wildcard. They remain part of the whole issue.",
            strict=False,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRules(SectionRules):
    """Different rules for some posts."""

    paths: Text = field(metadata=about("The posts they apply to, as a pattern below the directory, such as `2013/*`."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSettings(SectionRules):
    """How issues are divided into sections."""

    overrides: tuple[PathRules, ...] = field(
        default=(),
        metadata=about("Different rules for some posts; the first block that matches is used.", strict=False),
    )

    def rules_for(self, path: str) -> SectionRules:
        """Return the rules for the post at *path* below the post directory."""
        return next((rules for rules in self.overrides if fnmatchcase(path, rules.paths)), self)
