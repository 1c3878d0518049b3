"""Resolve template tags to their value, to their words and links, or to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from feeds.markup.embeds import is_embed
from feeds.markup.templates.arguments import HTML, MARKDOWN, Form, parameters, read_arguments, replaced, show
from feeds.markup.templates.context import Context
from feeds.markup.templates.expressions import UNKNOWN, arguments_of, evaluate, holds, items_of, walk, write_value
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.nodes import Block, Branch, build_tree, name_of
from feeds.markup.templates.prose import said_by
from feeds.markup.templates.scanning import Token, scan
from feeds.markup.warning import Warn
from feeds.regex import regex

_LITERAL_MARK = regex(r"\{[%{#:]|[%}]\}")
_CALL = regex(r"(?P<name>[A-Za-z_][\w.:]*)\((?P<arguments>.*)\)\s*\Z", re.DOTALL)
_OUTPUT_IN_VALUE = regex(r"\{\{-?([^{}]*+)\}\}")
_TAG_IN_VALUE = regex(r"\{%[^{}%]*+%\}")
_ADDRESSES = ("link", "post_url", "ref", "relref", "get_url", "url_for")
# The first word of these tags names a file or a template.
_INCLUDES = ("include", "include_relative", "include_cached", "render", "import", "from", "extends", "partial")
_SILENT = (
    "layout cycle increment decrement break continue block macro call filter autoescape set_global do debugger "
    "else elsif elif elseif when"
).split()
_MOST_NODES = 50_000
_MOST_INSERTED = 2_000_000  # characters, because insertions may be repeated
_MOST_KEPT_VALUE = 100_000
_MOST_LOOKED_UP = 20_000_000  # characters of values, because filters are applied to each of them


def resolve_markdown(text: str, context: Context, kept: Kept, warn: Warn) -> str:
    """Return Markdown without template marks and comments; code is moved to *kept*."""
    return _Renderer(context, kept, warn, MARKDOWN, text).render()


def resolve_html(text: str, context: Context, warn: Warn) -> str:
    """Return HTML without template marks, except in code."""
    kept = Kept()
    return kept.restore(_Renderer(context, kept, warn, HTML, text).render())


class _Renderer:
    def __init__(self, context: Context, kept: Kept, warn: Warn, form: Form, text: str) -> None:
        self._context, self._kept, self._warn, self._form, self._text = context, kept, warn, form, text
        self._variables: dict[str, Any] = {"page": context.page, "site": context.site}
        self._out: list[str] = []
        self._nodes = self._inserted = self._loops = self._looked_up = 0
        self._trim_next = False

    def render(self) -> str:
        tokens = scan(self._text, markdown=self._form is MARKDOWN)
        self._render_all(build_tree(tokens))
        return "".join(self._out)

    def _render_all(self, children: Sequence[Token | Block]) -> None:
        for child in children:
            self._nodes += 1
            if self._nodes > _MOST_NODES + len(self._text):
                return
            if isinstance(child, Block):
                self._render_block(child)
            else:
                self._render_token(child)

    def _render_token(self, token: Token) -> None:
        self._inserted += len(token.text) if self._loops else 0
        if self._inserted > _MOST_INSERTED:
            return
        if token.trims[0]:
            self._trim_last()
        if token.kind in ("words", "code", "block"):
            text = token.text.lstrip() if self._trim_next and token.kind == "words" else token.text
            self._trim_next = self._trim_next and not text
            self._out.append(
                text if token.kind == "words" or not text else self._kept.keep(text, block=token.kind == "block")
            )
            return
        _TOKENS[token.kind](self, token)
        self._trim_next = token.trims[1]

    def _trim_last(self) -> None:
        while self._out:
            self._out[-1] = self._out[-1].rstrip()
            if self._out[-1]:
                break
            self._out.pop()

    # The kinds of tokens

    def _comment(self, token: Token) -> None:
        if token.alone and token.text == "":
            self._out.append("\n")

    def _unclosed(self, token: Token) -> None:
        line = self._text.count("\n", 0, token.position) + 1
        self._warn(line, "a comment that is never closed hides the rest of the post", "close it with -->")

    def _raw(self, token: Token) -> None:
        """Add text whose template marks are to be shown."""
        for part in scan(_hidden(token.text), markdown=self._form is MARKDOWN):
            text = _shown(part.text)
            if part.kind == "words":
                text = _LITERAL_MARK.sub(lambda mark: self._kept.keep_literal(mark[0]), text)
                self._out.append(text)
            else:
                self._out.append(self._kept.keep(text, block=part.kind == "block"))

    def _highlight(self, token: Token) -> None:
        language = re.match(r"[\w+#.-]*", token.detail)
        code = self._form.code(token.text, language[0] if language else "", token.indent)
        start = "" if token.alone or self._at_line_start() else "\n"
        self._out.append(start + self._kept.keep(code, block=True))
        if not token.alone:
            self._out.append("\n")

    def _at_line_start(self) -> bool:
        last = next((part for part in reversed(self._out) if part), "\n")
        return last.endswith("\n")

    def _output(self, token: Token) -> None:
        call = _CALL.match(token.text.partition("|")[0].strip())
        if call:
            self._show(call["name"], call["arguments"], token)
            return
        value = write_value(evaluate(token.text, self._look_up))
        said = "" if value or self._context.has_language or self._form is not MARKDOWN else said_by(self._text, token)
        if said:
            self._out.append(self._kept.keep_literal(said))
        else:
            self._insert(value)

    def _insert(self, text: str) -> None:
        """Add the value of a variable, without template marks in it."""
        self._inserted += len(text)
        if text and self._inserted <= _MOST_INSERTED:
            self._out.append(self._without_marks(text))

    def _without_marks(self, text: str) -> str:
        if "{" in text:
            text = _OUTPUT_IN_VALUE.sub(lambda output: _drop_marks(self._value_in(output)), text)
            text = _drop_marks(text)
        return self._protected(text)

    def _value_in(self, output: re.Match[str]) -> str:
        return write_value(evaluate(output[1].rstrip("-"), self._look_up))

    def _protected(self, text: str) -> str:
        if "`" not in text or self._form is not MARKDOWN:
            return text
        parts = scan(text)
        return "".join(
            part.text if part.kind == "words" else self._kept.keep(part.text, block=part.kind == "block")
            for part in parts
        )

    def _shortcode(self, token: Token) -> None:
        if token.text.startswith("/*") and token.text.endswith("*/"):
            self._out.append(
                self._kept.keep_literal(f"{{{{< {token.text[2:-2].strip()} >}}}}")
            )  # Hugo's notation to show a shortcode
            return
        name, rest = name_of(token.text.rstrip("/ "))
        if name and not name.startswith("/"):
            self._show(name, rest, token)

    def _tag(self, token: Token) -> None:
        name, rest = name_of(token.text)
        if name == "assign" or (name == "set" and "=" in rest):
            self._assign(rest)
        elif name in ("echo", "print"):
            self._insert(write_value(evaluate(rest, self._look_up)))
        elif name in _SILENT or name.startswith("end"):
            return
        elif call := _CALL.match(token.text):
            self._show(call["name"], call["arguments"], token)
        elif name not in ("if", "unless", "case", "for", "tablerow", "capture"):
            self._show(name, rest, token)

    def _assign(self, rest: str) -> None:
        name, _, expression = rest.partition("=")
        value = evaluate(expression.strip(), self._look_up)
        self._variables[name.strip()] = value

    def _show(self, name: str, written: str, token: Token) -> None:
        """Add the words and links of an include, a shortcode or a tag of a plugin."""
        if name in _ADDRESSES:
            self._out.append(self._address(written))
            return
        if name in _INCLUDES:
            stem = _stem_of(written)
            name, written = stem if is_embed(stem) else name, _without_first_word(written)
        arguments = replaced(read_arguments(written, self._value_of_word), self._resolved)
        paragraphs = show(name, arguments, self._form)
        self._inserted += sum(map(len, paragraphs))
        if not paragraphs or self._inserted > _MOST_INSERTED:
            return
        if not token.alone:
            self._out.append(" ".join(text.strip() for text in paragraphs))
            return
        separator = "\n\n" if self._form is MARKDOWN else "\n"
        written = separator.join(self._form.paragraph(text) for text in paragraphs)
        self._out.append("\n" + "\n".join(f"{token.indent}{line}" if line else "" for line in written.split("\n")))

    def _value_of_word(self, word: str) -> Any:
        return evaluate(word, self._look_up) if not word[:1].isdigit() else UNKNOWN

    def _resolved(self, value: str) -> str:
        value = self._protected(value)
        if "{{" in value:
            value = _OUTPUT_IN_VALUE.sub(self._value_in, value)
        return _drop_marks(value) if "{" in value or "}" in value else value

    def _address(self, written: str) -> str:
        given = parameters(read_arguments(written, lambda word: UNKNOWN))
        path = given.get("path") or given.get("") or next(arguments_of(written), "")
        return self._context.address_of(path)

    # The kinds of blocks

    def _render_block(self, block: Block) -> None:
        if not block.closed:
            for branch in block.branches:
                self._render_all(branch.children)
        else:
            _BLOCKS[block.name](self, block)

    def _render_capture(self, block: Block) -> None:
        before, self._out = self._out, []
        self._render_all(block.branches[0].children)
        text, self._out = "".join(self._out), before
        name = next(arguments_of(block.branches[0].condition), "")
        self._variables[name] = text if len(text) <= _MOST_KEPT_VALUE else UNKNOWN

    def _render_if(self, block: Block) -> None:
        """Render the branch whose condition is true; if only the site knows, the first that shows anything."""
        for number, branch in enumerate(block.branches):
            is_true = holds(branch.condition, self._look_up) if branch.condition else True
            if block.name == "unless" and number == 0 and is_true is not None:
                is_true = not is_true
            if is_true is False:
                continue
            before = len(self._out)
            self._render_all(branch.children)
            if is_true or "".join(self._out[before:]).strip():
                return

    def _render_case(self, block: Block) -> None:
        value = evaluate(block.branches[0].condition, self._look_up)
        for branch in block.branches[1:]:
            options = [evaluate(option, self._look_up) for option in re.split(r",|\bor\b", branch.condition)]
            if not branch.condition or value is UNKNOWN or write_value(value) in map(write_value, options):
                self._render_all(branch.children)
                return

    def _render_for(self, block: Block) -> None:
        name, _, expression = block.branches[0].condition.partition(" in ")
        name = name.strip()
        source = re.split(r"(?<!\s)\s++(?:limit|offset|reversed)\b", expression)[0]
        items = items_of(source, self._look_up) if name and expression else None
        if items is None:
            if not _uses(block.branches[0], name):  # words in the loop that do not come from its list
                self._render_all(block.branches[0].children)
            return
        before = self._variables.get(name, UNKNOWN)
        self._loops += 1
        for item in items:
            self._variables[name] = item
            self._render_all(block.branches[0].children)
        self._loops -= 1
        self._variables[name] = before
        if not items and len(block.branches) > 1:
            self._render_all(block.branches[1].children)

    def _look_up(self, path: Sequence[str]) -> Any:
        first, *steps = path
        if first not in self._variables:
            return UNKNOWN
        value = self._variables[first]
        if value is UNKNOWN:
            return UNKNOWN
        found = walk(value, steps)
        self._looked_up += len(found) if isinstance(found, str) else 0
        if self._looked_up > _MOST_LOOKED_UP:
            return UNKNOWN
        return UNKNOWN if found is None and first == "site" else found


def _drop_marks(text: str) -> str:
    return _LITERAL_MARK.sub("", _TAG_IN_VALUE.sub("", text))


_HIDDEN = str.maketrans({"{": "\ufdd4", "}": "\ufdd5"})
_SHOWN = str.maketrans({"\ufdd4": "{", "\ufdd5": "}"})


def _hidden(text: str) -> str:
    """Return *text* with braces replaced, so that the scanner finds no template marks."""
    return text.translate(_HIDDEN)


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _stem_of(written: str) -> str:
    """Return the name of the file that *written* begins with, without folder and extension.

    >>> _stem_of('embeds/youtube.html id="x"')
    'youtube'
    """
    return written.partition(" ")[0].strip("\"'").rpartition("/")[2].partition(".")[0]


def _without_first_word(written: str) -> str:
    """Return the arguments of an include without the name of the file."""
    found = re.match(r"\s*(?:\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|[^\s=,]+(?=[\s,]|\Z))[\s,]*", written, re.DOTALL)
    return written[found.end() :] if found else written


def _uses(branch: Branch, name: str) -> bool:
    """Return whether *branch* uses the variable *name*."""
    for child in branch.children:
        if isinstance(child, Block):
            if any(_uses(inner, name) for inner in child.branches):
                return True
        elif child.kind in ("output", "tag") and re.search(rf"\b{re.escape(name)}\b", child.text):
            return True
    return False


_TOKENS: dict[str, Callable[[_Renderer, Token], None]] = {
    "raw": _Renderer._raw,
    "highlight": _Renderer._highlight,
    "comment": _Renderer._comment,
    "unclosed": _Renderer._unclosed,
    "tag": _Renderer._tag,
    "output": _Renderer._output,
    "shortcode": _Renderer._shortcode,
}
_BLOCKS: dict[str, Callable[[_Renderer, Block], None]] = {
    "if": _Renderer._render_if,
    "unless": _Renderer._render_if,
    "case": _Renderer._render_case,
    "for": _Renderer._render_for,
    "tablerow": _Renderer._render_for,
    "capture": _Renderer._render_capture,
}
