"""What few posts need, imported before many are read.

A run of one post imports each of these when the post needs it. Where many are read, some post does: imported here, they
do not count towards the budget of a post, and forked processes need not import them again.
"""

from __future__ import annotations

import feeds.issues.unfenced
import feeds.issues.unread
import feeds.issues.yaml_block
import feeds.markup.markdown.boxes
import feeds.markup.markdown.mdx
import feeds.markup.markdown.shortcode_boxes
import feeds.markup.templates.resolving
import feeds.sections.items  # noqa: F401 - as all of these
