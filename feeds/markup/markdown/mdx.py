"""Resolve MDX, Markdown with components: keep their words and remove their code."""

from __future__ import annotations

import re

from feeds.markup.markdown.code import CODE_SPAN
from feeds.markup.templates.arguments import MARKDOWN, read_arguments, show
from feeds.markup.templates.code_blocks import code_blocks
from feeds.markup.templates.expressions import UNKNOWN
from feeds.markup.templates.keeping import Kept
from feeds.regex import regex

_MODULE = regex(
    r"^(?:import\s(?:[^\n]*['\"]|[^\n]*from\s+['\"])[^\n]*|import\s*+\{[^{}]*+\}\s*+from[^\n]*|export\s(?:[^\n]++\n?)++)",
    re.MULTILINE,
)
_COMPONENT = regex(
    r"</?(?P<name>[A-Z][\w.]*|(?=>))(?P<arguments>(?:\s+[\w:-]+(?:=(?:\"[^\"]*+\"|'[^']*+'|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}))?"
    r"|\s+\{[^{}]*+\})*+)\s*+/?>"
)
_EXPRESSION_ARGUMENT = regex(r"=\{(?![\"'`][^{}]*[\"'`]\})[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}|\s\{[^{}]*+\}")
_EXPRESSION = regex(
    r"(?<!\\)\{(?:\s*(?P<quote>[\"'`])(?P<words>[^\"'`{}]*)(?P=quote)\s*|[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}"
)
_WIDEST = 100  # characters of indentation; long lines are not searched each time
_HEADING_ID = regex(r"\{#[\w.:-]+\}[ \t]*$", re.MULTILINE)


def resolve_mdx(text: str) -> str:
    """Return MDX as Markdown, without imports, exports and expressions, and with the content of components."""
    kept = Kept()
    text = CODE_SPAN.sub(lambda span: kept.keep(span[0]), _without_blocks(text, kept))
    text = _HEADING_ID.sub(lambda found: kept.keep(found[0]), text)
    text = _COMPONENT.sub(_words_shown, _MODULE.sub("", text))
    text = _EXPRESSION.sub(lambda found: found["words"] or "", text)
    return kept.restore(text)


def _without_blocks(text: str, kept: Kept) -> str:
    parts, end = [], 0
    for begin, stop in code_blocks(text):
        parts += [text[end:begin], kept.keep(text[begin:stop], block=True)]
        end = stop
    return "".join([*parts, text[end:]])


def _words_shown(component: re.Match[str]) -> str:
    written = _EXPRESSION_ARGUMENT.sub("", component["arguments"])
    written = re.sub(r"=\{([\"'`][^{}]*[\"'`])\}", r"=\1", written)
    text, at = component.string, component.start()
    near = max(at - _WIDEST, 0)
    line = text.rfind("\n", near, at) + 1
    alone = (line > 0 or near == 0) and text[line:at].strip() == ""
    line_break = "\n" if alone and text[component.end() : component.end() + 1] in ("\n", "") else ""
    shown = show(component["name"].lower(), read_arguments(written, lambda word: UNKNOWN), MARKDOWN) if written else []
    return line_break + ("\n\n" if line_break else " ").join(shown) + (line_break if shown else "")
