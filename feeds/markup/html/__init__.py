"""Normalise the tree of a body: mails, footnotes, formulas, boxes, pictures and links in it."""
