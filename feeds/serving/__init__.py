"""Serve the output directory on this machine, as a good host would, to look at before it is published.

`answers` decides what a request gets, `changes` notices when files change, and `server` listens.
"""

from feeds.serving.server import serving

__all__ = ["serving"]
