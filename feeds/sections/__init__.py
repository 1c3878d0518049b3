"""Cut an issue into the sections that its author meant, and these into items."""

from feeds.sections.blocks import Block, blocks_of, read_blocks
from feeds.sections.cutting import cut_blocks, cut_issue, title_of, whole_issue
from feeds.sections.habits import FEWEST_OF_A_HABIT, NO_HABITS, Habits, describe_habits, traits_of
from feeds.sections.summaries import first_words

__all__ = [
    "FEWEST_OF_A_HABIT",
    "NO_HABITS",
    "Block",
    "Habits",
    "blocks_of",
    "cut_blocks",
    "cut_issue",
    "describe_habits",
    "first_words",
    "read_blocks",
    "title_of",
    "traits_of",
    "whole_issue",
]
