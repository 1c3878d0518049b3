"""Split an issue into what its author meant by sections."""

from feeds.sections.splitting import split_issue, whole_issue

__all__ = ["split_issue", "whole_issue"]
