"""`memory.json`: a copy of the memory on which subscribers depend, small and readable, without the text of entries.

It is one JSON document. Its first line describes the rest, with a digest of it, so that a
damaged copy is never taken for a good one; each issue is a line of its own. `head` reads the
first line. `writing`, `reading` and `merging` are imported only where they are needed, since
most runs publish nothing that is new.
"""
