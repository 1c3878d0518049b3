"""The posts that changed, and the reading of one: nothing is decided yet."""
