"""Links as Slack writes them: `<https://a.example|the words>`."""

from __future__ import annotations

from feeds.regex import regex

_LINK = regex(r"<(https?://[^\s<>|]+)\|([^<>|\n]+)>")


def slack_to_markdown(text: str) -> str:
    """Return *text* with Slack's links as links of Markdown.

    >>> slack_to_markdown("See <https://a.example/|the tide>.")
    'See [the tide](https://a.example/).'
    """
    return _LINK.sub(r"[\2](\1)", text)


def slack_to_words(text: str) -> str:
    """Return *text* with the words of Slack's links only.

    >>> slack_to_words("See <https://a.example/|the tide>.")
    'See the tide.'
    """
    return _LINK.sub(r"\2", text) if "|" in text else text
