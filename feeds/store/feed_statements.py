"""The SQL statements about entries in feeds and in their archives: which there are, and which are new or due."""

from feeds.model import Grain

#: The indexes of entries, but for those of keys, and the triggers of entries, topics and traits.
MADE_LATER = """
    SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL
        AND (type = 'index' AND tbl_name = 'entries'
            OR type = 'trigger' AND tbl_name IN ('entries', 'topics', 'traits'))
"""
#: Those of them that change where an entry is published.
MADE_OF_PUBLISHED = f"""{MADE_LATER}
        AND name IN ('entries_due', 'entries_changed', 'entries_by_hash', 'copy_entry')
"""
_DUE = "out = 0 AND due <= ?1 AND withdrawn IS NULL"
#: "OR FAIL", because otherwise SQLite keeps each page that this changes, to take the change back if it failed midway.
PUBLISH_DUE = f"UPDATE OR FAIL entries SET out = 1 WHERE {_DUE}"  # noqa: S608 - all parts are here
#: Whether more than so many are published, and none was before: then making indexes again takes a fifth of the time of
#: changing them for each.
PUBLISHES_MANY_FIRST = f"""
    SELECT count(*) > ?2 AND NOT EXISTS (
        SELECT 1 FROM entries INDEXED BY entries_changed WHERE out = 1 AND withdrawn IS NULL
    ) FROM (SELECT 1 FROM entries INDEXED BY entries_due WHERE {_DUE} LIMIT ?2 + 1)
"""  # noqa: S608 - all parts are here
NOTE_UNCOPIED = f"INSERT OR IGNORE INTO uncopied SELECT 'issue', issue FROM entries WHERE {_DUE}"  # noqa: S608
NEXT_MOMENT = """
    SELECT min(moment) FROM (
        SELECT min(due) AS moment FROM entries WHERE out = 0 AND due > :now AND withdrawn IS NULL
        UNION ALL
        SELECT min(expires) FROM entries WHERE expires > :now AND withdrawn IS NULL
        UNION ALL
        SELECT min(moment) + :notice FROM withdrawals WHERE moment > :now - :notice
        UNION ALL
        SELECT min(moment) + :tombstone FROM withdrawals WHERE moment > :now - :tombstone
    )
"""
#: The last of the entries that are out and changed after a moment, and how many these are.
CHANGED_AFTER = """
    SELECT i.path, max(e.updated), count(*) FROM entries e JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue
    WHERE e.updated > ? AND e.out = 1 AND e.withdrawn IS NULL
"""
_CANDIDATE = """
    SELECT e.id, e.issue, e.section, e.published, e.updated, e.revision || coalesce((
            SELECT ' ' || b.mark FROM better b WHERE b.issue = e.issue AND b.section = e.section
        ), ''), e.size, e.topics, e.authors, e.hosts, e.language,
        CASE WHEN e.section = '' THEN (
            SELECT group_concat(s.topics, char(10)) FROM entries s
            WHERE s.issue = e.issue AND s.grain = 'section' AND s.dropped = 0 AND s.withdrawn IS NULL
        ) END
"""
#: The words of what is gone are gone, too: nothing can show it again.
CANDIDATES = f"{_CANDIDATE} FROM json_each(:ids) j JOIN entries e ON e.id = j.value AND e.withdrawn IS NULL"
#: The entries that have changed since a moment: noted, due or expired; and the issues that they are in. It is an array
#: of their ids, and how many there are, at *most*.
TOUCHED = """
    WITH changed AS (
        SELECT issue, id FROM touched
        UNION SELECT issue, id FROM entries WHERE out = 0 AND due <= :now AND withdrawn IS NULL
        UNION SELECT issue, id FROM entries WHERE expires > :since AND expires <= :now
    )
    SELECT json_group_array(id), count(*) FROM (
        SELECT id FROM changed UNION SELECT e.id FROM changed c JOIN entries e ON e.issue = c.issue AND e.section = ''
        LIMIT :most
    )
"""
#: Whether items are in a feed; most newsletters have none, which the first line finds by an index. SQLite asks both
#: sides of AND, in any case, and the entries of thirty feeds take a millisecond.
SHOWS_ITEMS = """
    SELECT CASE WHEN EXISTS (SELECT 1 FROM entries WHERE grain = 'item' AND withdrawn IS NULL AND dropped = 0)
    THEN EXISTS (
        SELECT 1 FROM feeds f, json_each(f.entries) j CROSS JOIN entries e ON e.id = j.key WHERE e.grain = 'item'
    ) ELSE 0 END
"""
#: Published entries stay published, even if the clock is set back.
VISIBLE = """
    e.withdrawn IS NULL AND e.dropped = 0 AND (e.out = 1 OR e.due <= :now) AND (e.expires IS NULL OR e.expires > :now)
"""
_SAME_TITLE = """
    FROM entries o INDEXED BY entries_by_title
    WHERE o.section != '' AND o.title = n.title COLLATE NOCASE AND o.withdrawn IS NULL
"""
_NEW_TITLE = "e.out = 0 AND e.due <= :now AND e.withdrawn IS NULL AND e.dropped = 0 AND e.section != ''"
_NEW_TITLES = f"""
    WITH new AS MATERIALIZED (
        SELECT e.issue, e.section, e.title, e.published FROM entries e INDEXED BY entries_due WHERE {_NEW_TITLE}
    )"""  # noqa: S608 - all parts are here
