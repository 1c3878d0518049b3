"""Every setting with its default and meaning; docs/config.md and the JSON Schema are made from them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from feeds.config.settings.base import About, Settings
from feeds.config.settings.feeds import (
    ArchivePeriod,
    ArchiveSettings,
    EditSettings,
    ExtraFeed,
    FeedFormat,
    FeedSettings,
    WithdrawalSettings,
)
from feeds.config.settings.links import LinkSettings
from feeds.config.settings.pages import PageSettings
from feeds.config.settings.posts import PostDefaults, PostSettings
from feeds.config.settings.running import PublishSettings, ScheduleSettings
from feeds.config.settings.sections import PathRules, SectionRules, SectionSettings, SplitRule
from feeds.config.settings.site import AuthorSettings, IdentitySettings, SiteSettings
from feeds.config.settings.topics import CLUE_KINDS, Mention, TagTopicSettings, TopicRule
from feeds.urls import directory_of, host

_WITHOUT_HEADERS = (".github.io", ".gitlab.io", ".codeberg.page", ".neocities.org")  # hosts that never read it

__all__ = [
    "BLOCKS",
    "CLUE_KINDS",
    "ArchivePeriod",
    "Config",
    "ExtraFeed",
    "FeedFormat",
    "LinkSettings",
    "Mention",
    "PostDefaults",
    "SectionRules",
    "Settings",
    "SplitRule",
    "TopicRule",
]


class Config(Settings, frozen=True, kw_only=True):
    """The whole of config.yaml."""

    site: SiteSettings
    identity: IdentitySettings = IdentitySettings()
    posts: PostSettings = PostSettings()
    sections: SectionSettings = SectionSettings()
    links: LinkSettings = LinkSettings()
    topics: Annotated[tuple[TopicRule, ...], About("The topics, each with a feed of its own.", strict=False)] = ()
    from_tags: TagTopicSettings = TagTopicSettings()
    feeds: FeedSettings = FeedSettings()
    pages: PageSettings = PageSettings()
    edits: EditSettings = EditSettings()
    withdrawals: WithdrawalSettings = WithdrawalSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    publish: PublishSettings = PublishSettings()

    @property
    def wants_items(self) -> bool:
        """Whether any feed carries items."""
        return any(extra.grain == "item" for extra in self.feeds.extra)

    @property
    def root(self) -> str:
        """The public address of the output directory, ending in "/"."""
        return directory_of(self.publish.url or self.site.url)

    @property
    def has_headers(self) -> bool:
        """Whether a host would read `_headers` in the output directory: hosts read it at the root of a site only."""
        if self.publish.headers != "auto":
            return self.publish.headers == "always"
        return urlsplit(self.root).path == "/" and not host(self.root).endswith(_WITHOUT_HEADERS)

    @property
    def authority(self) -> str:
        """The domain in ids, unless an earlier build has fixed another one."""
        return self.identity.authority or host(self.site.url)


#: The classes of all blocks; a test compares them with those that `Config` is made of.
BLOCKS: tuple[type[Settings], ...] = (
    Config, ArchiveSettings, AuthorSettings, EditSettings, ExtraFeed, FeedSettings, IdentitySettings, LinkSettings,
    PageSettings, PathRules, PostDefaults, PostSettings, PublishSettings, ScheduleSettings, SectionRules,
    SectionSettings, SiteSettings, TagTopicSettings, TopicRule, WithdrawalSettings,
)  # fmt: skip
