"""Keep the words of directives and roles that docutils does not know.

Every generator has some of its own, and newsletters move from one generator to another. docutils
itself replaces unknown directives by errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en

from feeds.markup.embeds import embedded_at, is_embed
from feeds.regex import regex
from feeds.urls import host

_DIRECTIVE = regex(r"^[ \t]*\.\. (?:\|[^|\n]+\| )?([\w.+:-]+?)[ ]?::(?=\s|\Z)", re.MULTILINE)
_ROLE = regex(r":([A-Za-z][\w.+:-]{0,60}?):(?=`)|(?<=`):([A-Za-z][\w.+:-]{0,60}?):")
_DEFAULT_ROLE = regex(r"^\.\. default-role::[ ]+([A-Za-z][\w.+:-]{0,60})[ ]*$", re.MULTILINE)
#: Directives of Sphinx for things that only the site has, or that nobody sees.
_OF_THE_SITE = (
    *("toctree", "literalinclude", "index", "highlight", "tabularcolumns", "currentmodule", "module", "sectionauthor"),
    "include",
    *("codeauthor", "bibliography", "tableofcontents", "genindex", "search"),
)
_WORDS = ("title", "caption", "alt", "attribution")


class _AnyOption(dict[str, Any]):
    """A table of options that accepts every name."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged


class _Transparent(Directive):
    """A directive that is replaced by its content, and by its argument if this is words or an address."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _AnyOption(title=directives.unchanged)

    def run(self) -> Sequence[nodes.Node]:
        shown: list[nodes.Node] = []
        argument = " ".join(self.arguments)
        if argument.startswith(("https://", "http://")) and " " not in argument:
            shown.append(_link_to(argument))
        elif " " in argument:
            shown += self._paragraph(argument)
        for name in _WORDS:
            if " " in (words := self.options.get(name, "")):
                shown += self._paragraph(words)
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content, match_titles=True)
        return [*shown, *content.children]

    def _paragraph(self, words: str) -> Sequence[nodes.Node]:
        parsed, messages = self.state.inline_text(words, self.lineno)
        return [nodes.paragraph(words, "", *parsed), *messages]


def _lenient(directive: type[Directive]) -> type[Directive]:
    """Return *directive* as one that passes over the options which it does not have, as those of Sphinx's."""
    known = dict(directive.option_spec or {})

    class Lenient(directive):  # type: ignore[misc,valid-type]
        option_spec: ClassVar[Any] = _AnyOption(known)

        def run(self) -> Sequence[nodes.Node]:
            for name in self.options.keys() - known.keys():
                del self.options[name]
            return cast(Sequence[nodes.Node], super().run())

    return Lenient


class _Embedded(Directive):
    """A directive that is replaced by a link to what it embeds by its id."""

    has_content = True
    optional_arguments = 3
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> Sequence[nodes.Node]:
        words = (" ".join(self.arguments) or " ".join(self.content)).split()
        written = next((word for word in words if word.startswith(("https://", "http://"))), "")
        target = written or embedded_at(self.name, self.options, tuple(words))
        return [_link_to(target)] if target else []


def _link_to(target: str) -> nodes.Node:
    return nodes.paragraph("", "", nodes.reference("", f"▶ {host(target)}", refuri=target))


class _Post(_Transparent):
    """ABlog's directive of a post: its date and options are front matter, its content is the beginning of the text."""

    def run(self) -> Sequence[nodes.Node]:
        shown = not (self.options.keys() & {"exclude"})
        self.arguments, self.options = [], {}
        return super().run() if shown else []


class _Nothing(_Transparent):
    """A directive that is removed because it would depend on the clock."""

    def run(self) -> Sequence[nodes.Node]:
        return []


def _plain_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Any = None
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    words, target = split_target(text)
    if target.startswith(("https://", "http://")):
        return [nodes.reference(rawtext, words, refuri=target)], []
    return [nodes.Text(words or target)], []


def split_target(text: str) -> tuple[str, str]:
    """Return the words and the target of `words <target>`; without a target, *text* and "".

    >>> split_target("The tide <tide.html>"), split_target("a > b")
    (('The tide', 'tide.html'), ('a > b', ''))
    """
    begin = text.rfind("<")
    if begin < 0 or text.find(">", begin) != len(text) - 1:
        return text, ""
    return text[:begin].rstrip(), text[begin + 1 : -1]


@contextmanager
def keeping_words(text: str) -> Iterator[None]:
    """Register the directives and roles of *text* with docutils during the block.

    The tables of docutils are global, so they are restored afterwards: definitions of one
    post must not affect the next.
    """
    tables: tuple[dict[str, Any], ...] = (vars(directives)["_directives"], vars(roles)["_roles"])
    before = [dict(table) for table in tables]
    try:
        directives.register_directive("date", _Nothing)
        for name in {found[1].lower() for found in _DIRECTIVE.finditer(text)} - {"date"}:
            if made := _directive_for(name):
                directives.register_directive(name, made)
        named = {(found[1] or found[2]).lower() for found in _ROLE.finditer(text)}
        for name in named | {found[1].lower() for found in _DEFAULT_ROLE.finditer(text)}:
            if not _is_known(name, vars(roles)["_role_registry"], en.roles):
                roles.register_local_role(name, cast(Any, _plain_role))
        yield
    finally:
        for table, known in zip(tables, before, strict=True):
            table.clear()
            table.update(known)


def _directive_for(name: str) -> Any:
    """Return the directive that is used for *name*, or None for that of docutils as it is."""
    if name in _OF_THE_SITE:
        return _Nothing
    if name == "post":
        return _Post
    if is_embed(name):
        return _Embedded
    if not _is_known(name, vars(directives)["_directive_registry"], en.directives):
        return _Transparent
    if name not in en.directives:
        return None
    found, _ = directives.directive(name, en, None)  # type: ignore[arg-type,unused-ignore]
    return _lenient(found) if isinstance(found, type) else None


def _is_known(name: str, registry: Mapping[str, Any], translated: Mapping[str, str]) -> bool:
    return name in registry or name in translated or name == "date"
