"""Render Markdown as HTML, with the marks of site generators resolved or removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from pyromark import Markdown, Options

from feeds.markup.markdown.cjk import widen_markdown
from feeds.markup.markdown.kramdown import resolve_kramdown
from feeds.markup.markdown.lenience import accept_as_kramdown
from feeds.markup.markdown.references import (
    find_code,
    free_definitions,
    has_late_definitions,
    label_links,
    names_labels,
    since_definitions,
    unwrap_references,
)
from feeds.markup.markdown.signs import Seen, may_have_boxes, signs_of
from feeds.markup.markdown.slack import slack_to_markdown
from feeds.markup.markdown.stray_tags import escape_in_prose, escape_opening_lines, names_tags
from feeds.markup.markdown.tex import KeptTeX, may_have_tex
from feeds.markup.templates import Context, Kept
from feeds.markup.warning import Warn, ignore_warning
from feeds.regex import regex
from feeds.text.words import rare_characters

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
)
_MARKDOWN = Markdown(options=_OPTIONS)
_WITH_DEFINITIONS = Markdown(options=_OPTIONS | Options.ENABLE_DEFINITION_LIST)
_DEFINITION = regex(r"\n {0,3}:[ \t]+\S")
# Both begin plainly, because `re` searches for the line break first.
_LATE_BOLD = regex(r"\n {0,3}\*\*[ \t]*+(?:\n[ \t]*+)?([^\n*]++)\n[ \t]*+\*\*(?=[^\s*]|$)", re.MULTILINE)
_LATE_ITALIC = regex(r"\n {0,3}_([^\n_]++)\n[ \t]*+_(?=[ \t]|$)[ \t]*+", re.MULTILINE)
_MARKS = ("{%", "{{", "{:", "{# ", "<!--", "*[")
_LEAK = regex(r"\{%[^<>{}%]*+%\}|\{\{[^<>{}]*+\}\}|\{[%{]+")
_INTERNAL = regex(r"(\]\(|\]:[ \t]+)(?:@/|[{|]filename[}|]/?)([^()\s]+)")  # Zola's and Pelican's links to posts


def render_markdown(
    text: str, seen: Seen, context: Context, warn: Warn = ignore_warning, *, mdx: bool = False
) -> bytes:
    """Return *text* (CommonMark, GFM, footnotes, `## Title {#id}`, definition lists) as HTML; this was *seen* of it.

    It is in UTF-8, in which pyromark writes and libxml2 reads it.

    Template marks, comments and attribute lists never appear in it (docs/markup.md documents
    each); in code they stay as written. Emphasis that closes on the next line
    (`**Headline:⏎**`, as mail editors write it) and Slack's links are recognised.
    """
    tex, kept = KeptTeX(), Kept()
    text, signs = _without_rare(text, seen.signs, tex, mdx=mdx)
    has_marks = any(sign in signs for sign in "{<*") and any(mark.rstrip() in signs and mark in text for mark in _MARKS)
    defined = since_definitions(text) if "]:" in signs else ""
    resolved = has_marks or has_late_definitions(defined)
    if resolved:
        from feeds.markup.templates.resolving import resolve_markdown  # a dozen modules, which few texts need

        text = resolve_kramdown(resolve_markdown(text, context, kept, warn))
        defined = text = free_definitions(text) if has_late_definitions(text) else text
        signs = signs_of(text)
    if "@/" in signs or (("{" in signs or "|" in signs) and "filename" in text):
        text = _INTERNAL.sub(lambda link: link[1] + (context.address_of(link[2]) or "<>"), text)
    source = kept.restore(_repaired(text, signs))
    repaired = signs if source == text else signs_of(source)
    rare = rare_characters(source) if resolved or mdx else seen.rare
    source = widen_markdown(accept_as_kramdown(source, repaired), repaired, rare)
    source = escape_opening_lines(source) if (has_names := "<" in repaired and names_tags(source)) else source
    html = _rendered(source, has_definitions="\n:" in signs and _DEFINITION.search(text) is not None)
    changes: list[Callable[[str], str]] = [escape_in_prose] * has_names
    if resolved and not kept.has_literal and (b"{%" in html or b"{{" in html):
        changes.append(_without_leaks)
    if "][" in repaired and b"]" in html and b"][" in html:  # one sign is found in no time
        changes.append(unwrap_references)
    if names_labels(defined):
        changes.append(lambda html: label_links(html, text))
    if tex.has_kept:
        changes.append(tex.restore)
    return _changed(html, changes) if changes else html


def _rendered(source: str, *, has_definitions: bool) -> bytes:
    """Return Markdown as HTML, with lists of definitions if it *has_definitions*."""
    file = BytesIO()
    (_WITH_DEFINITIONS if has_definitions else _MARKDOWN).write_html(source, file)
    return file.getvalue()


def _changed(html: bytes, changes: list[Callable[[str], str]]) -> bytes:
    """Return *html* with all *changes*, one after the other."""
    text = html.decode()
    for change in changes:
        text = change(text)
    return text.encode()


def _without_rare(text: str, signs: str, tex: KeptTeX, *, mdx: bool) -> tuple[str, str]:
    """Return *text* without notations that few texts have, for which they are imported, and its *signs* then."""
    if may_have_tex(signs):
        text = tex.keep(text)
        signs = signs_of(text)
    if mdx:
        from feeds.markup.markdown.mdx import resolve_mdx

        text = resolve_mdx(text)
        signs = signs_of(text)
    if "{{</" in signs or "{{%/" in signs:
        from feeds.markup.markdown.shortcode_boxes import colons_for_shortcodes

        text = colons_for_shortcodes(text)
        signs = signs_of(text)
    if may_have_boxes(signs):
        from feeds.markup.markdown.boxes import open_boxes

        text = open_boxes(text)
        signs = signs_of(text)
    return text, signs


def _without_leaks(html: str) -> str:
    """Return *html* without marks that were taken for code, but are outside code (`` `{{ ``)."""
    parts, end = [], 0
    for begin, stop in find_code(html):
        parts += [_LEAK.sub("", html[end:begin]), html[begin:stop]]
        end = stop
    return "".join([*parts, _LEAK.sub("", html[end:])])


def _repaired(text: str, signs: str) -> str:
    """Return *text*, which has these *signs*, with the notations of mail editors and chats as Markdown."""
    if "|" in signs:
        text = slack_to_markdown(text)
    if "\n**" in signs and "\n**" in text:
        text = _LATE_BOLD.sub(lambda m: f"\n**{m[1].rstrip()}**  \n", f"\n{text}")[1:]
    if "\n_" in signs and "\n_" in text:
        text = _LATE_ITALIC.sub(lambda m: f"\n_{m[1].rstrip()}_  \n", f"\n{text}")[1:]
    return text
