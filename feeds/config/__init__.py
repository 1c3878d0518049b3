"""config.yaml: its settings (`settings`), and how it is read (`reading`)."""

from feeds.config.checks import unknown_topics
from feeds.config.choices import Choice
from feeds.config.clues import Clue
from feeds.config.crontab import read_crontab
from feeds.config.generators import template_pattern
from feeds.config.reading import LoadedConfig, load_config, schema, to_yaml
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
    "LinkSettings",
    "LoadedConfig",
    "Mention",
    "SectionRules",
    "SplitRule",
    "TopicRule",
    "load_config",
    "read_crontab",
    "schema",
    "template_pattern",
    "to_yaml",
    "unknown_topics",
]
