"""Write a newsletter that never was: N posts and a config.yaml, the same for the same seed.

    python bench/generate.py 2000 /tmp/newsletter

Post 0 is the newest, each next one a day older, and post -1 is the one of tomorrow. What a
post says depends on the seed and its number alone, so a small newsletter is the newest part
of a big one, and any post can be written again by itself.

The shapes are those of real archives: Jekyll Markdown, flattened text with headlines glued
to teasers between runs of "#", and HTML. The words are made up, but some are frequent and
most are rare, as in any language, because that decides what topic rules cost.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

NEWEST = datetime(2026, 6, 30, 8, 30, tzinfo=UTC)  # 20,000 days before it, files can already have a date
WORDS = 4000
TOPICS = 25
DRAFT_EVERY = 2000
RUN = "#" * 51  # what flattened newsletters have between two sections

_SYLLABLES = ("b c d f g h j k l m n p r s t v w z br st tr".split(), "aeiou", ("", "", "n", "r", "t"))
_INFLECTIONS = ("", "s", "ing")
_ENTITIES = str.maketrans({"…": "&hellip;", "’": "&rsquo;", "“": "&ldquo;", "”": "&rdquo;", "–": "&ndash;"})


@dataclass(frozen=True, slots=True)
class Language:
    """The words of the newsletter, the most frequent first, and the terms that tell its topics."""

    words: tuple[str, ...]
    weights: tuple[float, ...]  # cumulative
    topics: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences around a link."""

    before: str
    link: str
    address: str
    after: str


