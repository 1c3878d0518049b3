"""Write single tokens of a body: code as it is, tags by their value, or by the words and links of their arguments."""

from __future__ import annotations

import re
from collections.abc import Callable

from feeds.markup.embeds import is_embed
from feeds.markup.templates.arguments import MARKDOWN, MarkupForm, parameters, read_arguments, replaced, show
from feeds.markup.templates.cleaning import LITERAL_MARK, Cleaner
from feeds.markup.templates.context import Context
from feeds.markup.templates.expressions import UNKNOWN, arguments_of
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.nodes import name_of
from feeds.markup.templates.output import GrowingText
from feeds.markup.templates.prose import said_by
from feeds.markup.templates.scanning import Token, scan
from feeds.markup.templates.variables import Variables
from feeds.markup.warning import Warn
from feeds.regex import regex

_CALL = regex(r"(?P<name>[A-Za-z_][\w.:]*)\((?P<arguments>.*)\)\s*\Z", re.DOTALL)
_ADDRESSES = ("link", "post_url", "ref", "relref", "get_url", "url_for")
# The first word of these tags names a file or a template.
_INCLUDES = ("include", "include_relative", "include_cached", "render", "import", "from", "extends", "partial")
_SILENT = (
    "layout cycle increment decrement break continue block macro call filter autoescape set_global do debugger "
    "else elsif elif elseif when"
).split()


class TokenWriter:
    """Writes the tokens of *text* to an output; code is moved to *kept*."""

    def __init__(self, text: str, form: MarkupForm, context: Context, kept: Kept, warn: Warn) -> None:
        self._text, self._form, self._context, self._kept, self._warn = text, form, context, kept, warn
        self.output, self.variables = GrowingText(), Variables(context)
        self._cleaner = Cleaner(self.variables, kept, form)

    def write(self, token: Token) -> None:
        """Write *token*, without the blanks around it that it trims."""
        if token.trims[0]:
            self.output.trim()
        if token.kind == "words":
            self.output.add_words(token.text)
        else:
            _WRITERS[token.kind](self, token)
            self.output.trim_next(trims=token.trims[1])

    def _code(self, token: Token) -> None:
        self.output.add(self._kept.keep_part(token))

    def _comment(self, token: Token) -> None:
        if token.alone and token.text == "":
            self.output.add("\n")

    def _unclosed(self, token: Token) -> None:
        line = self._text.count("\n", 0, token.position) + 1
        self._warn(line, "a comment that is never closed hides the rest of the post", "close it with -->")

    def _raw(self, token: Token) -> None:
        """Add text whose template marks are to be shown."""
        for part in scan(_hidden(token.text), markdown=self._form is MARKDOWN):
            shown = Token(part.kind, _shown(part.text))
            if part.kind == "words":
                self.output.add(LITERAL_MARK.sub(lambda mark: self._kept.keep_literal(mark[0]), shown.text))
            else:
                self.output.add(self._kept.keep_part(shown))

    def _highlight(self, token: Token) -> None:
        language = re.match(r"[\w+#.-]*", token.detail)
        code = self._form.code(token.text, language[0] if language else "", token.indent)
        start = "" if token.alone or self.output.at_line_start else "\n"
        self.output.add(start + self._kept.keep(code, block=True))
        if not token.alone:
            self.output.add("\n")

    def _output(self, token: Token) -> None:
        call = _CALL.match(token.text.partition("|")[0].strip())
        if call:
            self._show(call["name"], call["arguments"], token)
            return
        value = self.variables.text_of(token.text)
        said = "" if value or self._context.has_language or self._form is not MARKDOWN else said_by(self._text, token)
        if said:
            self.output.add(self._kept.keep_literal(said))
        else:
            self._insert(value)

    def _insert(self, value: str) -> None:
        """Add the value of a variable, without template marks in it."""
        if self.output.may_insert(len(value)) and value:
            self.output.add(self._cleaner.value(value))

    def _shortcode(self, token: Token) -> None:
        if token.text.startswith("/*") and token.text.endswith("*/"):  # Hugo's notation to show a shortcode
            self.output.add(self._kept.keep_literal(f"{{{{< {token.text[2:-2].strip()} >}}}}"))
            return
        name, rest = name_of(token.text.rstrip("/ "))
        if name and not name.startswith("/"):
            self._show(name, rest, token)

    def _tag(self, token: Token) -> None:
        name, rest = name_of(token.text)
        if name == "assign" or (name == "set" and "=" in rest):
            self._assign(rest)
        elif name in ("echo", "print"):
            self._insert(self.variables.text_of(rest))
        elif name in _SILENT or name.startswith("end"):
            return
        elif call := _CALL.match(token.text):
            self._show(call["name"], call["arguments"], token)
        elif name not in ("if", "unless", "case", "for", "tablerow", "capture"):
            self._show(name, rest, token)

    def _assign(self, rest: str) -> None:
        name, _, expression = rest.partition("=")
        self.variables.assign(name.strip(), self.variables.value_of(expression.strip()))

    def _show(self, name: str, written: str, token: Token) -> None:
        """Add the words and links of an include, a shortcode or a tag of a plugin."""
        if name in _ADDRESSES:
            self.output.add(self._address(written))
            return
        if name in _INCLUDES:
            stem = _stem_of(written)
            name, written = stem if is_embed(stem) else name, _without_first_word(written)
        arguments = replaced(read_arguments(written, self._value_of_word), self._cleaner.argument)
        paragraphs = show(name, arguments, self._form)
        if self.output.may_insert(sum(map(len, paragraphs))) and paragraphs:
            self.output.add(self._laid_out(paragraphs, token))

    def _laid_out(self, paragraphs: list[str], token: Token) -> str:
        """Return what *token* shows: within a line in one line, else in *paragraphs* that are indented as it was."""
        if not token.alone:
            return " ".join(text.strip() for text in paragraphs)
        separator = "\n\n" if self._form is MARKDOWN else "\n"
        written = separator.join(self._form.paragraph(text) for text in paragraphs)
        return "\n" + "\n".join(f"{token.indent}{line}" if line else "" for line in written.split("\n"))

    def _value_of_word(self, word: str) -> object:
        return self.variables.value_of(word) if not word[:1].isdigit() else UNKNOWN

    def _address(self, written: str) -> str:
        given = parameters(read_arguments(written, lambda word: UNKNOWN))
        path = given.get("path") or given.get("") or next(arguments_of(written), "")
        return self._context.address_of(path)


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


_WRITERS: dict[str, Callable[[TokenWriter, Token], None]] = {
    "code": TokenWriter._code,
    "block": TokenWriter._code,
    "raw": TokenWriter._raw,
    "highlight": TokenWriter._highlight,
    "comment": TokenWriter._comment,
    "unclosed": TokenWriter._unclosed,
    "tag": TokenWriter._tag,
    "output": TokenWriter._output,
    "shortcode": TokenWriter._shortcode,
}
