"""The shapes of elements that extensions add to feeds, and that mean the same in RSS and Atom.

`media` is Media RSS, `places` GeoRSS, `podcasts` the elements of Apple and of the Podcast Index (RSS
only), `modules` the small ones. Elements of other extensions, and those that these do not define, may be anything.
"""

from feeds.linting.extensions import media, modules, places, podcasts
from feeds.linting.extensions.podcasts import podcast_findings

#: Elements of any feed, of any entry, and those of podcasts beside them.
OF_FEED = {**media.ANYWHERE, **places.PLACES, **modules.OF_FEED}
OF_ENTRY = {**media.OF_ENTRY, **places.PLACES, **modules.OF_ENTRY}
OF_SHOW = podcasts.OF_SHOW
OF_EPISODE = podcasts.OF_EPISODE
_ONCE = media.ONCE | podcasts.ONCE
#: Those that may be given more than once.
MANY = frozenset((*OF_FEED, *OF_ENTRY, *OF_SHOW, *OF_EPISODE)) - _ONCE

__all__ = ["MANY", "OF_ENTRY", "OF_EPISODE", "OF_FEED", "OF_SHOW", "podcast_findings"]
