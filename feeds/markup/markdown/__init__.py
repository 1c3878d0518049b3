"""Render Markdown as HTML; what authors and site generators add to it is resolved in its source."""
