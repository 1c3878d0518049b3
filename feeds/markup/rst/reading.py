"""Read reStructuredText without files of the machine and without messages of docutils in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.transforms.writer_aux import Admonitions
from docutils.writers.html5_polyglot import Writer

from feeds.markup.rst.limits import LimitedParser, LimitError, check_limits
from feeds.markup.rst.unknown import keeping_words, split_target
from feeds.markup.rst.writing import PostTranslator
from feeds.markup.warning import Warn
from feeds.regex import regex

_SETTINGS: dict[str, Any] = {
    "_disable_config": True,  # a docutils.conf of the machine must not shape feeds
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,  # never
    "traceback": True,  # otherwise docutils exits on unexpected errors
    "report_level": 2,
    "warning_stream": False,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "sectnum_xform": False,
    "toc_backlinks": False,
    "footnote_backlinks": False,
    "strip_comments": True,
    "syntax_highlight": "none",
    "input_encoding": "unicode",
    "output_encoding": "unicode",
}
_LONGEST_LINE = 50_000
_MOST_TOLD = 3
_OF_SPHINX = regex(r'Undefined substitution referenced: "(?:release|version|today)"', re.IGNORECASE)
_ROLE_AND_MARK = regex(r"(?::[\w.+:-]{2,}+(?<=:))?[`|]")
_END = regex(r"[`|](?::[\w.+:-]+:)?_{0,2}\Z")
_SIMPLE_REFERENCE = regex(r"\w[\w.+:-]*?(?=_{1,2}\Z)")
_DIRECTIVE_LINE = regex(r"\s*(?:\.\. [^\n]*?::|:[\w -]+:)[^\n]*")


def render_rst(text: str, warn: Warn) -> str:
    """Return *text* as HTML; errors in it are reported, and their words are kept.

    Raises:
        ValueError: docutils cannot parse it (too long, nested too deeply).
    """
    check_limits(text)
    try:
        with keeping_words(text):
            document = publish_doctree(text, parser=LimitedParser(), settings=_settings())
        _take_out_messages(document, warn)
        _tidy(document)
        Admonitions(document).apply()
        translator = PostTranslator(document)
        document.walkabout(translator)
    except LimitError:
        raise
    except Exception as error:  # docutils may raise anything, and other posts must be built
        fault = "it is nested too deeply" if isinstance(error, RecursionError) else f"docutils says: {error}"
        raise ValueError(fault) from error
    return "".join(translator.body)


@cache
def _defaults() -> Any:
    return get_default_settings(Parser, Writer)


def _settings() -> Any:
    settings = _defaults().copy()  # docutils modifies the settings it is given
    for name, value in {**_SETTINGS, "line_length_limit": _LONGEST_LINE}.items():
        setattr(settings, name, value)
    return settings


def _take_out_messages(document: nodes.document, warn: Warn) -> None:
    """Report the worst messages of docutils, and replace each message by the words that it contains."""
    inside = list(document.findall(nodes.system_message))
    bad = [message for message in [*inside, *document.transform_messages] if message["level"] >= 3 or _is_off(message)]
    bad = [message for message in bad if not _OF_SPHINX.search(message[0].astext())]
    for message in bad[:_MOST_TOLD]:
        words = " ".join(message[0].astext().split())[:200].rstrip(".")
        warn(message.get("line", 0), f"the reStructuredText has an error: {words}", "fix the markup")
    for message in inside:
        kept = list(_kept_words(message)) if message["level"] >= 3 else []
        message.parent.replace(message, kept)


def _is_off(message: nodes.system_message) -> bool:
    """Return whether *message* says that a directive was left out because it reads files or holds raw HTML."""
    return "directive disabled" in message[0].astext()


def _kept_words(message: nodes.system_message) -> Iterator[nodes.Node]:
    """Yield paragraphs of the words in a directive that docutils rejected."""
    for block in message.findall(nodes.literal_block):
        for part in re.split(r"\n\s*\n", block.astext()):
            lines = [line.strip() for line in part.split("\n") if not _DIRECTIVE_LINE.match(line)]
            if words := " ".join(filter(None, lines)):
                yield nodes.paragraph("", words)


def _tidy(document: nodes.document) -> None:
    """Remove contents lists and generated ids, and replace broken references by their words."""
    for problem in list(document.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(_plain_words(problem.astext())))
    for topic in list(document.findall(nodes.topic)):
        if "contents" in topic["classes"]:
            topic.parent.remove(topic)
    given = {target["refid"] for target in document.findall(nodes.target) if "refid" in target}
    for element in document.findall(nodes.Element):
        if not isinstance(element, nodes.footnote | nodes.citation):
            element["ids"] = [name for name in element["ids"] if name in given][:1]


def _plain_words(written: str) -> str:
    """Return the words of a broken reference or role."""
    start = _ROLE_AND_MARK.match(written)
    end = max(written.rfind("`"), written.rfind("|"))
    if start and end >= start.end() and _END.match(written, end):
        return split_target(written[start.end() : end])[0]
    simple = _SIMPLE_REFERENCE.match(written)
    return simple[0] if simple else written
