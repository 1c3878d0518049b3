"""Complete a post that was cut off, from the page of its original."""

from __future__ import annotations

import html

from feeds.links.alignment import align, split_words
from feeds.links.findings import NO_REST, Rest
from feeds.links.pages import Page
from feeds.markup import Flat
from feeds.regex import regex

_CUT = regex(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*\Z")
_LINES = regex(r"\n\s*")
_END = regex(r"\s*(?:#{4,}|\*{3,}|-{3,}|_{3,})")
_LONGEST = 20_000  # characters
_CONFIRMED = 8  # consecutive words before the cut that must match the page


def rest_of(issue: Flat, page: Page) -> Rest:
    """Return the rest of the text of an *issue* from its *page*, if the issue was cut off.

    The rest ends at the next heading, rule or run of marks. It is empty if the issue is
    whole, or its end is not found for certain.
    """
    text = issue.text.rstrip()
    cut = _CUT.search(text)
    if cut is None:
        return NO_REST
    post, original = split_words(text[: cut.start()]), split_words(page.text)
    matched = align(post.words, original.words)
    last = len(post.words) - 1
    if last >= 0 and matched[last] < 0 and last and matched[last - 1] >= 0:
        last -= 1  # the last word was cut off as well
    if last < _CONFIRMED or any(matched[last - n] != matched[last] - n for n in range(_CONFIRMED)) or matched[last] < 0:
        return NO_REST
    begin = original.ends[matched[last]]
    more = _until(page, begin)
    end = post.ends[last]
    return Rest(text[max(end - 40, 0) : end], text[end:], more) if more.strip() else NO_REST


def _until(page: Page, begin: int) -> str:
    """Return the text of *page* from *begin* to the end of the section, as HTML."""
    stops = [start for start, _ in page.heads if start > begin] + [rule for rule in page.breaks if rule > begin]
    end = min([*stops, len(page.text), begin + _LONGEST])
    parts: list[str] = []
    position = begin
    for link in page.links:
        start = max(link.start, begin)  # the text may have been cut off within a link
        if position <= start < link.end <= end and (words := page.text[start : link.end].strip()):
            parts += [_escaped(page.text[position:start]), " " if page.text[start].isspace() else ""]
            parts.append(f'<a href="{html.escape(link.href)}">{_escaped(" ".join(words.split()))}</a>')
            position = link.end
    parts.append(_escaped(page.text[position:end]))
    blocks = [block.rstrip() for block in _LINES.split("".join(parts))]
    kept = []
    for block in blocks:
        if _END.match(block):
            break
        kept.append(block)
    first, *others = kept or [""]
    return first + "".join(f"</p>\n<p>{block}" for block in others if block)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
