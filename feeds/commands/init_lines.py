"""The output of `feeds init`: its findings, and the next steps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from feeds.report import counted
from feeds.setup import ExampleAddress, PostFolder, Proposal, describe_folders

_NAME = 10  # characters of the names at the left
_WIDTH = 100
_COMPARE = "compare it with your site, and set posts.permalink if it has other addresses"


def found_lines(
    proposal: Proposal, folder: PostFolder, others: Sequence[PostFolder], example: ExampleAddress | None
) -> Iterator[str]:
    """Yield a line for each thing that was found, with where it is from.

    *others* are folders that were not chosen, and *example* is the address of an issue.
    """
    facts, place = proposal.facts, proposal.place
    kind = place.generator or "no site generator"
    yield _line("posts", f"{folder.directory} ({counted(folder.posts, 'post')}, {kind})")
    if others:
        yield _line("", f"the likeliest folder; not {describe_folders(others)} (--posts chooses another)")
    yield _line("title", f"{facts.title.value} ({facts.title.source})")
    yield _line("address", f"{facts.url.value} ({facts.url.source})")
    yield from _address_lines(proposal, example)
    if facts.language:
        yield _line("language", f"{facts.language.value} ({facts.language.source})")
    yield _line("feeds", f"{place.directory}, to be read at {proposal.url}")
    if place.reason:
        yield _line("", place.reason)
    if proposal.topics:
        yield _line("topics", _topics(proposal))
    if proposal.host.name:
        yield _line("hosting", f"{proposal.host.name} ({proposal.host.file})")
    if proposal.present:
        yield _line("has feeds", ", ".join(proposal.present[:3]))


def _address_lines(proposal: Proposal, example: ExampleAddress | None) -> Iterator[str]:
    """Yield the *example* of an address, and how certain it is."""
    facts = proposal.facts
    if facts.url.is_placeholder:
        yield _line("", "write the address of the newsletter into site.url before you publish, or give --url")
    elif example:
        yield _line("issues", f"such as {example.address}")
        if not proposal.place.generator and example.by_pattern and not facts.permalink:
            yield _line("", f"a guess: {_COMPARE}")
        elif facts.computed and example.by_pattern:
            yield _line("", f"a guess, because {facts.computed} computes it: {_COMPARE}")


def advice_lines(proposal: Proposal, *, adopted: bool) -> Iterator[str]:
    """Yield what is to be done by hand, and the next command."""
    place = proposal.place
    yield f"{proposal.path} is written."
    yield ""
    if place.generator:
        yield f"For the head of your pages ({place.head}), so that readers find the feed:"
        yield f"  {proposal.head_line}"
    yield from place.steps
    if proposal.present and not adopted:
        yield "If people subscribe to a feed that yours will replace, take over its ids before you publish:"
        yield f"  feeds adopt {proposal.present[0]}"
    if proposal.host.name:
        yield f"On {proposal.host.name}, build in this order: {place.order}. docs/deploy/ has the recipe."
    yield "Next: feeds build"


def _topics(proposal: Proposal) -> str:
    topics = proposal.topics
    if topics and topics.tags:
        return f"{counted(len(topics.tags), 'tag')} of at least {topics.least} issues each"
    if topics and topics.ideas:
        return f"{len(topics.ideas)}, with {topics.covered:.0%} of {counted(topics.sections, 'section')}"
    return "none: neither headings nor tags recur"


def _line(name: str, text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH - _NAME - 1, break_on_hyphens=False, break_long_words=False)
    return f"{name:{_NAME}} " + f"\n{'':{_NAME}} ".join(lines)
