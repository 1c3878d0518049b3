"""`topics` and `from_tags`: the topics that people can follow."""

from __future__ import annotations

from dataclasses import dataclass, field

from feeds.config.clues import POINTS, Clue, Clues, Domains, Targets, Words
from feeds.config.settings.base import Settings, about
from feeds.config.values import Line, Slug, Text, Word
from feeds.errors import Where

#: The kinds of clues that a topic may have.
CLUE_KINDS = ("headings", "words", "names", "links", "domains", "tags", "categories", "authors")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRule(Settings):
    """A subject that people can follow, and the rules that find its sections."""

    slug: Slug = field(metadata=about("Its name in addresses. If you change it, add the old one to `aliases`."))
    title: Line = field(default="", metadata=about("Its name; default: made from the slug."))
    description: Line = field(default="", metadata=about("One sentence about the topic."))
    aliases: tuple[Slug, ...] = field(
        default=(), metadata=about("Its former slugs; their addresses are kept, with the same entries.", strict=False)
    )
    headings: Clues = field(
        default=(),
        metadata=about("Section titles, with `*` as wildcard; only letters and digits are compared.", strict=False),
    )
    words: Words = field(
        default=(),
        metadata=about(
            "Whole words and phrases in any case, with `*` at the end of a word for its inflections. "
            "They count their full points in the title or if they occur twice, half if they occur once; "
            "in a section of 1,500 characters or more a third for each occurrence.",
            strict=False,
        ),
    )
    names: Words = field(
        default=(), metadata=about("The same as `words`, but case-sensitive: `Go` and not `go`.", strict=False)
    )
    links: Targets = field(
        default=(),
        metadata=about(
            "The targets of links: a host (`ros.org`, `*.ros.org`), part of an address (`/topics/ros/`, "
            "`ros.org/wiki`), or the label of a reference (`[topic ros]`), in any case, with `*` as wildcard.",
            strict=False,
        ),
    )
    domains: Domains = field(
        default=(),
        metadata=about("Domains of links, with all hosts below them: `ros.org` includes wiki.ros.org.", strict=False),
    )
    tags: Clues = field(
        default=(),
        metadata=about("Tags or categories in the front matter of the issue, with `*` as wildcard.", strict=False),
    )
    categories: Clues = field(
        default=(), metadata=about("The same as `tags`, for sites that distinguish the two.", strict=False)
    )
    authors: Clues = field(default=(), metadata=about("Names of authors, with `*` as wildcard.", strict=False))
    exclude: tuple[Word, ...] = field(
        default=(),
        metadata=about("Words and phrases that exclude the topic wherever they occur.", strict=False, alias="not"),
    )
    needs: float = field(
        default=POINTS,
        metadata=about(
            "The points that a section needs. A clue is worth 2 points unless it says "
            "otherwise, as in `robot*: 1.5`; negative points count against the topic.",
            gt=0,
            le=100,
            strict=False,
        ),
    )
    implies: tuple[Slug, ...] = field(
        default=(),
        metadata=about("Topics that its sections also belong to: those of which it is a part.", strict=False),
    )

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()

    @property
    def clues(self) -> dict[str, tuple[Clue, ...]]:
        """Its clues by kind."""
        return {kind: getattr(self, kind) for kind in CLUE_KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagTopicSettings(Settings):
    """Topics that are made from the tags of posts."""

    enabled: bool = field(
        default=False,
        metadata=about(
            "Whether each tag and category becomes a topic. `topics: from-tags`, or `- from-tags` in the list "
            "of topics, does the same."
        ),
    )
    least: int = field(
        default=1, metadata=about("The number of issues that must have a tag before it becomes a topic.", ge=1, le=1000)
    )
    ignore: tuple[Text, ...] = field(
        default=(),
        metadata=about("Tags that do not become topics, with `*` as wildcard, such as `newsletter`.", strict=False),
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in config.yaml that names a topic."""

    where: Where
    setting: str  # topics, exclude or implies
    slug: str
