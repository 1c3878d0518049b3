"""`topics` and `from_tags`: the topics that people can follow."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from feeds.config.clues import POINTS, Clue, Clues, Domains, Targets, Words
from feeds.config.settings.base import Settings
from feeds.config.values import Line, Slug, Text, Word
from feeds.errors import Where

#: The kinds of clues that a topic may have.
CLUE_KINDS = ("headings", "words", "names", "links", "domains", "tags", "categories", "authors")


class TopicRule(Settings):
    """A subject that people can follow, and the rules that find its sections."""

    slug: Slug = Field(description="Its name in addresses. If you change it, add the old one to `aliases`.")
    title: Line = Field("", description="Its name; default: made from the slug.")
    description: Line = Field("", description="One sentence about the topic.")
    aliases: tuple[Slug, ...] = Field(
        (), strict=False, description="Its former slugs; their addresses are kept, with the same entries."
    )
    headings: Clues = Field(
        (), strict=False, description="Section titles, with `*` as wildcard; only letters and digits are compared."
    )
    words: Words = Field(
        (),
        strict=False,
        description="Whole words and phrases in any case, with `*` at the end of a word for its inflections. "
        "They count their full points in the title or if they occur twice, half if they occur once; "
        "in a section of 1,500 characters or more a third for each occurrence.",
    )
    names: Words = Field((), strict=False, description="The same as `words`, but case-sensitive: `Go` and not `go`.")
    links: Targets = Field(
        (),
        strict=False,
        description="The targets of links: a host (`ros.org`, `*.ros.org`), part of an address (`/topics/ros/`, "
        "`ros.org/wiki`), or the label of a reference (`[topic ros]`), in any case, with `*` as wildcard.",
    )
    domains: Domains = Field(
        (), strict=False, description="Domains of links, with all hosts below them: `ros.org` includes wiki.ros.org."
    )
    tags: Clues = Field(
        (), strict=False, description="Tags or categories in the front matter of the issue, with `*` as wildcard."
    )
    categories: Clues = Field((), strict=False, description="The same as `tags`, for sites that distinguish the two.")
    authors: Clues = Field((), strict=False, description="Names of authors, with `*` as wildcard.")
    exclude: tuple[Word, ...] = Field(
        (), strict=False, alias="not", description="Words and phrases that exclude the topic wherever they occur."
    )
    needs: float = Field(
        POINTS,
        gt=0,
        le=100,
        strict=False,
        description="The points that a section needs. A clue is worth 2 points unless it says "
        "otherwise, as in `robot*: 1.5`; negative points count against the topic.",
    )
    implies: tuple[Slug, ...] = Field(
        (), strict=False, description="Topics that its sections also belong to: those of which it is a part."
    )

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()

    @property
    def clues(self) -> dict[str, tuple[Clue, ...]]:
        """Its clues by kind."""
        return {kind: getattr(self, kind) for kind in CLUE_KINDS}


class TagTopicSettings(Settings):
    """Topics that are made from the tags of posts."""

    enabled: bool = Field(
        False,
        description="Whether each tag and category becomes a topic. `topics: from-tags`, or `- from-tags` in the list "
        "of topics, does the same.",
    )
    least: int = Field(
        1, ge=1, le=1000, description="The number of issues that must have a tag before it becomes a topic."
    )
    ignore: tuple[Text, ...] = Field(
        (), strict=False, description="Tags that do not become topics, with `*` as wildcard, such as `newsletter`."
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in config.yaml that names a topic."""

    where: Where
    setting: str  # topics, exclude or implies
    slug: str
