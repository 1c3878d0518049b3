"""Remove what a mail says to one reader: the marks that a mail program fills in, addresses with a token."""

from __future__ import annotations

import re
from urllib.parse import unquote

from feeds.markup.nodes import Element, all_text, parent_of, replace_all

_KNOWN = (
    r"(?:FIRST_?NAME|LAST_?NAME|FULL_?NAME|FNAME|LNAME|EMAIL(?:_?ADDRESS)?|UNSUB(?:SCRIBE)?\w{0,20}|SUBSCRIBER\w{0,20})"
)
_MERGE = (
    r"(?:\*\|[A-Za-z][^\s|*<>][^|*<>\n]{0,80}\|\*"  # Mailchimp
    r"|%%=?[A-Za-z_]\w{0,60}(?: \w{1,30}){0,2}%%"  # Salesforce
    r"|\[\[(?:(?:data|var):[^\[\]\n]{1,80}|[A-Z][A-Z0-9]{0,30}_[A-Z0-9_]{1,60}|" + _KNOWN + r")\]\]"  # Mailjet
    r"|<%[=@]? ?[\w.]{1,80} ?%>"
    r"|(?<![\w#/&])#{1,2}[A-Z][A-Z_]{3,40}#{1,2}(?![\w#])"
    r"|(?<![\w%])%" + _KNOWN + r"%|\[" + _KNOWN + r"\]|\{" + _KNOWN + r"\})"
)
_MARK = re.compile(_MERGE)
_IN_TEXT = re.compile(rf",? ?{_MERGE}(?=[.!?,;:])|{_MERGE}")
_EMPHASISED = re.compile(r"\|[A-Z][A-Z0-9_:]{1,60}\|\Z")  # Markdown takes the asterisks of `*|NAME|*` for emphasis
# What every mark has, and what it begins with; that begins with a plain sign, because `re` searches for it first.
_SIGNS = ("|", "%", "[", "#", "{")
_BEGINNING = re.compile(r"\*\||%%|%[A-Z]|\[\[|\[[A-Z]|<%|#[A-Z][A-Z_]|\{[A-Z]")
_VERBATIM = ("code", "pre", "kbd", "samp")

_WORDS = re.compile(
    r"\W*(?:click here to |to )?(?:"
    r"unsubscribe(?: (?:here|now|instantly|me|from .{1,60}|to .{1,60}))?|opt[ -]?out|"
    r"(?:newsletter )?(?:abmelden|abbestellen)|se désabonner|se désinscrire|désinscription|darse de baja|"
    r"cancelar (?:suscripción|inscrição)|disiscriviti|cancellati|afmelden|uitschrijven|avregistrera|отписаться|"
    r"配信停止|退订|"
    r"(?:manage|update|change|edit|set) (?:your |my )?(?:e?-?mail |newsletter |subscription |account )?"
    r"(?:preferences|settings|subscriptions?|profile)|(?:e?-?mail |newsletter |subscription )?preferences|"
    r"(?:view|read|open|see|show)(?: (?:this|it|the))?(?: e?-?(?:mail|newsletter|issue|message))?"
    r" (?:in|on) (?:your |a |the )?(?:web ?)?(?:browser|web)|view (?:this )?(?:e?-?mail )?online|"
    r"(?:view )?(?:web|online|browser)[ -]?version|im browser (?:ansehen|öffnen|lesen)|"
    r"(?:voir|lire) (?:dans le navigateur|en ligne)|ver (?:en el|no) navegador"
    r")\W*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<=[/?&=.:])(?:(?:unsub(?:scribe)?|opt-?out|prefs?|preferences|email-?settings)(?=[/?&=.#_@-]|\Z)|"
    r"(?:manage|update)[-_]?(?:subscription|preferences|profile)|view[-_]?in[-_]?browser|web-?version)",
    re.IGNORECASE,
)
_HERE = re.compile(r"\W*(?:click )?(?:here|this link|hier|ici|aquí)\W*\Z", re.IGNORECASE)
_LEAVING = re.compile(r"unsubscrib|opt[ -]?out|preferences|in (?:your|a) browser|abmeld|désabonn", re.IGNORECASE)
_COUNTED = re.compile(r"[A-Za-z_-]{0,200}\d")


def remove_merge_marks(body: Element) -> None:
    """Remove marks such as `*|FNAME|*` and `%%name%%` from the words and addresses of *body*, but not from code.

    A parameter of an address with such a mark is removed; an address that has one elsewhere is no address.
    """
    text = all_text(body)
    if "|" in text:
        emphasised = [one for one in body.iter("em") if not len(one) and _EMPHASISED.match(one.text or "")]
        replace_all(body, [(one, f"*{one.text}*") for one in emphasised])
    if any(sign in text for sign in _SIGNS) and ("|" in text or _BEGINNING.search(text)):
        _remove_from_words(body)
    for element in body.iter("a", "img"):
        for name in ("href", "src"):
            address = element.get(name)
            if address and _MARK.search(plain := unquote(address)):
                element.set(name, _without_marks(plain))


def _remove_from_words(body: Element) -> None:
    verbatim = {inner for one in body.iter(*_VERBATIM) for inner in _outermost(one)}
    for element in body.iter():
        text, tail = element.text, element.tail
        if text and _BEGINNING.search(text) and element not in verbatim:
            element.text = _IN_TEXT.sub("", text)
        if tail and _BEGINNING.search(tail) and element.getparent() not in verbatim:
            element.tail = _IN_TEXT.sub("", tail)


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
    """Take the addresses from the links of *body* with which one reader unsubscribes, or sees a copy of the mail."""
    for link in body.iter("a"):
        href = link.get("href") or ""
        if href and _is_of_one_reader(link, href):
            link.attrib.pop("href")
            if "://" in (link.text or "") and not len(link):
                link.text = ""


def _is_of_one_reader(link: Element, href: str) -> bool:
    if not _has_token(href):
        return False
    words = " ".join(all_text(link)[:200].split())
    if _ADDRESS.search(href) or (words and _WORDS.match(words)):
        return True
    return bool(_HERE.match(words) and _LEAVING.search(_text_before(link)[-80:]))


def _text_before(link: Element) -> str:
    previous = link.getprevious()
    return (previous.tail if previous is not None else parent_of(link).text) or ""


def _has_token(href: str) -> bool:
    """Return whether *href* may name a reader: it is of mail, or has a query, or a part of letters and digits.

    >>> _has_token("https://a.example/unsub/X7FQ2"), _has_token("https://a.example/unsubscribe/")
    (True, False)
    """
    if href.startswith("mailto:"):
        return True
    path, _, rest = href.partition("://")[2].partition("/")[2].partition("?")
    if "=" in rest or len(rest) > 8:
        return True
    return any(_is_token(part) for part in path.partition("#")[0].split("/"))


def _is_token(part: str) -> bool:
    """Return whether *part* of a path is a code: it has a digit or capitals, or is long."""
    if (
        len(part) < 3
        or (part.isdigit() and len(part) < 5)
        or ("-" in part and part.replace("-", "").isalpha() and part.islower())
    ):
        return False
    return bool(_COUNTED.match(part)) or len(part) > 24 or not (part.islower() or part.istitle())
