"""The issues that have probably lost links: why that is assumed, and what their pages gave."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.links.losses import Loss, find_losses
from feeds.pipeline.looking import Look
from feeds.store import Store


def losses_of(store: Store) -> dict[str, Loss]:
    """Return which of the issues in *store* have probably lost links, and why, by key."""
    return find_losses(store.web.tallies(), store.web.recovered_counts())


def describe_loss(key: str, page: str, seen: Look) -> Iterator[str]:
    """Yield why the issue with *key* has probably lost links, if it has, and what is known of its *page*."""
    loss = losses_of(seen.store).get(key)
    if loss is None:
        return
    yield f"  lost       probably links: {reason_of(loss)}"
    if fault := page_fault(page, seen):
        yield f"  its page   {fault}"
    else:
        found = seen.store.web.recovered_counts().get(page, 0)
        yield f"  its page   was searched at {seen.linking.searched(page)}: {found or 'no'} links found"


def reason_of(loss: Loss) -> str:
    """Return in words why it is assumed that an issue has lost links."""
    if loss.reason == "named":
        return "it names pages that it does not link to, or is cut off"
    if loss.reason == "none":
        return "none is left beyond its own address"
    usual = f", where about {loss.expected} are usual" if loss.expected > loss.links else ""
    return f"{loss.links} left in {loss.letters:,} characters{usual}"


def page_fault(page: str, seen: Look) -> str:
    """Return why *page* has not been searched for links, or "" if it has."""
    if not seen.config.links.recover:
        return "is not fetched, because links.recover is false"
    web = seen.store.web
    if web.recovered(page):
        return ""
    known = web.page(page)
    if known is None:
        return "has not been fetched yet (feeds links)"
    return known.fault or "has not been searched yet (feeds links)"
