"""config.yaml: its settings (`settings`), how it is read (`reading`), and how it is remembered (`noting`)."""

from feeds.config.checks import unknown_topics
from feeds.config.choices import Choice
from feeds.config.clues import Clue
from feeds.config.crontab import read_crontab
from feeds.config.noting import LoadedConfig, note_config, recall_config
from feeds.config.permalinks import HugoFolders, hugo_pattern, template_pattern
from feeds.config.settings import (
    ArchivePeriod,
    Config,
    ExtraFeed,
    FeedFormat,
    LinkSettings,
    Mention,
    SectionRules,
    SplitRule,
    TopicRule,
)

__all__ = [
    "ArchivePeriod",
    "Choice",
    "Clue",
    "Config",
    "ExtraFeed",
    "FeedFormat",
    "HugoFolders",
    "LinkSettings",
    "LoadedConfig",
    "Mention",
    "SectionRules",
    "SplitRule",
    "TopicRule",
    "hugo_pattern",
    "note_config",
    "read_crontab",
    "recall_config",
    "template_pattern",
    "unknown_topics",
]