#: Those of them that several issues have: where most entries are new, the index of all titles is gone through.
_NEW_TITLES_OF_SEVERAL = f"""
    WITH recurring AS MATERIALIZED (
        SELECT title FROM entries INDEXED BY entries_by_title WHERE section != ''
        GROUP BY title COLLATE NOCASE HAVING min(issue) != max(issue)
    ), new AS MATERIALIZED (
        SELECT e.issue, e.section, e.title, e.published
        FROM recurring r CROSS JOIN entries e INDEXED BY entries_by_title ON e.title = r.title COLLATE NOCASE
        WHERE {_NEW_TITLE}
    )"""  # noqa: S608 - all parts are here
_EARLIEST = "ORDER BY o.published, o.issue LIMIT 1"
#: For each title that several issues have, the earliest entry, and the earliest of another issue: to look for it
#: again for each of thousands of sections with the same title would take quadratic time.
_EARLIEST_OF_TITLES = f""", first AS MATERIALIZED (
        SELECT n.title, (SELECT o.issue {_SAME_TITLE} {_EARLIEST}) AS issue,
            (SELECT o.published {_SAME_TITLE} {_EARLIEST}) AS published
        FROM new n GROUP BY n.title COLLATE NOCASE HAVING (
            SELECT min(o.issue) != max(o.issue) FROM entries o INDEXED BY entries_by_title
            WHERE o.section != '' AND o.title = n.title COLLATE NOCASE
        )
    ), second AS MATERIALIZED (
        SELECT n.title, n.issue, n.published,
            (SELECT o.issue {_SAME_TITLE} AND o.issue != n.issue {_EARLIEST}) AS other,
            (SELECT o.published {_SAME_TITLE} AND o.issue != n.issue {_EARLIEST}) AS moment
        FROM first n
    )
"""  # noqa: S608 - all parts are here
_RECURRING = """
    SELECT e.issue, e.section, e.title, i.title, c.number
    FROM new e JOIN second s ON s.title = e.title COLLATE NOCASE
    JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue LEFT JOIN calendar c ON c.path = i.path
    WHERE e.title != i.title AND CASE WHEN s.issue != e.issue THEN (s.published, s.issue) < (e.published, e.issue)
        ELSE (s.moment, s.other) < (e.published, e.issue) END
    ORDER BY e.issue, e.section
"""
#: Entries that are due and were never published, with a title that an earlier issue has as well: so the
#: order in which posts are written changes nothing.
RECURRING_TITLES = _NEW_TITLES + _EARLIEST_OF_TITLES + _RECURRING
#: The same, where many are due and none was published before.
RECURRING_TITLES_OF_MANY = _NEW_TITLES_OF_SEVERAL + _EARLIEST_OF_TITLES + _RECURRING
_NEVER_BEFORE = """
    (e.first_link = '' OR NOT EXISTS (
        SELECT 1 FROM entries o WHERE o.first_link = e.first_link AND o.grain = 'item' AND o.issue != e.issue
            AND o.withdrawn IS NULL AND o.dropped = 0 AND (o.published, o.issue) < (e.published, e.issue)
    ))
"""
#: An issue, and those whose item is the earliest with a link of one of its items.
RELATED = """
    SELECT :issue UNION SELECT (
        SELECT o.issue FROM entries o
        WHERE o.first_link = e.first_link AND o.grain = 'item' AND o.issue != :issue
            AND o.withdrawn IS NULL AND o.dropped = 0
        ORDER BY o.published, o.issue LIMIT 1
    ) FROM entries e WHERE e.issue = :issue AND e.grain = 'item' AND e.first_link != ''
"""
MOVED_BY_TIME = """
    SELECT issue FROM entries WHERE out = 0 AND due <= :now AND withdrawn IS NULL
    UNION SELECT e.issue FROM entries e
    WHERE e.expires <= :now AND EXISTS (SELECT 1 FROM archived a WHERE a.id = e.id)
"""
#: Entries that are in an archive and should no longer be; a first build, with thousands of issues, has no archive yet.
OUTDATED_IN_ARCHIVES = """
    SELECT a.feed, a.number, a.id
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value CROSS JOIN archived a ON a.id = e.id
    WHERE EXISTS (SELECT 1 FROM archived) AND (e.withdrawn IS NOT NULL OR e.expires <= :now) ORDER BY a.feed, a.number
"""
BY_ID = f"{_CANDIDATE} FROM entries e WHERE e.id = :id AND {VISIBLE}"
IN_VOLUME = f"""
    SELECT e.id, e.issue, e.section
    FROM volumes v, json_each(v.ids) j CROSS JOIN entries e ON e.id = j.value
    WHERE v.feed = :feed AND v.number = :number AND {VISIBLE}
    ORDER BY j.key
"""  # noqa: S608 - all parts are here


