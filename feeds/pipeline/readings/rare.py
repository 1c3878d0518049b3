"""What few posts need, imported before many are read.

A run of one post imports each of these when the post needs it. Where many are read, some post does: imported here, they
are no part of the budget of a post, and processes that are forked have them.
"""

from __future__ import annotations

import feeds.issues.unfenced
import feeds.issues.unread
import feeds.markup.markdown.boxes
import feeds.markup.markdown.mdx
import feeds.markup.markdown.shortcode_boxes
import feeds.markup.templates.resolving
import feeds.sections.items  # noqa: F401 - as all of these
