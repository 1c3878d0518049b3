"""Write a topic down as in config.yaml, in lines that fit into eighty columns."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import yaml
from rich.cells import cell_len

from feeds.config import TopicRule

WIDTH = 80  # columns


def topic_lines(rule: TopicRule) -> Iterator[str]:
    """Yield the lines of *rule* as an item of `topics`, with its slug, title, description and clues."""
    yield f"  - slug: {rule.slug if _is_text(rule.slug) else quoted(rule.slug)}"
    yield f"    title: {quoted(rule.title)}"
    if rule.description:
        yield f"    description: {quoted(rule.description)}"
    for kind, clues in rule.clues.items():
        written = [quoted(clue.written) for clue in clues]
        flow = f"    {kind}: [{', '.join(written)}]"
        if clues and cell_len(flow) <= WIDTH:
            yield flow
        elif clues:
            yield f"    {kind}:"
            yield from (f"      - {text}" for text in written)


def _is_text(word: str) -> bool:
    """Return whether YAML reads *word* as text: it takes `2026` for a number, and `no` for a truth value."""
    return isinstance(yaml.load(word, Loader=yaml.CSafeLoader), str)


def comment(text: str) -> list[str]:
    """Return the lines of *text* as a comment in YAML."""
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def quoted(text: str) -> str:
    """Return *text* in double quotes, as YAML and JSON have it."""
    return json.dumps(text, ensure_ascii=False)
