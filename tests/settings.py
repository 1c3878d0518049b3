"""Settings made from values as they are written in config.yaml."""

from __future__ import annotations

from feeds.config import SectionRules
from feeds.config.models import CONFIG, TOPIC_RULE, Model

read_config = CONFIG.read
read_topic = TOPIC_RULE.read
read_section_rules = Model(SectionRules).read
