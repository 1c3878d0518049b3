"""`topics` and `from_tags`: what people can follow."""

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
    """A subject people can follow, and how its sections are known."""

    slug: Slug = Field(description="Its place in addresses. To change it, put the old one under `aliases`.")
    title: Line = Field("", description="Its name; default: the slug.")
    description: Line = Field("", description="One sentence for people.")
    aliases: tuple[Slug, ...] = Field(
        (), strict=False, description="Slugs that it once had: their addresses go on, with the same entries."
    )
    headings: Clues = Field(
        (), strict=False, description="Section titles, with `*` as wildcard; what is no letter or digit may differ."
    )
    words: Words = Field(
        (),
        strict=False,
        description="Words and phrases, whole, any case, `*` at the end of a word for its inflections. "
        "Worth their points in the title or where they come up twice, and half of them where they are said once; "
        "in a section of 1,500 characters or more a third each time.",
    )
    names: Words = Field(
        (), strict=False, description="Words and phrases as in `words`, but in this case: `Go` and not `go`."
    )
    links: Targets = Field(
        (),
        strict=False,
        description="Where it links to: a host (`ros.org`, `*.ros.org`), part of an address (`/topics/ros/`, "
        "`ros.org/wiki`), or the label of a reference (`[topic ros]`), each in any case, with `*` as wildcard.",
    )
    domains: Domains = Field(
        (), strict=False, description="Domains it links to, with all hosts below them; `ros.org` is also wiki.ros.org."
    )
    tags: Clues = Field(
        (), strict=False, description="Tags in the front matter of the issue, with `*` as wildcard; categories too."
    )
    categories: Clues = Field((), strict=False, description="The same as `tags`, for those who keep them apart.")
    authors: Clues = Field((), strict=False, description="Who wrote it, with `*` as wildcard.")
    exclude: tuple[Word, ...] = Field(
        (), strict=False, alias="not", description="Words and phrases that speak against it, wherever they stand."
    )
    needs: float = Field(
        POINTS,
        gt=0,
        le=100,
        strict=False,
        description="The points that make the topic. A clue is worth 2 unless it "
        "says otherwise, as in `robot*: 1.5`; less than nothing speaks against the topic.",
    )
    implies: tuple[Slug, ...] = Field(
        (), strict=False, description="Topics that its sections have, too: those that it is a part of."
    )

    @property
    def name(self) -> str:
        """The title, or the slug made presentable."""
        return self.title or self.slug.replace("-", " ").capitalize()

    @property
    def clues(self) -> dict[str, tuple[Clue, ...]]:
        """All that speaks for it, by kind."""
        return {kind: getattr(self, kind) for kind in CLUE_KINDS}


class TagTopicSettings(Settings):
    """Topics that the tags of posts make by themselves."""

    enabled: bool = Field(
        False,
        description="Whether each tag and category is a topic. `topics: from-tags`, or `- from-tags` among the topics, "
        "says the same.",
    )
    least: int = Field(1, ge=1, le=1000, description="The issues that must have a tag before it is a topic.")
    ignore: tuple[Text, ...] = Field(
        (), strict=False, description="Tags that are no topics, with `*` as wildcard, such as `newsletter`."
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in config.yaml that names a topic."""

    where: Where
    setting: str  # topics, exclude or implies
    slug: str
