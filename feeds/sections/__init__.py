"""Cut an issue into the sections that its author meant, and these into items."""

from feeds.sections.cutting import cut_issue, whole_issue
from feeds.sections.habits import NO_HABITS, Habits, describe_habits, traits_of

__all__ = ["NO_HABITS", "Habits", "cut_issue", "describe_habits", "traits_of", "whole_issue"]
