"""Render feeds: RSS, Atom, JSON Feed, OPML, and pages for people.

Each renderer is a function from values to a document; `writers` has a row for each format of feeds. They all take
published entries, which `content.finish_entry` makes. What decides which documents there are needs only names and
values (`formats`, `spans`, `headlines`): a run that renders nothing imports neither feedgen nor Jinja.
"""