@dataclass(frozen=True, slots=True)
class Section:
    """What one section says, whatever markup it is written in."""

    title: str
    teaser: str
    paragraphs: tuple[Paragraph, ...]
    items: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue, whatever markup it is written in."""

    title: str
    date: datetime
    draft: bool
    tags: tuple[str, ...]
    sections: tuple[Section, ...]


def make_language(seed: int) -> Language:
    """Return the language that *seed* stands for.

    The n-th word comes up about 1/n as often as the first (Zipf's law), and frequent words are
    short. A topic has eight terms: rare words, beginnings of words, and phrases that begin
    with a word of every day, which match least and cost most.
    """
    random = Random(seed)
    words: dict[str, None] = {}  # a set that keeps its order
    while len(words) < WORDS:
        syllables = 1 + (len(words) >= 60) + (len(words) >= 900)
        words["".join(_syllable(random) for _ in range(syllables))] = None
    ranked = tuple(words)
    rare = random.sample(ranked[1000:], TOPICS * 8)
    topics = tuple(_terms(random, ranked, rare[start : start + 8]) for start in range(0, len(rare), 8))
    return Language(ranked, tuple(accumulate(1 / (rank + 2) for rank in range(WORDS))), topics)


def _syllable(random: Random) -> str:
    return "".join(random.choice(part) for part in _SYLLABLES)


def _terms(random: Random, ranked: Sequence[str], rare: Sequence[str]) -> tuple[str, ...]:
    phrases = (f"{random.choice(ranked[100:600])} {word}" for word in rare[6:])
    return (*rare[:4], *(f"{word}*" for word in rare[4:6]), *phrases)


class Writer:
    """Writes one issue: what chance decides is decided here, before any markup."""

    def __init__(self, language: Language, random: Random) -> None:
        self._language, self._random = language, random

    def issue(self, number: int) -> Issue:
        sections = tuple(self._section() for _ in range(self._random.randint(4, 8)))
        return Issue(
            title=f"Issue of day {-number}: {sections[0].title}; {sections[1].title}",
            date=NEWEST - timedelta(days=number),
            draft=number % DRAFT_EVERY == DRAFT_EVERY // 2,
            tags=tuple(self._words(2)),
            sections=sections,
        )

    def _section(self) -> Section:
        """Return a section; two of three are about a topic, and say so three times."""
        topic = self._random.choice(self._language.topics) if self._random.random() < 2 / 3 else ()
        mentions = [self._mention(topic) for _ in range(3)] if topic else []
        count = self._random.randint(2, 4)
        return Section(
            title=" ".join(self._words(self._random.randint(3, 7))).capitalize(),
            teaser=self._sentence().rstrip("."),
            paragraphs=tuple(self._paragraph(mentions[position::count]) for position in range(count)),
            items=tuple(self._sentence() for _ in range(self._random.choice((0, 3, 4)))),
            code="_".join(self._words(2)),
        )

    def _mention(self, topic: Sequence[str]) -> str:
        return self._random.choice(topic).replace("*", self._random.choice(_INFLECTIONS))

    def _paragraph(self, mentions: Sequence[str]) -> Paragraph:
        sentences = [self._sentence() for _ in range(self._random.randint(2, 4))]
        sentences += [f"{self._sentence().rstrip('.')} {mention}." for mention in mentions]
        middle = self._random.randrange(len(sentences))
        host, *path = self._words(3)
        return Paragraph(
            before=" ".join(sentences[:middle]),
            link=" ".join(self._words(3)),
            address=f"https://{host}.example/{'/'.join(path)}",
            after=" ".join(sentences[middle:]),
        )

    def _sentence(self) -> str:
        words = self._words(self._random.randint(7, 22))
        middle = len(words) // 2
        words[middle] += self._random.choice((",", " –", "’s", "", ""))
        return " ".join(words).capitalize() + "."

    def _words(self, count: int) -> list[str]:
        return self._random.choices(self._language.words, cum_weights=self._language.weights, k=count)


def to_markdown(issue: Issue) -> str:
    """Return *issue* as people write for Jekyll: headings, lists, links of both kinds, footnotes."""
    blocks, references, notes = ["Hello, and welcome to **another day** of it."], [], []
    for position, section in enumerate(issue.sections):
        blocks.append(f"## {section.title}")
        first, *others = section.paragraphs
        blocks.append(f"{first.before} [{first.link}][{position}] {first.after}[^{position}]".lstrip())
        blocks += [f"{each.before} [{each.link}]({each.address}) *{each.after}*".lstrip() for each in others]
        blocks.append("\n".join(f"- {item}" for item in section.items) or f"Run `{section.code}` twice.")
        references.append(f"[{position}]: {first.address}")
        notes.append(f"[^{position}]: {section.teaser}.")
    front = [
        "layout: post",
        f'title: "{issue.title}"',
        f"date: {issue.date:%Y-%m-%d %H:%M:%S +0000}",
        "author: Mara Okafor",
        f"tags: [{', '.join(issue.tags)}]",
        *(["draft: true"] if issue.draft else []),
    ]
    return _fenced(front) + "\n\n".join([*blocks, "\n".join(references), *notes]) + "\n"


def to_flattened(issue: Issue) -> str:
    """Return *issue* as it comes out of a mail programme, half of it once more as a quoted excerpt."""
    texts = [_flatten(section) for section in issue.sections]
    front = [
        "",
        "layout: post",
        f'title: "{issue.title}"',
        f"date: {issue.date:%Y-%m-%d %H:%M:%S}",
        "image: ",
        f'excerpt: "{RUN.join(texts[: len(texts) // 2])}&hellip;"',
        *(["draft: true"] if issue.draft else []),
        "",
    ]
    return _fenced(front) + f"### {issue.title}\n\n" + RUN.join(texts) + "\n"


def _flatten(section: Section) -> str:
    """Return *section* with its headline glued to the teaser, and nothing left of its links but words."""
    paragraphs = [f"{each.before} {each.link} ({each.link}). {each.after}" for each in section.paragraphs]
    paragraphs += [" ".join(f"– {item}" for item in section.items)]
    return f"{section.title}:…{section.teaser}…".translate(_ENTITIES) + "\n\n\n".join(paragraphs).translate(_ENTITIES)


def to_html(issue: Issue) -> str:
    """Return *issue* as a post of HTML."""
    lines = []
    for position, section in enumerate(issue.sections):
        lines.append(f'<h2 id="part-{position}">{section.title}</h2>')
        lines += [
            f'<p>{each.before} <a href="{each.address}">{each.link}</a> <em>{each.after}</em></p>'
            for each in section.paragraphs
        ]
        lines += ["<ul>", *(f"<li>{item}</li>" for item in section.items), "</ul>"] if section.items else []
    front = [f'title: "{issue.title}"', f"date: {issue.date:%Y-%m-%d}", *(["draft: true"] if issue.draft else [])]
    return _fenced(front) + "\n".join(lines).translate(_ENTITIES) + "\n"


def _fenced(lines: Sequence[str]) -> str:
    return "---\n" + "\n".join(lines) + "\n---\n\n"


_SHAPES = (to_markdown, to_flattened, to_html)
_HOW_OFTEN = (5, 4, 1)


def write_post(directory: Path, number: int, seed: int, language: Language) -> Path:
    """Write post *number* into *directory*, as a file last written on its own day, and return its path."""
    random = Random(f"{seed}/{number}")
    (shape,) = random.choices(_SHAPES, _HOW_OFTEN)
    issue = Writer(language, random).issue(number)
    suffix = "html" if shape is to_html else "md"
    path = directory / f"{issue.date:%Y-%m-%d}-{issue.tags[0]}.{suffix}"
    path.write_text(shape(issue), encoding="utf-8")
    os.utime(path, (issue.date.timestamp(), issue.date.timestamp()))
    return path


def config_text(language: Language) -> str:
    """Return a config.yaml with every topic of *language*."""
    return "\n".join(_config_lines(language)) + "\n"


def _config_lines(language: Language) -> Iterator[str]:
    yield "site:"
    yield "  title: A Newsletter That Never Was"
    yield "  url: https://newsletter.example/"
    yield "topics:"
    for number, terms in enumerate(language.topics):
        yield f"  - slug: topic-{number}"
        yield f"    words: {json.dumps(terms)}"


def write_newsletter(directory: Path, posts: int, seed: int) -> None:
    """Write config.yaml and *posts* posts into *directory*."""
    language = make_language(seed)
    (directory / "posts").mkdir(parents=True, exist_ok=True)
    (directory / "config.yaml").write_text(config_text(language), encoding="utf-8")
    for number in range(posts):
        write_post(directory / "posts", number, seed, language)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Write a newsletter that never was.")
    parser.add_argument("posts", type=int, help="how many posts")
    parser.add_argument("directory", type=Path, help="where to write config.yaml and posts/")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another newsletter; default: 1")
    options = parser.parse_args()
    write_newsletter(options.directory, options.posts, options.seed)


if __name__ == "__main__":
    main()
