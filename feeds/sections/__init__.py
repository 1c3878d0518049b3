"""Cut an issue into the sections that its author meant, and these into items."""

from feeds.sections.blocks import Block, Body, blocks_of, read_body
from feeds.sections.cutting import cut_body, cut_issue, title_of, whole_issue
from feeds.sections.habits import FEWEST_OF_A_HABIT, NO_HABITS, Habits, describe_habits, traits_of
from feeds.sections.summaries import first_words

__all__ = [
    "FEWEST_OF_A_HABIT",
    "NO_HABITS",
    "Block",
    "Body",
    "Habits",
    "blocks_of",
    "cut_body",
    "cut_issue",
    "describe_habits",
    "first_words",
    "read_body",
    "title_of",
    "traits_of",
    "whole_issue",
]
