"""Look up where links lead and find those that were lost; remember the answers for the next build."""

from feeds.lookups.lookup import LookUp, look_up

__all__ = ["LookUp", "look_up"]
