"""Find the links to look up for an issue, from its links and the config, wherever its post is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from feeds.config import LinkSettings
from feeds.links import Shorteners, Wrappers, may_have_references, must_not_be_asked, references_in, tally_links
from feeds.markup import to_text
from feeds.model import Entry, LinkTally, Reference, StampedIssue, leads_of
from feeds.regex import regex
from feeds.urls import host

_SOURCE = regex(r"\([^()\n]{2,60}\)\s*(?:[.…。]|\n|\Z)")  # what every reference ends in
_CUT = ("…", "...", "[…]")


class LinkNeeds(Struct, frozen=True, kw_only=True):
    """The links to look up for an issue."""

    issue: str  # its key
    page: str  # its address
    short: tuple[str, ...]  # short links
    tally: LinkTally  # of its links, which may be fewer than it had
    has_dead: bool = False  # whether it has a link that is known to be dead, and is to lead to an archive


class LinkSurvey:
    """Finds what there is to be looked up; a value that can be sent to another process."""

    def __init__(self, settings: LinkSettings) -> None:
        self._wrappers, self.is_short = Wrappers(settings.unwrap), Shorteners(settings.shorteners)
        self._ordinary: dict[str, bool] = {}  # by what is after the two slashes
        self._complete = settings.complete

    def is_ordinary(self, url: str) -> bool:
        """Return whether *url* is certainly neither a wrapper nor a short link, because its host has none.

        Nine in ten are, and that is seen in a fifth of the time.
        """
        if Wrappers.ANYWHERE in url:
            return False
        server = url.split("/", 3)[:3][-1]  # to find the host in it takes longer, and is done once
        known = self._ordinary.get(server)
        if known is None:
            name = host(url)
            known = self._ordinary[server] = not (self._wrappers.wraps(name) or self.is_short.lists(name))
        return known

    def unwrap(self, url: str) -> str:
        """Return the target that *url* contains, or *url*."""
        return url if self.is_ordinary(url) else self._wrappers.unwrap(url)

    def needs_of(self, issue: StampedIssue, texts: Mapping[str, str]) -> LinkNeeds:
        """Return what of *issue* there is to be looked up; *texts* are those of its parts by key, as far as known."""
        return LinkNeeds(
            issue=issue.key,
            page=issue.whole.origin.permalink,
            short=tuple(dict.fromkeys(self._short_links(issue))),
            tally=self._tally(issue, texts),
        )

    def _short_links(self, issue: StampedIssue) -> Sequence[str]:
        links = [link for part in issue.parts.values() for link in part.links]
        urls = [issue.whole.origin.permalink, *leads_of(links)]
        if all(map(self.is_ordinary, urls)):
            return ()
        targets = zip(map(self.unwrap, urls), ["", *[link.text for link in links]], strict=True)
        return [url for url, words in targets if self.is_short(url) and not must_not_be_asked(url, words)]

    def _tally(self, issue: StampedIssue, known: Mapping[str, str]) -> LinkTally:
        sections = {key: part for key, part in issue.parts.items() if part.kind == "section"}
        texts = [known[key] if key in known else to_text(part.content) for key, part in sections.items()]
        cut = self._complete and bool(texts) and texts[-1].endswith(_CUT)
        named = cut or any(map(lost_in, sections.values(), texts))
        page, letters = issue.whole.origin.permalink, sum(map(len, texts))
        return tally_links(issue=issue.key, page=page, letters=letters, links=issue.whole.links, named=named)


def lost_in(section: Entry, text: str) -> tuple[Reference, ...]:
    """Return the references in *section* whose links were lost; *text* is that of its content."""
    if not may_have_references(text) or not _SOURCE.search(text):
        return ()
    return tuple(references_in(text, [link.text for link in section.links]))
