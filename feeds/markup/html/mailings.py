"""Remove what a mail says to one reader: the marks that a mail program fills in, addresses with a token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from lxml import etree

from feeds.markup.html.tokens import has_token, public_page, shows_one_issue, without_reader
from feeds.markup.nodes import Element, all_text, replace_all, text_before
from feeds.regex import regex

_KNOWN = (
    r"(?:FIRST_?NAME|LAST_?NAME|FULL_?NAME|FNAME|LNAME|EMAIL(?:_?ADDRESS)?|UNSUB(?:SCRIBE)?\w{0,20}|SUBSCRIBER\w{0,20})"
)
_NAMES = r"(?:(?:[Ff]irst|[Ll]ast|[Ff]ull|[Uu]ser|[Ss]ubscriber)[ _-]?)?[Nn]ame"
_MERGE = (
    r"(?:\*\|[A-Za-z][^\s|*<>][^|*<>\n]{0,80}\|\*"  # Mailchimp
    r"|%%=?[A-Za-z_]\w{0,60}(?: \w{1,30}){0,2}%%"  # Salesforce
    r"|\[\[(?:(?:data|var):[^\[\]\n]{1,80}|[A-Z][A-Z0-9]{0,30}_[A-Z0-9_]{1,60}|(?:"
    + _KNOWN
    + r"|"
    + _NAMES
    + r")(?: OR [^\[\]\n]{1,40})?)\]\]"  # Mailjet, Constant Contact
    r"|\[[A-Za-z][A-Za-z_ ]{2,30}, ?fallback=[^\[\]\n]{0,60}\]"  # Campaign Monitor
    r"|%%\{\w{2,40}\}%%|\{" + _NAMES + r",? ?[\"“][^\"“”{}\n]{0,60}[\"”]\}"  # Ghost
    r"|\{(?:subtag|subscriber|contact|recipient):[\w|:,. ]{2,60}\}"  # AcyMailing
    r"|\$\[[A-Za-z][\w| ]{2,60}\]\$|(?<![\w#/&])##[a-z][a-z_]{2,40}##(?![\w#])"  # Zoho
    r"|<%[=@]? ?[\w.]{1,80} ?%>|\[% ?[\w.]{1,80} ?%\]"
    r"|\{[$!][A-Za-z_][\w.|:-]{2,60}\}|\$\{(?:\w{1,20}\.)?" + _NAMES + r"\}"  # MailerLite, AWeber
    r"|%(?:recipient|contact|subscriber|user)[._]\w{1,40}%"  # Mailgun, Brevo
    r"|[\[{%]" + _NAMES + r"[\]}%]"
    r"|(?<![\w#/&])#{1,2}[A-Z][A-Z_]{3,40}#{1,2}(?![\w#])"
    r"|(?<![\w%])%" + _KNOWN + r"%|\[" + _KNOWN + r"\]|\{" + _KNOWN + r"\})"
)
_MARK = regex(_MERGE)
# An address that is all mark, with whatever signs a mail program uses.
_ALL_MARK = regex(
    r"(?:\[{1,2}[^\[\]/]{2,60}\]{1,2}|\{{1,3}[^{}/]{2,80}\}{1,3}|%{1,2}[^%/]{2,60}%{1,2}|\$\{?[^${}/]{2,60}[}$]|"
    r"<{1,2}[^<>/]{2,60}>{1,2}|@{1,2}[\w.]{2,60}@{1,2}|~[\w.]{2,60}~|[{}]{1,9})\Z"
)
_IN_TEXT = regex(rf",? ?{_MERGE}(?=[.!?,;:])|{_MERGE}")
_EMPHASISED = regex(r"\|[A-Z][A-Z0-9_:]{1,60}\|\Z")  # Markdown takes the asterisks of `*|NAME|*` for emphasis
# What every mark begins with, by its first sign: most texts have none of these, or little behind them.
_BEGINNINGS = {
    "|": r"\|(?<=\*\|)",
    "[": r"\[[\[A-Z%flnsu]",
    "#": r"#[A-Z#][A-Z_a-z](?:(?<=#[A-Z][A-Z_])|(?<=##[a-z]))",  # these are tried last, for runs of it are long
    "%": r"%[%A-Zrcsufl]",
    "{": r"\{[A-Z$!cflnrsu]",
    "$": r"\$[{[]",
    "<": r"<%",
}
_IN_WORDS = {sign: regex(beginning) for sign, beginning in _BEGINNINGS.items()}
_IN_BYTES = {sign.encode(): regex(beginning.encode()) for sign, beginning in _BEGINNINGS.items()}
_MAYBE_ALL_MARK = regex(r"^[^\S\n]*+[\[{%$<@~}]", re.MULTILINE)  # at the beginning of a line
_TEXTS = etree.XPath(".//text()", smart_strings=False)
_VERBATIM = ("code", "pre", "kbd", "samp")

_VIEW = (
    r"(?:view|read|open|see|show)(?: (?:this|it|the))?(?: e?-?(?:mail|newsletter|issue|message|post))?"
    r" (?:in|on) (?:your |a |the )?(?:web ?)?(?:browser|web)|(?:view|read) (?:this )?(?:e?-?mail )?online|"
    r"(?:view )?(?:the )?(?:web|online|browser)[ -]?version|im browser (?:ansehen|anzeigen|öffnen|lesen)|"
    r"(?:online|webversion) (?:lesen|ansehen)|(?:voir|lire) (?:dans le navigateur|en ligne)|"
    r"ver (?:en el|no) navegador|ブラウザで(?:見る|表示)|在浏览器中(?:查看|打开)"
)
_WORDS = regex(
    r"\W*(?:click here to |to )?(?:"
    r"unsubscribe(?: (?:here|now|instantly|me|from .{1,60}|to .{1,60}))?|opt[ -]?out|"
    r"(?:newsletter )?(?:abmelden|abbestellen)|se désabonner|se désinscrire|désinscription|darse de baja|"
    r"cancelar (?:suscripción|inscrição)|disiscriviti|cancellati|afmelden|uitschrijven|avregistrera|отписаться|"
    r"配信停止|退订|"
    r"(?:manage|update|change|edit|set) (?:your |my )?(?:e?-?mail |newsletter |subscription |account )?"
    r"(?:preferences|settings|subscriptions?|profile)|(?:e?-?mail |newsletter |subscription )?preferences|"
    + _VIEW
    + r")\W*\Z",
    re.IGNORECASE,
)
_VIEWS = regex(rf"\W*(?:click here to )?(?:{_VIEW})\W*\Z", re.IGNORECASE)
_PUBLIC = regex(r"https?://(?:mailchi\.mp/|(?:[\w.-]+\.)?campaign-archive\d?\.com/)")  # Mailchimp's archives
_ADDRESS = regex(
    r"[/?&=.:](?:(?:unsub(?:scribe)?|opt-?out|prefs?|preferences|email-?settings)(?=[/?&=.#_@-]|\Z)|"
    r"(?:manage|update)[-_]?(?:subscription|preferences|profile)|view[-_]?in[-_]?browser|web-?version)",
    re.IGNORECASE,
)
_HERE = regex(r"\W*(?:click )?(?:here|this link|hier|ici|aquí)\W*\Z", re.IGNORECASE)
_LEAVING = regex(r"unsubscrib|opt[ -]?out|preferences|in (?:your|a) browser|abmeld|désabonn", re.IGNORECASE)
_LINES = ("p", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "div")
_SEPARATORS = regex(r"[|·•–—/,;]| - ")


def remove_merge_marks(body: Element, text: bytes, addresses: Iterable[str]) -> None:
    """Remove marks such as `*|FNAME|*` and `%%name%%` from the words and addresses of *body*, but not from code.

    A parameter of an address with such a mark is removed; an address that has one elsewhere is not kept. *text* is
    that of *body*, in UTF-8, and *addresses* are all that it has.
    """
    if emphasised := [one for one in body.iter("em") if _is_emphasised(one)] if b"|" in text else []:
        replace_all(body, [(one, f"*{one.text}*") for one in emphasised])
    if emphasised or (_may_begin(text) and _has_mark("\0".join(_TEXTS(body)))):  # marks do not go over tags
        _remove_from_words(body)
    joined = "\n".join(addresses)
    if joined and (_MAYBE_ALL_MARK.search(joined) or _has_mark(unquote(joined))):
        _remove_from_addresses(body)


def _is_emphasised(element: Element) -> bool:
    return len(element) == 0 and _EMPHASISED.match(element.text or "") is not None


def _remove_from_addresses(body: Element) -> None:
    emptied: list[Element] = []
    for element in body.iter("a", "img"):
        for name in ("href", "src"):
            address = element.get(name)
            if not address:
                continue
            if _ALL_MARK.match(plain := unquote(address.strip())):
                element.set(name, "")
                emptied += [element] * (element.tag == "a")
            elif _has_mark(plain):
                element.set(name, _without_marks(plain))
    _remove_emptied_lines(body, emptied)


def _may_begin(text: bytes) -> bool:
    """Return whether a mark may begin in *text*, which is in UTF-8."""
    return any(sign in text and beginning.search(text) for sign, beginning in _IN_BYTES.items())


def _remove_emptied_lines(body: Element, links: list[Element]) -> None:
    """Remove the lines around *links*, whose addresses were marks, that have no other words."""
    lines = {line: None for link in links if (line := next(link.iterancestors(*_LINES), None)) is not None}
    for line in lines:
        letters = sum(_count_letters(link) for link in line.iter("a") if link.get("href") == "")
        if letters and letters == _count_letters(line):
            replace_all(body, [(line, "")])


def _count_letters(element: Element) -> int:
    return sum(map(str.isalnum, all_text(element)))


def _remove_from_words(body: Element) -> None:
    verbatim = {inner for one in body.iter(*_VERBATIM) for inner in _outermost(one)}
    for element in body.iter():
        text, tail = element.text, element.tail
        if text and _has_mark(text) and element not in verbatim:
            element.text = _IN_TEXT.sub("", text)
        if tail and _has_mark(tail) and element.getparent() not in verbatim:
            element.tail = _IN_TEXT.sub("", tail)


def _has_mark(text: str) -> bool:
    """Return whether *text* has a mark; it is looked for where one may begin only, and not at each character."""
    return any(_MARK.match(text, place) for place in _places(text))


def _places(text: str) -> Iterator[int]:
    """Yield where marks may begin in *text*."""
    for sign, beginning in _IN_WORDS.items():
        if sign in text:
            for found in beginning.finditer(text):
                yield from range(max(found.start() - 1, 0), found.end())  # `##F` is found at `#F`


def _outermost(element: Element) -> list[Element]:
    """Return *element* and all in it, or nothing if it is itself inside code, which is then treated already."""
    return [] if next(element.iterancestors(*_VERBATIM), None) is not None else list(element.iter())


def _without_marks(address: str) -> str:
    head, _, query = address.partition("?")
    if _MARK.search(head):
        return ""
    query, _, fragment = query.partition("#")
    kept = "&".join(part for part in query.split("&") if not _MARK.search(part))
    return head + (f"?{kept}" if kept else "") + (f"#{fragment}" if fragment and not _MARK.search(fragment) else "")


def remove_tokens(body: Element) -> None:
    """Take the addresses from the links of *body* with which one reader unsubscribes, or sees a copy of the mail.

    A line that consists of such links says nothing any more and is removed. Other addresses lose the
    parameters that name a reader.
    """
    lost: list[Element] = []
    for link in body.iter("a"):
        href = link.get("href") or ""
        if "=" in href and (shorter := without_reader(href)) != href:
            link.set("href", href := shorter)
        if "?" in href and _is_view(link) and (page := public_page(href)):
            link.set("href", href := page)
        if href and has_token(href) and _is_of_one_reader(link, href):
            link.attrib.pop("href")
            lost.append(link)
            if "://" in (link.text or "") and not len(link):
                link.text = ""
    _remove_lines(body, lost)


def _is_view(link: Element) -> bool:
    return _VIEWS.match(_words_of(link)) is not None


def _words_of(link: Element) -> str:
    """Return the first words of *link*, on one line."""
    text = all_text(link) if len(link) else link.text or ""
    return " ".join(text[:200].split())


def _remove_lines(body: Element, links: list[Element]) -> None:
    """Remove the lines around *links* that consist of commands to one reader and lead nowhere."""
    lines = {line: None for link in links if (line := next(link.iterancestors(*_LINES), None)) is not None}
    replace_all(body, [(line, "") for line in lines if _says_nothing(line)])


def _says_nothing(line: Element) -> bool:
    if any(link.get("href") for link in line.iter("a")) or next(line.iter("img", *_LINES[1:]), line) is not line:
        return False
    parts = [part for part in _SEPARATORS.split(" ".join(all_text(line)[:500].split())) if part.strip()]
    return all(map(_WORDS.match, parts))


def take_web_version(body: Element) -> str:
    """Return where a link in *body* shows the mail in a browser, or ""; its line is removed if that is all it says.

    It is public: `remove_tokens` has removed others.
    """
    for link in body.iter("a"):
        href = link.get("href") or ""
        if href.startswith("http") and _is_view(link) and (shows_one_issue(href) or _PUBLIC.match(href)):
            link.attrib.pop("href")
            _remove_lines(body, [link])
            return href
    return ""


def _is_of_one_reader(link: Element, href: str) -> bool:
    """Return whether *link* leads to *href*, which may name a reader, for one reader only."""
    words = _words_of(link)
    if not _WORDS.match(words):
        here = _HERE.match(words) and _LEAVING.search(text_before(link)[-80:])
        return bool(here or _ADDRESS.search(href))
    return not _VIEWS.match(words) or (not _PUBLIC.match(href) and has_token(href, slugs=True))
