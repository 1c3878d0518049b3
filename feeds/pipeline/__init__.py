"""One run: the rooms in order. `run` is the page to read first."""
