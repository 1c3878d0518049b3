"""Template marks that are words: an author says `{{on}}` where no template language is at work."""

from __future__ import annotations

import re

from feeds.markup.templates.scanning import Token
from feeds.regex import regex

_SAID = regex(r"(?:[#/^!>&]\S|[A-Za-z][A-Za-z0-9]{0,30}(?:\Z| [^|()]{1,200}\Z))")
_OF_MAIL = regex(
    r"(?:(?:first|last|full|user|company)?name|e?mail(?:address)?|unsubscribe\w*|subscriber|contact|recipient|"
    r"address|preferences|web(?:version|view)|content|excerpt|date|year|url|link)\Z",
    re.IGNORECASE,
)
_BESIDE = frozenset(" \t\n.,;:!?()[]\"'“”‘’…—–*_")


def said_by(text: str, token: Token) -> str:
    """Return *token* as it is written in *text* if it is something that an author says, else "".

    It is one name, or in the manner of Handlebars, no part of an address, and no variable of a mail or a site.
    """
    if not _SAID.match(token.text) or _OF_MAIL.match(token.text):
        return ""
    begin, end = token.position, text.find("}}", token.position) + 2
    end += text.startswith("{{{", begin) and text.startswith("}", end)
    around = text[max(begin - 1, 0) : begin] + text[end : end + 1]
    return text[begin:end] if all(sign in _BESIDE for sign in around) else ""
