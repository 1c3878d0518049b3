"""Parse posts: front matter under its customary names, and the body."""
