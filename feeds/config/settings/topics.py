"""`topics` and `from_tags`: the topics that people can follow."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from feeds.config.clues import POINTS, Clue, Clues, Domains, Targets, Words
from feeds.config.settings.base import About, Settings
from feeds.config.values import Line, Slug, Text, Word
from feeds.errors import Where

#: The kinds of clues that a topic may have.
CLUE_KINDS = ("headings", "words", "names", "links", "domains", "tags", "categories", "authors")


class TopicRule(Settings, frozen=True, kw_only=True):
    """A subject that people can follow, and the rules that find its sections."""

    slug: Annotated[Slug, About("Its name in addresses. If you change it, add the old one to `aliases`.")]
    title: Annotated[Line, About("Its name; default: made from the slug.")] = ""
    description: Annotated[Line, About("One sentence about the topic.")] = ""
    aliases: Annotated[
        tuple[Slug, ...], About("Its former slugs; their addresses are kept, with the same entries.", strict=False)
    ] = ()
    headings: Annotated[
        Clues, About("Section titles, with `*` as wildcard; only letters and digits are compared.", strict=False)
    ] = ()
    words: Annotated[
        Words,
        About(
            "Whole words and phrases in any case, with `*` at the end of a word for its inflections. "
            "They count their full points in the title or if they occur twice, half if they occur once; "
            "in a section of 1,500 characters or more a third for each occurrence.",
            strict=False,
        ),
    ] = ()
    names: Annotated[Words, About("The same as `words`, but case-sensitive: `Go` and not `go`.", strict=False)] = ()
    links: Annotated[
        Targets,
        About(
            "The targets of links: a host (`ros.org`, `*.ros.org`), part of an address (`/topics/ros/`, "
            "`ros.org/wiki`), or the label of a reference (`[topic ros]`), in any case, with `*` as wildcard.",
            strict=False,
        ),
    ] = ()
    domains: Annotated[
        Domains, About("Domains of links, with all hosts below them: `ros.org` includes wiki.ros.org.", strict=False)
    ] = ()
    tags: Annotated[
        Clues, About("Tags or categories in the front matter of the issue, with `*` as wildcard.", strict=False)
    ] = ()
    categories: Annotated[Clues, About("The same as `tags`, for sites that distinguish the two.", strict=False)] = ()
    authors: Annotated[Clues, About("Names of authors, with `*` as wildcard.", strict=False)] = ()
    exclude: Annotated[
        tuple[Word, ...],
        About("Words and phrases that exclude the topic wherever they occur.", strict=False, alias="not"),
    ] = ()
    needs: Annotated[
        float,
        About(
            "The points that a section needs. A clue is worth 2 points unless it says "
            "otherwise, as in `robot*: 1.5`; negative points count against the topic.",
            gt=0,
            le=100,
            strict=False,
        ),
    ] = POINTS
    implies: Annotated[
        tuple[Slug, ...], About("Topics that its sections also belong to: those of which it is a part.", strict=False)
    ] = ()

    @property
    def name(self) -> str:
        """The title, or a name made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()

    @property
    def clues(self) -> dict[str, tuple[Clue, ...]]:
        """Its clues by kind."""
        return {kind: getattr(self, kind) for kind in CLUE_KINDS}


class TagTopicSettings(Settings, frozen=True, kw_only=True):
    """Topics that are made from the tags of posts."""

    enabled: Annotated[
        bool,
        About(
            "Whether each tag and category becomes a topic. `topics: from-tags`, or `- from-tags` in the list "
            "of topics, does the same."
        ),
    ] = False
    least: Annotated[
        int, About("The number of issues that must have a tag before it becomes a topic.", ge=1, le=1000)
    ] = 1
    ignore: Annotated[
        tuple[Text, ...],
        About("Tags that do not become topics, with `*` as wildcard, such as `newsletter`.", strict=False),
    ] = ()


class Mention(Struct, frozen=True):
    """A place in config.yaml that names a topic."""

    where: Where
    setting: str  # topics, exclude or implies
    slug: str
