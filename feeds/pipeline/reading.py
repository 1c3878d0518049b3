"""From posts to entries in the store: only what changed is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feeds import __version__, links, posts, revisions
from feeds.config import Config
from feeds.errors import PostError, Problem, Where
from feeds.issues import Estimate, Numbered, estimate_dates, parse_issue
from feeds.model import Entry, Issue, LostIssue, Memory, ReadPost, StampedIssue
from feeds.sections import Cut, Habits, cut_issue, traits_of, whole_issue
from feeds.store import Store
from feeds.topics import TagTopic, TopicRules, mint_tag_topics, with_tag_topics
from feeds.urls import short_hash, tag_uri

Stamped = tuple[Entry, dict[str, Entry]]  # a whole issue, and its parts by key


class ContestedIdError(Exception):
    """Another post has the id that this one claims."""


class Reading:
    """One reading of the post directory; `read` counts the posts that had to be opened.

    With *items* they are cut whether or not a feed asks for that grain.
    """

    def __init__(self, config: Config, directory: str, store: Store, now: datetime, *, items: bool = False) -> None:
        self._config, self.directory, self._store, self._now = config, directory, store, now
        self._name = partial(tag_uri, authority_of(config, store), config.identity.date)
        self.config = self._with_tag_topics(config)
        self._topics = TopicRules(self.config.topics)
        self._assigned_by = repr(self.config.topics)
        self._keys = store.issue_keys()
        self.found: Mapping[str, str] = {}
        self._lost: list[LostIssue] = []
        self._fresh = False
        self._taken_up: set[str] = set()
        self._first_seen: dict[str, str] = {}  # path to key of issues that no earlier run has seen
        self._changed_traits: set[str] = set()
        self._items = items or config.wants_items
        self._edits: dict[str, dict[str, tuple[datetime, datetime]]] = {}  # issue to dates that announce nothing
        self.cut_anew: set[str] = set()  # keys of issues that are out, whose post says what it said
        self.edited: set[str] = set()  # keys of issues whose post says something else than before
        self._undated: list[str] = []  # posts without a date, to be taken up when all numbers are known
        self._estimates: Mapping[str, Estimate] | None = None
        self.read = 0
        self.live = 0  # issues there were before
        self.lost_posts: list[str] = []  # the paths of those whose file is gone

    def read_changed(
        self, found: Mapping[str, str], *, fresh: bool, progress: Callable[[str, int, int], None]
    ) -> list[Problem]:
        """Read what changed among the posts *found*, or with *fresh* all; return every problem there is."""
        store = self._store
        problems: list[Problem] = []
        known, live = store.posts(), store.live_issues()
        self.found, self._fresh = found, self._settings_changed("cut", self._cutting_settings()) or fresh
        self._lost = store.lost_issues(found) if any(path not in known for path in found) else []
        for number, (path, fingerprint) in enumerate(found.items()):
            past = known.get(path)
            if past is None or past.fingerprint != fingerprint or self._fresh:
                progress("Reading posts", number, len(found))
                past = self._read(path, fingerprint, past)
                self.read += 1
            if path not in self._undated:
                problems += past.problems
        for path in known.keys() - found.keys():
            self._changed_traits |= store.save_traits(path, ())
            store.forget_post(path)
        problems += self._take_up_undated()
        self._cut_by_new_habits()
        problems += self._contested_ids()
        for key, path in live:
            if path not in found and store.key_of_path(path) == key:  # else its file has moved
                store.withdraw_issue(key, self._now)
                self.lost_posts.append(path)
        self.live = len(live)
        self._make_tag_topics()
        if self._settings_changed("topics", self._topic_settings()):
            self._assign_topics_again()
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
                claim = self._claim(issue)
                self._changed_traits |= self._store.save_traits(path, () if issue.draft else traits_of(issue))
                if (dated := self._date(issue)) is not None:
                    self._take_up(dated, claim, post.digest)
                digest = post.digest
        except ContestedIdError:
            fingerprint = ""  # told by `_contested_ids`; the remedy may be in the other file
        except PostError as error:
            problems = (*problems, error.problem)
        except sqlite3.Error:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one post holds, the others go out
            where = Where(f"{self._config.posts.directory}/{path}")
            fault = f"cannot be understood: {type(error).__name__}: {error}"
            problems = (*problems, Problem(where, fault, "simplify it, and please tell us about it"))
        result = ReadPost(fingerprint=fingerprint, digest=digest, claim=claim, problems=problems)
        self._store.save_post(path, result)
        return result

    def _date(self, issue: Issue) -> Issue | None:
        """Return *issue* with an estimated date, if its post names none; None if that has to wait for all numbers."""
        if issue.draft:
            return issue
        if issue.published is not None:
            self._store.save_date(issue)
            return issue
        if self._estimates is None:
            self._store.save_date(issue)
            self._undated.append(issue.path)
            return None
        if estimate := self._estimates.get(issue.path):
            self._store.save_date(issue, estimate.source)
            return replace(issue, published=estimate.published, date_source=estimate.source)
        return issue

    def _take_up_undated(self) -> list[Problem]:
        """Take up the issues that name no date, now that all numbers are known; return their problems."""
        numbered = [] if not self._undated else [Numbered(*row) for row in self._store.calendar()]
        self._estimates = estimate_dates(numbered, self._now)
        problems: list[Problem] = []
        for path in self._undated:
            problems += self._read(path, self.found[path], None).problems
        return problems

    def _take_up(self, issue: Issue, claim: str, digest: str) -> None:
        """Cut, link, sort and stamp *issue*, and remember it."""
        store = self._store
        key = self._known_key(issue, claim, digest)
        if issue.draft:
            if key is not None:
                store.withdraw_issue(key, self._now)
            return
        memory = store.memory_of(key) if key is not None else None
        if key is None:
            key = revisions.mint_issue_key(issue, self._keys)
            self._keys.add(key)
            self._first_seen[issue.path] = key
        is_out, edited = store.is_out(key), store.digest_of(key) != digest
        cut = self._cut(issue, store.answers_of(store.path_of(key)) if is_out else {})
        quiet = is_out and not (edited and self._is_recent(issue, memory))
        stamping = revisions.Stamping(issue, memory, key, self._name, self._now, quiet)
        whole, parts = self._stamp(cut, stamping)
        if is_out and not quiet:
            self._note_edit(key, (whole, parts), self._stamp(cut, replace(stamping, quiet=True)))
        if is_out and not edited:
            self.cut_anew.add(key)
        self._refuse_taken_ids(issue, key, (whole, *parts.values()))
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
        store.save_issue(stamped, self._now, edited=edited)
        self._taken_up.add(key)
        if edited:
            self.edited.add(key)

    def _is_recent(self, issue: Issue, memory: Memory | None) -> bool:
        """Return whether edits of *issue* are news, by its age."""
        age = self._config.edits.max_age
        first = next((one.published for one in memory.entries if not one.key), None) if memory else issue.published
        return not age or first is None or self._now - first <= age

    def _stamp(self, cut: Cut, stamping: revisions.Stamping) -> Stamped:
        return revisions.stamp_issue(whole_issue(stamping.issue, cut.sections), cut.sections, cut.items, stamping)

    def _note_edit(self, key: str, stamped: Stamped, quiet: Stamped) -> None:
        """Note which dates of the issue with *key* have to be put back if its edit is one of too many."""
        (whole, parts), (quiet_whole, quiet_parts) = stamped, quiet
        old = {"": quiet_whole, **quiet_parts}
        dates = {
            name: (old[name].published, old[name].updated)
            for name, entry in {"": whole, **parts}.items()
            if (entry.published, entry.updated) != (old[name].published, old[name].updated)
        }
        if dates:
            self._edits[key] = dates

    def settle_edits(self) -> list[Problem]:
        """Put `updated` back where more issues were edited than is news; return a notice of it.

        It takes all of them, so the order in which posts are read decides nothing.
        """
        most = self._config.edits.most
        if len(self._edits) <= most:
            return []
        for key, dates in self._edits.items():
            self._store.set_dates(key, dates)
        return [
            Problem(
                Where(self._config.posts.directory),
                f"{len(self._edits)} issues were edited since the last build: what they say now is in the feeds, "
                "and announced for none of them",
                f"edits.most is {most}",
            )
        ]

    def _cut(self, issue: Issue, answers: Mapping[str, bool]) -> Cut:
        """Return the sections and items of *issue* with their links; remember which habits decided.

        *answers* are those by which it was cut when it came out.
        """
        config, store = self._config, self._store
        habits = Habits(store.issues_with, answers)
        cut = cut_issue(issue, config.sections.rules_for(issue.path), habits, items=self._items)
        store.save_asked(issue.path, habits.asked)
        original = issue.link if len(cut.sections) == 1 else ""
        find = partial(links.find_links, site_url=config.site.url)
        return Cut(
            sections=tuple(find(section, original=original) for section in cut.sections),
            items=tuple(find(item, original="") for item in cut.items),
        )

    def _cut_by_new_habits(self) -> None:
        """Cut those issues again for which the habits of the newsletter are others than when they were cut.

        Habits follow from the posts alone, so once is enough. An issue that no earlier run
        has seen is forgotten before: the result is that of having known all habits at once.
        One that is out stays as it is cut.
        """
        for path in self._store.cut_by_outdated_habits(self._changed_traits):
            if path not in self.found or self._store.is_out(self._store.key_of_path(path) or ""):
                continue
            if (key := self._first_seen.get(path)) is not None:
                self._store.forget_issue(key)
                self._keys.discard(key)
            self._read(path, self.found[path], None)

    def _claim(self, issue: Issue) -> str:
        """Return the id that the author gave to *issue*, as a URI, or ""."""
        if not issue.pinned_id:
            return ""
        return revisions.mint_issue_id(issue, revisions.mint_issue_key(issue, ()), self._name)

    def _known_key(self, issue: Issue, claim: str, digest: str) -> str | None:
        """Return the key of *issue* if it was seen before: by its own id, in this file, or in one that is gone.

        Raises:
            ContestedIdError: another post has the same id.
        """
        holder = self._store.holder_of(claim) if claim else None
        if holder and holder[1] != issue.path:
            if holder[1] in self.found:
                raise ContestedIdError(claim)
            self._lost = [lost for lost in self._lost if lost.key != holder[0]]
            return holder[0]
        if (key := self._store.key_of_path(issue.path)) is not None:
            return key
        if issue.draft:  # a moved file is known by what was published of it
            return None
        lost = revisions.find_moved(issue, digest, self._lost, self._store.text_of)
        if lost:
            self._lost.remove(lost)
        return lost.key if lost else None

    def _refuse_taken_ids(self, issue: Issue, key: str, entries: Sequence[Entry]) -> None:
        """Refuse ids that another issue has by its own name; only a given id can lead to that."""
        for entry in entries:
            if path := self._store.other_holder(entry.id, key):
                raise self._same_id(issue.path, entry.id, path)

    def _contested_ids(self) -> list[Problem]:
        """Return a problem for each post that claims an id which another one has.

        They are read again as soon as anything changes, because it may be the other one
        that gives way. Until then their last good entries stay.
        """
        problems = []
        for path, id, holder in self._store.contested():
            if path in self.found and holder in self.found:
                self._store.distrust_post(path)
                problems.append(self._same_id(path, id, holder).problem)
        return problems

    def _same_id(self, path: str, id: str, holder: str) -> PostError:
        directory = self._config.posts.directory
        message = f"has the same id as {directory}/{holder}: {id}"
        return PostError(message, Where(f"{directory}/{path}"), "give one of them another id")

    def _make_tag_topics(self) -> None:
        """Make topics of the tags that are new, now that all posts were read."""
        config, memory = self._config, self._store.topics
        if not config.from_tags.enabled:
            return
        known = [TagTopic(*row) for row in memory.tag_topics()]
        taken = {slug for rule in config.topics for slug in (rule.slug, *rule.aliases)}
        made = mint_tag_topics(memory.tag_counts(), known, taken, config.from_tags.least, config.from_tags.ignore)
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

    def _assign_topics_again(self) -> None:
        """Assign topics by new rules to what is stored; no post is read."""
        for key, _ in self._store.live_issues():
            if key in self._taken_up:
                continue
            parts = {name: self._topics.assign(part) for name, part in self._store.parts_of(key).items()}
            self._store.save_topics(key, _topics_of(parts.values()), parts)

    def _settings_changed(self, name: str, settings: str) -> bool:
        mark = short_hash(f"{__version__} {settings}")
        if self._store.recall(name) == mark:
            return False
        self._store.remember(name, mark)
        return True

    def _cutting_settings(self) -> str:
        config = self._config
        return repr((config.site, config.posts, config.sections, config.identity, self._items))

    def _topic_settings(self) -> str:
        return repr(sorted(self.config.topics, key=lambda rule: rule.slug))


def authority_of(config: Config, store: Store) -> str:
    """Return the domain in ids: as configured, else that of the first run, even if the site has moved."""
    authority = config.identity.authority or store.recall("authority") or config.authority
    store.remember("authority", authority)
    return authority


def _topics_of(parts: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({topic for part in parts for topic in part.topics if part.kind == "section"}))
