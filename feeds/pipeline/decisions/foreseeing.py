"""Decide about posts that no run has seen before, where they are read.

Deciding is pure, and takes half as long as reading. The facts it depends on besides the post are nearly always as
seems: no other issue has the key, the date is that of the post, and the habits of others are those that were known
when it was cut. So this is decided at once, by a worker if one reads the post, and how the issue is cut need not be
kept until all posts are read. Where it was otherwise, the post is read again.
"""

from __future__ import annotations

from msgspec import Struct

from feeds.pipeline.decisions.applying import NewIssue, make_new
from feeds.pipeline.decisions.correcting import marks_in
from feeds.pipeline.decisions.deciding import DecisionRules, decide_issue
from feeds.pipeline.decisions.identifying import Identity
from feeds.pipeline.posts.packing import Packable
from feeds.pipeline.posts.reading import PostReading
from feeds.pipeline.surveying import LinkSurvey
from feeds.revisions import mint_issue_key


class Foresight(Struct, frozen=True, kw_only=True):
    """The inputs on which decisions about new issues depend; a value that can be sent to another process."""

    rules: DecisionRules
    survey: LinkSurvey
    with_marks: bool  # whether anything is published, of which a new issue may be a copy


class Foreseen(Packable, frozen=True, kw_only=True):
    """A new issue, if all is as it seems."""

    new: NewIssue
    marks: tuple[str, ...]  # of its text, by which it may turn out to be a copy


def foresee(reading: PostReading, foresight: Foresight) -> Foreseen | None:
    """Return what becomes of the post of *reading* if it is new; None where only the run can decide.

    An error is one of these cases: the run meets it again, and reports it.
    """
    issue, cut = reading.issue, reading.cut
    if issue is None or cut is None or issue.published is None or issue.enclosures:  # files of the site are measured
        return None
    identity = Identity(mint_issue_key(issue, ()), is_new=True)
    try:
        decision = decide_issue(cut, identity, None, reading.digest, foresight.rules)
        new = make_new(decision, foresight.survey.needs_of(decision.issue, decision.texts))
        return Foreseen(new=new, marks=marks_in(decision.issue, cut.parts) if foresight.with_marks else ())
    except Exception:  # noqa: BLE001 - whatever one post holds
        return None
