"""Write the proposed settings down: a short feeds.yaml with comments that say where each thing is from."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.curation import comment, quoted, topic_lines
from feeds.report import counted
from feeds.setup.facts import Fact, Facts
from feeds.setup.places import OutputPlace
from feeds.setup.topics import Topics

SCHEMA = ".feeds/schema.json"  # relative to the config


def write_settings(facts: Facts, place: OutputPlace, publish_url: str, topics: Topics | None) -> str:
    """Return the text of a feeds.yaml; settings that the files of the site give are named, and not repeated."""
    blocks = [
        [
            f"# yaml-language-server: $schema={SCHEMA}",
            "# Settings of feeds. All others take their defaults: feeds config prints them.",
        ],
        list(_site(facts)),
        list(_posts(facts)),
        list(_publish(place, publish_url)),
        list(_topics(topics)) if topics else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _site(facts: Facts) -> Iterator[str]:
    named = {"title": facts.title, "url": facts.url, "language": facts.language}
    given = {key: fact.source for key, fact in named.items() if fact and fact.is_given} | dict(facts.given)
    for source in dict.fromkeys(given.values()):
        keys = [key for key, one in given.items() if one == source]
        yield from comment(f"From {source}: {', '.join(keys)}. A setting here takes precedence.")
    own = {key: fact for key, fact in named.items() if fact and not fact.is_given}
    if own:
        yield "site:"
        yield from (_setting(key, fact) for key, fact in own.items())


def _setting(key: str, fact: Fact) -> str:
    value = fact.value if key in ("url", "language") else quoted(fact.value)
    return f"  {key}: {value}{_remark(fact)}"


def _remark(fact: Fact) -> str:
    """Return a comment about where *fact* is from, unless its owner knows that."""
    if fact.is_placeholder:
        return "  # not known: write the address here"
    return "" if fact.is_said else f"  # from {fact.source}"


def _posts(facts: Facts) -> Iterator[str]:
    yield "posts:"
    yield f"  directory: {_plain(facts.survey.directory)}"
    if facts.chosen:
        yield f'  include: ["{facts.chosen}"]  # the folders of years'
    if facts.divided:
        folder = next(iter(facts.divided.folders))
        yield f'  join: ["{facts.divided.pattern}"]  # several files are one issue, such as those in {folder}'
    if facts.permalink:
        yield f"  permalink: {_plain(facts.permalink.value)}  # of an issue, from {facts.permalink.source}"


def _publish(place: OutputPlace, url: str) -> Iterator[str]:
    yield "publish:"
    yield f"  directory: {_plain(place.directory)}" + (f"  # {place.reason}" if place.reason else "")
    if url:
        yield f"  url: {url}"


def _topics(topics: Topics) -> Iterator[str]:
    if topics.tags:
        yield from comment(f"Each tag of at least {topics.least} issues is a topic.")
        yield "topics: from-tags"
        yield "from_tags:"
        yield f"  least: {topics.least}"
        if topics.unhelpful:
            yield f"  ignore: [{', '.join(map(quoted, topics.unhelpful))}]  # nearly every issue has these"
        return
    if not topics.ideas:
        return
    share = f"{counted(len(topics.ideas), 'topic')}, with {topics.covered:.0%} of the {topics.sections} sections."
    yield from comment(f"{share} Rename them, remove those that nobody would follow: feeds topics shows what each has.")
    yield "topics:"
    for idea in topics.ideas:
        yield f"  # {idea.issues} issues, {idea.first:%Y-%m} to {idea.last:%Y-%m}"
        yield from topic_lines(idea.rule)


def _plain(text: str) -> str:
    """Return *text*, a path, quoted if YAML would not read it as it is."""
    safe = text.replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    is_word = safe.isalnum() and safe.isascii() and not safe.isdigit() and text[0] not in "-."
    return text if is_word else quoted(text)
