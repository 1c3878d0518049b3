"""What few posts need, imported before several processes read many.

A process that reads alone imports each of these when a post needs it. Where several read, some post does: what is
imported here, before they are forked, is not imported by each.
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
