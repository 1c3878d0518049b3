"""Explain why an entry is the way it is: how its issue was cut, its kind, id, dates, links and topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from feeds.commands.loss_lines import describe_loss
from feeds.commands.post_names import choose_section, find_post
from feeds.errors import PostError
from feeds.issues.pages import Doubt
from feeds.issues.parsing import parse_issue
from feeds.links import find_references
from feeds.model import Entry, Issue, KnownLink, ParsedIssue, Post
from feeds.pipeline.linking import LinkBook, Trace
from feeds.pipeline.looking import Look
from feeds.pipeline.posts.budget import budget_of, over_budget
from feeds.pipeline.processes.meter import Meter, OverBudgetError
from feeds.pipeline.readings.gathering import finder
from feeds.sections import Habits, cut_issue, describe_habits
from feeds.site import Site
from feeds.topics import TopicRules, Verdict


def explain(site: Site, seen: Look, name: str) -> Iterator[str]:
    """Yield lines about the post *name*, or about one section of it (`POST#SECTION`).

    Raises:
        FeedsError: there is no such post or section, or there are several.
    """
    found = find_post(name, site, seen)
    path, wanted = found.path, found.section
    post = site.read_post(path)
    issue = _parsed(post, site, seen)
    key = seen.store.issues.key_of_path(path)
    chosen = seen.store.entries.of_issue(key).sections if key and not issue.draft else {}
    if wanted:
        section = choose_section(chosen, wanted, post.where)
        chosen = {section: chosen[section]}
    yield f"{post.where}"
    yield from _about_issue(issue, site, seen)
    for problem in seen.problems:
        if problem.where and problem.where.path == post.where.path:
            yield f"  problem    {problem}"
    yield from _why_not_carried(issue, seen)
    if key and chosen:
        yield from _how_it_is_cut(issue, site, seen)
        yield from describe_loss(key, issue.permalink, seen)
    rules = TopicRules(seen.config.topics)
    for section_key, entry in chosen.items():
        yield ""
        yield from _about_section(section_key, entry, rules, seen.linking)


def _parsed(post: Post, site: Site, seen: Look) -> ParsedIssue:
    """Return the issue in *post*.

    Raises:
        PostError: it cannot be parsed, or takes too much.
    """
    parse = partial(parse_issue, post, site.config, finder(site, seen.update.found))
    try:
        return Meter(budget_of(site.config)).run(parse)[0]
    except OverBudgetError as error:
        problem = over_budget(site.config, error.limit, post.where)
        raise PostError(problem.message, problem.where, problem.hint) from error


def _about_issue(issue: Issue, site: Site, seen: Look) -> Iterator[str]:
    linking = seen.linking
    yield f"  title      {issue.title}"
    if issue.number is not None:
        yield f"  number     {issue.number}"
    yield f"  date       {_date(issue, seen)}"
    yield f"  read at    {issue.permalink}" + ("" if issue.link else ", by posts.permalink or the post's own address")
    yield from _way(linking.trace(issue.permalink), linking)
    yield f"  layout     {site.config.posts.layout}"


def _how_it_is_cut(issue: ParsedIssue, site: Site, seen: Look) -> Iterator[str]:
    """Yield how *issue* was divided, and which habits of the newsletter decided that."""
    store = seen.store
    habits = Habits(store.habits.issues_with, store.habits.answers_for(store.issues.key_of_path(issue.path) or ""))
    cut = cut_issue(issue, site.config.sections.rules_for(issue.path), habits)
    yield f"  cut at     {cut.divided_by or 'nothing (it is one piece)'}"
    for habit in describe_habits(cut.asked):
        yield f"  habit      {habit}"


def _date(issue: Issue, seen: Look) -> str:
    """Return when *issue* was published, and the source of that date."""
    if issue.published:
        return f"{issue.published}, from {issue.date_source}"
    key, source = seen.store.issues.key_of_path(issue.path), seen.store.posts.source_of_date(issue.path)
    memory = seen.store.issues.memory_of(key) if key else None
    if memory is None or memory.whole is None or not source:
        return issue.date_source
    return f"{memory.whole.published}, estimated from {source}"


_DOUBTS: Mapping[Doubt, str] = {
    "page": "its name is that of a page or a template",
    "excluded": "posts.held or the site generator excludes it",
    "resource": "it belongs to the page in its folder",
    "misnamed": "Jekyll wants a date at the beginning of its name",
    "undated": "it has neither date nor number",
    "copy": "it has the name of a copy that a program left beside a post",
}


def _why_not_carried(issue: Issue, seen: Look) -> Iterator[str]:
    """Yield the reasons why no feed carries *issue*, if none does."""
    if issue.path not in seen.update.found:
        yield "  It is ignored (posts.ignore): no feed carries it."
    if issue.draft:
        choice = ", or posts.include does not choose it" if seen.config.posts.include else ""
        yield f"  It is a draft{choice}: no feed carries it."
    if doubt := seen.update.held.get(issue.path):
        yield f"  It is held back ({_DOUBTS[doubt]}): no feed carries it."
    if issue.published and issue.published > seen.now:
        yield f"  It is not due before {issue.published}: no feed carries it yet."
    if issue.expires and issue.expires <= seen.now:
        yield f"  It expired at {issue.expires}: no feed carries it any more."


def _about_section(key: str, entry: Entry, rules: TopicRules, linking: LinkBook) -> Iterator[str]:
    better = linking.improve(entry)
    yield f"#{key}  (section {entry.position + 1})"
    yield f"  title      {entry.title}"
    if entry.completion:
        yield f"  shown as   {entry.shown_title}, because an earlier issue has this title, too"
    if entry.role != "content":
        yield f"  role       {entry.role}"
    if entry.dropped:
        reason = "by its title" if entry.role == "content" else entry.role
        yield f"  dropped    it gets no entry of its own ({reason}; see sections.drop)"
    yield f"  id         {entry.id}"
    yield f"  published  {entry.published}"
    was_edited = entry.updated != entry.published
    yield f"  updated    {entry.updated}" + (", when its words, title or links changed" if was_edited else "")
    yield f"  read at    {better.permalink}"
    yield from _links(entry, better, linking)
    for reference in find_references(better):
        yield f"  reference  {reference.label}: {reference.title} ({reference.source}), whose link is lost"
    yield from _topics(entry, rules, linking)


def _topics(entry: Entry, rules: TopicRules, linking: LinkBook) -> Iterator[str]:
    """Yield the topics for which *entry* has clues, with these, and whether each was assigned."""
    verdicts = [
        verdict
        for verdict in rules.verdicts(rules.explain(linking.with_originals(entry), entry.origin))
        if verdict.implied_by or any(hit.place != "not" for hit in verdict.hits)  # otherwise it stopped nothing
    ]
    if rules and not verdicts and not entry.dropped:
        yield "  topic      none: it has no clue of any topic"
    for verdict in verdicts:
        yield f"  topic      {verdict.topic}: {_outcome(verdict)}"
        for hit in verdict.hits:
            points = f": {hit.points:.3g}" if hit.place != "not" else ""
            yield f"             {hit.place} {hit.rule!r} fits {hit.found!r}{points}"


def _outcome(verdict: Verdict) -> str:
    """Return in words whether a topic was assigned, and why."""
    by = f"implied by {', '.join(verdict.implied_by)}"
    points = f"{verdict.points:.3g} of {verdict.needs:g} points"
    if verdict.state == "stopped":
        return f"no, stopped by `not`, though {by if verdict.implied_by else f'it has {points}'}"
    if verdict.state == "close":
        return f"no, {points}"
    return f"yes, {by}" if verdict.state == "implied" else "yes"


def _links(entry: Entry, better: Entry, linking: LinkBook) -> Iterator[str]:
    """Yield the links of a section as they are written, each with the way to its target; then the recovered ones."""
    led = set()
    for link in entry.links:
        trace = linking.trace(link.href, day=f"{entry.published:%Y%m%d}")
        led.add(trace.final)
        yield f"  link       {link.href}" + (f"  ({link.text})" if link.text != link.href else "")
        yield from _way(trace, linking)
    when = linking.searched(entry.origin.permalink)
    for link in better.links:
        if link.href not in led:
            yield f"  recovered  {link.href}  ({link.text}), from the page of the issue at {when}"


def _way(trace: Trace, linking: LinkBook) -> Iterator[str]:
    """Yield the steps of a link from its written address to its target."""
    if trace.unwrapped != trace.written:
        yield f"  unwrapped  {trace.unwrapped}"
    if trace.known:
        yield f"  resolved   {_resolved(trace.known)}"
    elif linking.is_short(trace.unwrapped):
        yield "  resolved   not yet: a short link that has not been looked up (feeds links)"
    if trace.dead:
        yield f"  dead       since {trace.dead.since}: {trace.dead.fault}"
    if trace.final != trace.resolved:
        yield f"  original   {trace.final}"


def _resolved(known: KnownLink) -> str:
    """Return the answer of a shortener, and its date."""
    said = known.final or "nowhere"
    if known.kind not in ("permanent", "temporary"):
        said += f", but lately it {known.fault or known.kind}" if known.final else f": it {known.fault or known.kind}"
    return f"{said}  ({known.kind}, asked at {known.checked})"
