"""`memory.json`: a copy of the memory on which subscribers depend, small and readable, without the text of entries.

It consists of lines of JSON. The first one describes it; each of the others is about the site, a feed or an issue. A
build adds lines about what it changed, which replace earlier ones about the same, and a last one with a digest of all
that is before it, so that a damaged copy is never taken for a good one. What comes after the last digest is of a build
that was killed. `writing`, `reading` and `merging` are imported only where they are needed.
"""
