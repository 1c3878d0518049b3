"""The documents of a run: which have to be rendered, and how they are made."""
