"""Cut an issue into what its author meant by sections, and these into items."""

from feeds.sections.cutting import Cut, cut_issue, split_issue, title_of, whole_issue
from feeds.sections.habits import NO_HABITS, Habits, traits_of

__all__ = ["NO_HABITS", "Cut", "Habits", "cut_issue", "split_issue", "title_of", "traits_of", "whole_issue"]
