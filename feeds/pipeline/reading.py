"""From posts to entries in the store: only what changed is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from feeds import __version__, links, posts, revisions
from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues import Estimate, Numbered, estimate_dates, parse_issue
from feeds.model import Entry, Issue, Memory, ReadPost, RecoveredIssue, StampedIssue
from feeds.pipeline.editing import Edits
from feeds.pipeline.identifying import ContestedIdError, Identities
from feeds.pipeline.linking import Linking
from feeds.sections import Cut, Habits, cut_issue, traits_of, whole_issue
from feeds.store import Store
from feeds.topics import TagTopic, TopicRules, mint_tag_topics, with_tag_topics
from feeds.urls import short_hash, tag_uri


class Reading:
    """One reading of the post directory; `read` counts the posts that had to be opened.

    With *items* they are cut whether or not a feed asks for that grain, as they are while one
    that has ended shows some. *recovered* are the issues, by key, that the store knows of feeds only.
    """

    def __init__(
        self,
        config: Config,
        directory: str,
        store: Store,
        now: datetime,
        *,
        items: bool = False,
        recovered: Mapping[str, RecoveredIssue] | None = None,
    ) -> None:
        self._config, self.directory, self._store, self._now = config, directory, store, now
        self._name = partial(tag_uri, authority_of(config, store), config.identity.date)
        self._identities = Identities(store, config.posts.directory, self._name, recovered or {})
        self.edits = Edits(config, store, now)
        self.config = self._with_tag_topics(config)
        self._topics = TopicRules(self.config.topics)
        self._assigned_by = repr(self.config.topics)
        self.linking = Linking(config, store)
        self.found: Mapping[str, str] = {}
        self._fresh = False
        self._taken_up: set[str] = set()
        self._changed_traits: set[str] = set()
        self._items = items or config.wants_items or store.printed.shows_items()
        self._undated: list[str] = []  # posts without a date, to be taken up when all numbers are known
        self._estimates: Mapping[str, Estimate] | None = None
        self.put_back: set[str] = set()  # ids of withdrawn entries that their author put back
        self.read = 0
        self.live = 0  # issues there were before
        self.lost_posts: list[str] = []  # the paths of those whose file is gone

    def read_changed(
        self, found: Mapping[str, str], *, fresh: bool, progress: Callable[[str, int, int], None]
    ) -> list[Problem]:
        """Read what changed among the posts *found*, or with *fresh* all; return every problem there is."""
        store = self._store
        problems: list[Problem] = []
        known, live = store.posts.all(), store.live_issues()
        self.found, self._fresh = found, self._settings_changed("cut", self._cutting_settings()) or fresh
        self._identities.look_for(found, moved=any(path not in known for path in found))
        for number, (path, fingerprint) in enumerate(found.items()):
            past = known.get(path)
            if past is None or past.fingerprint != fingerprint or self._fresh:
                progress("Reading posts", number, len(found))
                past = self._read(path, fingerprint, past)
                self.read += 1
            if path not in self._undated:
                problems += past.problems
        for path in known.keys() - found.keys():
            self._changed_traits |= store.habits.save_traits(path, ())
            store.posts.forget(path)
        problems += self._take_up_undated()
        self._cut_by_new_habits()
        problems += self._identities.contested()
        for key, path in live:
            if path not in found and store.key_of_path(path) == key:  # else its file has moved
                store.withdraw_issue(key, self._now)
                self.lost_posts.append(path)
        self.live = len(live)
        self._make_tag_topics()
        if self._settings_changed("topics", self._topic_settings()):
            self._assign_topics_by_new_rules()
        self.linking.settle(self._taken_up)
        for key in self.linking.refresh():
            self._assign_topics_again(key, by_web=True)
        return problems

    def _read(self, path: str, fingerprint: str, past: ReadPost | None) -> ReadPost:
        """Read the post at *path* and take up its issue; if that fails, its last good entries stay."""
        digest, claim = "", ""
        problems: tuple[Problem, ...] = ()
        try:
            post = posts.read(self.directory, path, self._config.posts.directory)
            if past and past.digest == post.digest and not self._fresh:
                digest, claim, problems = past.digest, past.claim, past.problems
            else:
                issue, problems = parse_issue(post, self._config)
                claim = self._identities.claim(issue)
                self._changed_traits |= self._store.habits.save_traits(path, () if issue.draft else traits_of(issue))
                if (dated := self._date(issue)) is not None:
                    self._take_up(dated, claim, post.digest)
                digest = post.digest
        except ContestedIdError:
            fingerprint = ""  # told by `contested`; the remedy may be in the other file
        except PostError as error:
            problems = (*problems, error.problem)
        except sqlite3.Error:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one post holds, the others go out
            where = Where(f"{self._config.posts.directory}/{path}")
            fault = f"cannot be understood: {type(error).__name__}: {error}"
            problems = (*problems, Problem(where, fault, "simplify it, and please tell us about it"))
        result = ReadPost(fingerprint=fingerprint, digest=digest, claim=claim, problems=problems)
        self._store.posts.save(path, result)
        return result

    def _date(self, issue: Issue) -> Issue | None:
        """Return *issue* with an estimated date, if its post names none; None if that has to wait for all numbers."""
        if issue.draft:
            return issue
        if issue.published is not None:
            self._store.posts.save_date(issue)
            return issue
        if self._estimates is None:
            self._store.posts.save_date(issue)
            self._undated.append(issue.path)
            return None
        if estimate := self._estimates.get(issue.path):
            self._store.posts.save_date(issue, estimate.source)
            return replace(issue, published=estimate.published, date_source=estimate.source)
        return issue

    def _take_up_undated(self) -> list[Problem]:
        """Take up the issues that name no date, now that all numbers are known; return their problems."""
        numbered = [] if not self._undated else [Numbered(*row) for row in self._store.posts.calendar()]
        self._estimates = estimate_dates(numbered, self._now)
        problems: list[Problem] = []
        for path in self._undated:
            problems += self._read(path, self.found[path], None).problems
        return problems

    def _take_up(self, issue: Issue, claim: str, digest: str) -> None:
        """Cut, link, sort and stamp *issue*, and remember it."""
        store = self._store
        key = self._identities.known_key(issue, claim, digest)
        if issue.draft:
            if key is not None:
                store.withdraw_issue(key, self._now)
            return
        memory = store.memory_of(key) if key is not None else None
        if key is None:
            key = self._identities.new_key(issue)
        cut = self._cut(issue, key, memory)
        uncut = whole_issue(issue, cut.sections)
        is_out, edited = store.is_out(key), self.edits.is_edited(uncut, issue, memory, digest)
        quiet = is_out and not (edited and self.edits.is_recent(issue, memory))
        stamping = revisions.Stamping(issue, memory, key, self._name, self._now, quiet)
        whole, parts = revisions.stamp_issue(uncut, cut.sections, cut.items, stamping)
        if is_out and not quiet:
            old = revisions.stamp_issue(uncut, cut.sections, cut.items, replace(stamping, quiet=True))
            self.edits.note(key, (whole, parts), old)
        if is_out and not edited:
            self.edits.cut_anew.add(key)
        self._identities.refuse_taken(issue, key, (whole, *parts.values()))
        parts = {name: self._topics.assign(part) for name, part in parts.items()}
        stamped = StampedIssue(
            key=key,
            path=issue.path,
            digest=digest,
            title=issue.title,
            published=issue.published,
            expires=issue.expires,
            whole=replace(whole, topics=_topics_of(parts.values())),
            parts=parts,
        )
        store.vacate(issue.path, key, self._now)
        self.put_back.update(store.save_issue(stamped, self._now, edited=edited))
        self.linking.note(stamped)
        self._taken_up.add(key)
        if edited:
            self.edits.edited.add(key)

    def _cut(self, issue: Issue, key: str, memory: Memory | None) -> Cut:
        """Return the sections and items of *issue* with their links; remember which habits decided.

        One that is known of feeds only was perhaps cut before there were habits: what comes
        nearer to what the feeds carry is taken.
        """
        known = self._store.habits
        habits = Habits(known.issues_with, known.answers_for(key))
        cut = self._cut_by(issue, habits)
        if memory and not memory.complete and any(answer for _, answer in habits.asked.values()):
            without = Habits(lambda trait: 0)
            other = self._cut_by(issue, without)
            if revisions.count_known(other.sections, memory) > revisions.count_known(cut.sections, memory):
                habits, cut = without, other
        known.save_asked(issue.path, habits.asked)
        return cut

    def _cut_by(self, issue: Issue, habits: Habits) -> Cut:
        config = self._config
        cut = cut_issue(issue, config.sections.rules_for(issue.path), habits, items=self._items)
        original = issue.link if len(cut.sections) == 1 else ""
        find = partial(links.find_links, site_url=config.site.url, unwrap=self.linking.unwrap)
        sections = tuple(find(section, original=original) for section in cut.sections)
        items = tuple(find(item, original="") for item in cut.items)
        if config.links.fragments:
            sections = links.lead_to_sections(sections)
            items = links.lead_to_items(items, sections)
        return Cut(sections=sections, items=items)

    def _cut_by_new_habits(self) -> None:
        """Cut those issues again for which the habits of the newsletter are others than when they were cut.

        Habits follow from the posts alone, so once is enough. An issue that no earlier run
        has seen is forgotten before: the result is that of having known all habits at once.
        One that is out stays as it is cut.
        """
        for path in self._store.habits.cut_by_outdated(self._changed_traits):
            if path in self.found and not self._identities.is_settled(path):
                self._identities.forget_first_look(path, self._now)
                self._read(path, self.found[path], None)

    def _make_tag_topics(self) -> None:
        """Make topics of the tags that are new, now that all posts were read."""
        config, memory = self._config, self._store.topics
        if not config.from_tags.enabled:
            return
        known = [TagTopic(*row) for row in memory.tag_topics()]
        made = mint_tag_topics(memory.tag_counts(), known, config.from_tags.least, config.from_tags.ignore)
        memory.save_tag_topics((topic.key, topic.slug, topic.title) for topic in made)
        self.config = config.model_copy(update={"topics": with_tag_topics(config.topics, made)})
        if repr(self.config.topics) != self._assigned_by:
            self._topics = TopicRules(self.config.topics)
            self._taken_up.clear()  # they have the topics of tags that were known before

    def _with_tag_topics(self, config: Config) -> Config:
        """Return *config* with the topics that earlier runs made of tags."""
        if not config.from_tags.enabled:
            return config
        known = [TagTopic(*row) for row in self._store.topics.tag_topics()]
        return config.model_copy(update={"topics": with_tag_topics(config.topics, known)})

    def _assign_topics_by_new_rules(self) -> None:
        improved = self._store.web.improved()
        for key, _ in self._store.live_issues():
            if key not in self._taken_up:
                self._assign_topics_again(key, by_web=key in improved)

    def _assign_topics_again(self, key: str, *, by_web: bool) -> None:
        """Assign topics to the stored issue with *key*; its post is not read. *by_web*: links may lead elsewhere."""
        whole, stored = self._store.issue_of(key)
        parts = {name: self.linking.with_originals(part) if by_web else part for name, part in stored.items()}
        parts = {name: self._topics.assign(part) for name, part in parts.items()}
        self._store.save_topics(key, replace(whole, topics=_topics_of(parts.values())), parts)

    def _settings_changed(self, name: str, settings: str) -> bool:
        mark = short_hash(f"{__version__} {settings}")
        if self._store.recall(name) == mark:
            return False
        self._store.remember(name, mark)
        return True

    def _cutting_settings(self) -> str:
        config = self._config
        return repr(
            (
                config.site,
                config.posts,
                config.sections,
                config.identity,
                self._items,
                config.links.unwrap,
                config.links.fragments,
            )
        )

    def _topic_settings(self) -> str:
        return repr(sorted(self.config.topics, key=lambda rule: rule.slug))


def authority_of(config: Config, store: Store) -> str:
    """Return the domain in ids: as configured, else that of the first run, even if the site has moved."""
    authority = config.identity.authority or store.recall("authority") or config.authority
    store.remember("authority", authority)
    return authority


def _topics_of(parts: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({topic for part in parts for topic in part.topics if part.kind == "section"}))
