"""Set a site up: look at a folder, find out what is there, and propose the settings for it. Nothing is written."""

from feeds.setup.example import ExampleAddress, find_example
from feeds.setup.folders import PostFolder, describe_folders, find_post_folders
from feeds.setup.proposal import Proposal, Wanted, propose, topics_for
from feeds.setup.writing import SCHEMA

__all__ = [
    "SCHEMA",
    "ExampleAddress",
    "PostFolder",
    "Proposal",
    "Wanted",
    "describe_folders",
    "find_example",
    "find_post_folders",
    "propose",
    "topics_for",
]
