"""Text: words, slugs and patterns, the notations of settings, and encodings."""
