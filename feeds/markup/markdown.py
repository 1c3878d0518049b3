"""Markdown to HTML, with what static-site generators put between it resolved or removed."""

from __future__ import annotations

import re

from pyromark import Markdown, Options

_MARKDOWN = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
)
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_LIST_ENTRY = re.compile(r" {0,3}(?:[-*+]|\d+[.)])\s")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)")
_LONGEST_LINE = 20_000  # with code spans to look for; a longer one is no prose
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+([\w+#.-]+)[^%]*%\}")
_END_HIGHLIGHT = re.compile(r"\{%-?\s*endhighlight\s*-?%\}")
_TAG = re.compile(r"\{%(?:(?!\{%).)*?%\}")
_OUTPUT = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}")
_LATE_BOLD = re.compile(r"^ {0,3}\*\*[ \t]*+(?:\n[ \t]*+)?([^\n*]++)\n[ \t]*+\*\*(?=[^\s*]|$)", re.MULTILINE)
_LATE_ITALIC = re.compile(r"^ {0,3}_([^\n_]++)\n[ \t]*+_(?=[ \t]|$)[ \t]*+", re.MULTILINE)
SLACK_LINK = re.compile(r"<(https?://[^\s<>|]+)\|([^<>|\n]+)>")
_ATTRIBUTE_LIST = re.compile(r"\{:(?:\s*(?:[.#][\w-]|[\w-]+\s*=|toc\b)|:)[^{}\n]*+\}")


def render_markdown(text: str, site_url: str = "") -> str:
    """Return *text* (CommonMark, GFM tables, footnotes, `## Title {#id}`) as HTML.

    Liquid tags and kramdown attribute lists are never leaked: code of `highlight` becomes
    a code block, `{{ site.url }}` the address of the site, the rest is removed, in code
    nothing. Emphasis that closes on the next line (`**Headline:⏎**`), as mail editors
    write it, is emphasis, and Slack's `<address|words>` a link.
    """
    text = _without_template_marks(text, site_url)
    if "|" in text:
        text = SLACK_LINK.sub(r"[\2](\1)", text)
    if "\n**" in text:
        text = _LATE_BOLD.sub(lambda m: f"**{m[1].rstrip()}**  \n", text)
    if "\n_" in text:
        text = _LATE_ITALIC.sub(lambda m: f"_{m[1].rstrip()}_  \n", text)
    return _MARKDOWN.html(text)


def _without_template_marks(text: str, site_url: str) -> str:
    if "{%" not in text and "{{" not in text and "{:" not in text:
        return text
    lines, fence, after_blank, in_list = [], "", True, False
    for line in text.split("\n"):
        indented = line.startswith(("    ", "\t"))
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            fence = "" if _END_HIGHLIGHT.search(line) else fence
            line = _END_HIGHLIGHT.sub("~~~~", line)
        elif opened := _FENCE.match(line):
            fence = opened[1]
        elif "{" in line and not (indented and after_blank and not in_list):  # which is a code block
            fence = "~~~~" if _HIGHLIGHT.search(line) and not _END_HIGHLIGHT.search(line) else ""
            line = _resolve_line(line, site_url)
        after_blank = not line.strip() or (after_blank and indented)
        if line.strip() and not indented:
            in_list = bool(_LIST_ENTRY.match(line))
        lines.append(line)
    return "\n".join(lines)


def _resolve_line(line: str, site_url: str) -> str:
    """Return *line* without template marks, but with those in its code spans."""
    if "`" not in line or len(line) > _LONGEST_LINE:
        return _resolve(line, site_url)
    parts, end = [], 0
    for span in _CODE_SPAN.finditer(line):
        parts += [_resolve(line[end : span.start()], site_url), span[0]]
        end = span.end()
    return "".join([*parts, _resolve(line[end:], site_url)])


def _resolve(line: str, site_url: str) -> str:
    line = _HIGHLIGHT.sub(r"~~~~\1", line)
    line = _ATTRIBUTE_LIST.sub("", _TAG.sub("", line))
    return _OUTPUT.sub(lambda m: site_url.rstrip("/") if m[1].strip() in ("site.url", "site.baseurl") else "", line)