def loose(grain: Grain, *, topic: bool, once: bool, some: bool = False, few: bool = False) -> str:
    """Return the query for the entries of a *grain* that are not in the archive of `:feed`, oldest first.

    With *some* only those of the issues in `:issues`, as JSON; with *few* only those facts of them that binding needs.
    """
    facts = "SELECT e.id, e.published, e.size" if few else _CANDIDATE
    fits = "e.leaf = 1" if grain == "item" else "e.grain = :grain"
    wanted = f"{fits} AND {VISIBLE}" + (f" AND {_NEVER_BEFORE}" if once else "")
    source = "entries e"
    if some:  # "+": SQLite takes the index of the newest for a better way to the entries of an issue than the key
        source, wanted = "json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value", f"+{wanted}"
    elif topic:
        source = "topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section AND t.topic = :topic"
    wanted += (
        " AND e.published <= :until AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.id = e.id AND a.feed = :feed)"
    )
    return f"{facts} FROM {source} WHERE {wanted} ORDER BY e.published, e.position DESC, e.id DESC"


def newest_first(grain: Grain, *, topic: bool, once: bool) -> str:
    """Return the query for the entries of a *grain*, newest first.

    The items come with the sections that have none. With *topic* only those of `:topic`;
    with *once* no item whose first link an item of an earlier issue has.
    """
    fits = "e.leaf = 1" if grain == "item" else "e.grain = :grain"
    wanted = f"{fits} AND {VISIBLE}" + (f" AND {_NEVER_BEFORE}" if once else "")
    if not topic:
        return f"{_CANDIDATE} FROM entries e WHERE {wanted} ORDER BY e.published DESC, e.position, e.id"
    return f"""{_CANDIDATE}
        FROM topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section
        WHERE t.topic = :topic AND {wanted}
        ORDER BY t.published DESC, t.position, e.id
    """
