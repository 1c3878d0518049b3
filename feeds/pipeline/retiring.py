"""End a feed on purpose: config.yaml no longer has it, and its subscribers are notified."""

from __future__ import annotations

from datetime import datetime

from feeds.errors import FeedsError, Where
from feeds.model import Ending
from feeds.pipeline.carried.ending import FOLDERS
from feeds.pipeline.looking import up_to_date
from feeds.pipeline.posts.pending import authority_of
from feeds.plans import plan_feeds
from feeds.site import Site
from feeds.store import Store


def retire(site: Site, name: str, now: datetime) -> Ending:
    """Have the next build of *site* end the feed *name*, a slug or a path such as `topics/robots`.

    Raises:
        FeedsError: there is no such feed, config.yaml still has it, or it has ended already.
    """
    with up_to_date(site, now) as seen:
        path = _path_of(name, seen.store)
        planned = {plan.feed.path for plan in plan_feeds(seen.config, authority_of(seen.config, seen.store))}
        if path in planned:
            hint = "remove it there first"
            raise FeedsError(f"{path} is still in the config", Where(str(site.config_path)), hint)
        endings = {one.feed: one for one in seen.store.topics.endings()}
        if path in endings:
            raise FeedsError(f"{path} ended on {endings[path].moment:%Y-%m-%d} already")
        slug = path.split("/")[1].replace("-", " ").capitalize()
        ending = Ending(feed=path, name=seen.store.marks.feed_names().get(path, slug), moment=seen.now)
        seen.store.touched.leave(seen.update.effect)
        seen.store.topics.save_endings([*endings.values(), ending])
        return ending


def _path_of(name: str, store: Store) -> str:
    """Return the path of the published feed that a person calls *name*."""
    wanted = name.strip("/")
    known = [path for path in store.printed.feeds() if path.startswith(FOLDERS)]
    found = [path for path in known if wanted in (path.strip("/"), path.strip("/").partition("/")[2])]
    if len(found) == 1:
        return found[0]
    if found:
        raise FeedsError(f"{name!r} may be {' or '.join(found)}", hint="give the path")
    feeds = ", ".join(path.strip("/") for path in known) or "there are none"
    raise FeedsError(f"no feed {name!r} was published", hint=f"name one of these: {feeds}")
