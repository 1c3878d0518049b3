"""Parse front matter and body: what the author says about an issue, under whatever name."""

from feeds.issues.parsing import parse_issue

__all__ = ["parse_issue"]
