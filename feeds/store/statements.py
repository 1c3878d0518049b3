"""The SQL statements that take more than a line.

To find the issue of an entry by its key, SQLite reads rows as long as posts. So `issues_by_key` is used, an index that
has all that is asked for.
"""

from feeds.model import Grain

ADD_TOPIC = "INSERT INTO topics VALUES (?, ?, ?, ?, ?)"
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
WITHDRAW_ENTRIES = """
    UPDATE entries SET withdrawn = :moment
    WHERE issue = :issue AND withdrawn IS NULL AND section NOT IN (SELECT value FROM json_each(:stays))
"""
#: An index has all of it: the rows are as long as posts.
LIVE = "SELECT key, path FROM issues WHERE withdrawn IS NULL ORDER BY path"
_WITHOUT_POST = """
    SELECT i.key, i.path FROM {} WHERE i.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.path = i.path)
    ORDER BY i.path
"""
#: The issues without a post at their path; all are looked at.
WITHOUT_POST = _WITHOUT_POST.format("issues i")
#: The same among those at some paths.
WITHOUT_POST_AMONG = _WITHOUT_POST.format("json_each(:paths) j CROSS JOIN issues i ON i.path = j.value")
#: JSON passes as bytes: SQLite and the reader of JSON have it in UTF-8, and in a `str` it would not be.
ADD_ISSUE = "INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, NULL, CAST(? AS TEXT))"
SAVE_ISSUE = f"""{ADD_ISSUE}
    ON CONFLICT (key) DO UPDATE SET
        path = excluded.path, digest = excluded.digest, title = excluded.title, published = excluded.published,
        withdrawn = NULL, data = excluded.data
"""
#: What was saved of an issue, and of its entries, as far as they are not withdrawn.
ISSUE_ROW = """
    SELECT key, id, path, digest, title, published, CAST(data AS BLOB)
    FROM issues WHERE key = ? AND withdrawn IS NULL
"""
ENTRY_ROWS = """
    SELECT issue, section, id, role, dropped, position, title, first_link, hash, published, updated, due,
        coalesce(expires, ''), revision, size, topics, authors, hosts, grain, leaf, completion, language, permalink
    FROM entries WHERE issue = ? AND withdrawn IS NULL
"""
ADD_ENTRY = """
    INSERT INTO entries
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), 0, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SAVE_ENTRY = f"""{ADD_ENTRY}
    ON CONFLICT (issue, section) DO UPDATE SET
        role = excluded.role, dropped = excluded.dropped, position = excluded.position, title = excluded.title,
        first_link = excluded.first_link, hash = excluded.hash, published = excluded.published,
        updated = excluded.updated, due = excluded.due, expires = excluded.expires, withdrawn = NULL,
        revision = excluded.revision, size = excluded.size, topics = excluded.topics,
        authors = excluded.authors, hosts = excluded.hosts, grain = excluded.grain, leaf = excluded.leaf,
        completion = excluded.completion, language = excluded.language, permalink = excluded.permalink
"""
CONTESTED = """
    SELECT p.path, p.claim, i.path FROM posts p INDEXED BY posts_with_claims JOIN issues i ON i.id = p.claim
    WHERE p.claim != '' AND i.path != p.path ORDER BY p.path
"""
OTHER_HOLDER = """
    SELECT id, issue, path FROM (
        SELECT j.key AS place, i.id, i.key AS issue, i.path FROM json_each(:ids) j JOIN issues i ON i.id = j.value
        WHERE i.key != :key
        UNION ALL
        SELECT j.key, e.id, i.key, i.path FROM json_each(:ids) j JOIN entries e ON e.id = j.value
        JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue WHERE e.issue != :key
    ) ORDER BY place LIMIT 1
"""
#: Entries that somebody knows to be newer than they are here: changed, or withdrawn, since.
BEHIND = """
    WITH theirs AS (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS moment FROM json_each(:moments)
    )
    SELECT t.id FROM theirs t LEFT JOIN entries e ON e.id = t.id
    WHERE e.id IS NULL OR max(e.updated, coalesce(e.withdrawn, 0)) < t.moment
"""
SAVE_DATE = """
    INSERT INTO calendar VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        number = excluded.number, published = excluded.published, earliest = excluded.earliest,
        latest = excluded.latest, source = coalesce(nullif(excluded.source, ''), source)
"""
#: The dates of issues as far as they are known: by the post, or as once published.
CALENDAR = """
    SELECT c.path, c.number, coalesce(c.published, (
        SELECT e.published FROM issues i JOIN entries e ON e.issue = i.key AND e.section = ''
        WHERE i.path = c.path AND e.out = 1
    )), c.earliest, c.latest
    FROM calendar c {} ORDER BY c.path
"""
#: The posts that are no issue, and none that was withdrawn.
OF_NO_ISSUE = "WHERE NOT EXISTS (SELECT 1 FROM issues i WHERE i.path = c.path)"
#: Where issues are, and which number each has.
PLACES = "SELECT key, path FROM issues ORDER BY key"
#: Those at some paths, and those that were withdrawn.
PLACES_AMONG = """
    SELECT i.key, i.path FROM json_each(:paths) j CROSS JOIN issues i ON i.path = j.value
    UNION SELECT key, path FROM issues WHERE withdrawn IS NOT NULL ORDER BY 1
"""
PLACED = """
    SELECT i.key, i.digest, i.title, i.published, i.path, c.number
    FROM issues i LEFT JOIN calendar c ON c.path = i.path WHERE i.key = ?
"""
#: An issue leaves its place, with the answers by which it was cut; and it gets another one.
MOVE_OUT = (
    "UPDATE asked SET path = char(0) || :key WHERE path = (SELECT path FROM issues WHERE key = :key)",
    "UPDATE issues SET path = '' WHERE key = :key",
)
MOVE_IN = (
    "DELETE FROM asked WHERE path = :path",
    "UPDATE asked SET path = :path WHERE path = char(0) || :key",
    "UPDATE issues SET path = :path WHERE key = :key",
)
#: The posts that were read and had one of some digests.
WITH_DIGESTS = "SELECT digest, path FROM posts WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY path"
#: The entries of an issue as they were last stored, the issue itself first.
REMEMBERED = (
    "SELECT section, id, title, first_link, hash, published, updated, out, withdrawn IS NOT NULL, dropped, completion"
    " FROM entries WHERE issue = ? ORDER BY position, section"
)
ADOPT = (
    "UPDATE entries SET id = ?, published = ?, updated = ?, due = min(due, ?), out = 1, completion = ''"
    " WHERE issue = ? AND section = ?"
)
STAMPS = (
    "SELECT section, id, published, updated, topics, position, role, dropped, title, hash, grain, leaf,"
    " completion"
    " FROM entries WHERE issue = ?"
)
#: An entry that was withdrawn; the path of a post that was replaced by another is not known.
_WITHDRAWAL = """
    SELECT e.id, i.id, e.issue, e.section, e.grain, e.title || e.completion, coalesce(w.permalink, ''),
        e.published, e.updated, e.hash,
        coalesce(w.moment, e.withdrawn), w.id IS NOT NULL, CASE WHEN i.path = i.key THEN '' ELSE i.path END
"""
_WITHDRAWN = f"""{_WITHDRAWAL}
    FROM {{}} JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue
    LEFT JOIN withdrawals w ON w.id = e.id
    WHERE e.out = 1 AND e.withdrawn IS NOT NULL AND e.dropped = 0
    ORDER BY e.issue, e.section
"""
#: All published entries that were withdrawn, by key.
WITHDRAWN = _WITHDRAWN.format("entries e INDEXED BY entries_withdrawn")
#: The same of some issues.
WITHDRAWN_OF = _WITHDRAWN.format("json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value")
#: Those that authors withdrew after a moment, by id.
WITHDRAWN_BY_AUTHORS = f"""{_WITHDRAWAL}
    FROM withdrawals w JOIN entries e ON e.id = w.id JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue
    WHERE w.moment > :since ORDER BY w.id
"""
#: One section that is published.
ANY_SECTION = "SELECT 1 FROM entries WHERE out = 1 AND withdrawn IS NULL AND grain = 'section' LIMIT 1"
SECTION_HASHES = (
    "SELECT hash FROM entries WHERE issue = ? AND out = 1 AND withdrawn IS NULL AND grain = 'section' ORDER BY hash"
)
#: Issues that were not withdrawn, and whose post has these bytes; the last one first.
OF_BYTES = "SELECT key, path FROM issues WHERE digest = ? AND withdrawn IS NULL ORDER BY key DESC"
_OF_HASH = "FROM entries e INDEXED BY entries_by_hash WHERE e.out = 1 AND e.withdrawn IS NULL AND e.grain = 'section'"
#: Those with a published section of one of these hashes, the rarest; the last one first. Half of all issues may have
#: the same section, such as a notice.
OF_SECTIONS = f"""
    SELECT key, path FROM issues INDEXED BY issues_by_key WHERE withdrawn IS NULL AND key IN (
        SELECT e.issue {_OF_HASH} AND e.hash = (
            SELECT j.value FROM json_each(:hashes) j
            ORDER BY (SELECT count(*) FROM (SELECT 1 {_OF_HASH} AND e.hash = j.value LIMIT 100)) LIMIT 1
        )
    ) ORDER BY key DESC
"""  # noqa: S608 - all parts are here
#: How an issue that is out was cut.
ANSWERS = """
    SELECT a.trait, a.answer FROM issues i
    JOIN entries e ON e.issue = i.key AND e.section = '' AND e.out = 1
    JOIN asked a ON a.path = i.path
    WHERE i.key = ?
"""
#: Traits whose answers are no longer what was asked: those that became a habit, or are none any more. A chapter is
#: kept whole if as many issues keep it as divide it, and divided if more do.
OUTDATED = """
    SELECT DISTINCT a.path FROM json_each(:traits) j CROSS JOIN asked a ON a.trait = j.value
    WHERE a.answer != ((SELECT COUNT(*) FROM traits t WHERE t.trait = a.trait) >= max(a.enough, (
        SELECT COUNT(*) FROM traits t WHERE t.trait = CASE
            WHEN a.trait LIKE 'kept:%' THEN 'divided:' || substr(a.trait, 6)
            WHEN a.trait LIKE 'divided:%' THEN 'kept:' || substr(a.trait, 9) END
    ) + (a.trait LIKE 'divided:%')))
    ORDER BY a.path
"""
ASKED_OF = "SELECT a.* FROM json_each(?) j CROSS JOIN asked a ON a.path = j.value"
TRAITS_OF = "SELECT t.path, t.trait FROM json_each(?) j CROSS JOIN traits t ON t.path = j.value"
SHARED_ADDRESSES = """
    SELECT trait, json_group_array(path) FROM traits
    WHERE trait >= 'address:' AND trait < 'address;' GROUP BY trait HAVING COUNT(*) > 1 ORDER BY trait
"""
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
#: The published entries of an issue that are not among those that stay.
LEAVING = """
    SELECT section, id FROM entries
    WHERE issue = :issue AND out = 1 AND dropped = 0 AND withdrawn IS NULL
        AND section NOT IN (SELECT value FROM json_each(:stays))
"""
_PUBLISHED = """
    SELECT e.issue, CASE WHEN i.path = i.key THEN '' ELSE i.path END, i.id,
        e.section, e.id, e.grain, e.title || e.completion, e.first_link, e.published, e.updated, e.hash
    FROM {} CROSS JOIN entries e ON e.issue = i.key
    WHERE e.out = 1 AND (e.dropped = 0 OR e.withdrawn IS NULL)
    ORDER BY i.key, e.section != '', e.position, e.section
"""
#: All that was published, the issue before its parts, and these in reading order; but no part that feeds leave out,
#: once it is gone.
PUBLISHED = _PUBLISHED.format("issues i INDEXED BY issues_by_key")
#: The same of some issues.
PUBLISHED_OF = _PUBLISHED.format("json_each(:issues) j CROSS JOIN issues i INDEXED BY issues_by_key ON i.key = j.value")
STATUSES = """
    SELECT e.id, e.grain, e.title, e.issue, i.path, e.first_link, e.hash, e.out, CASE
        WHEN EXISTS (SELECT 1 FROM withdrawals w WHERE w.id = e.id) THEN 'withdrawn'
        WHEN e.withdrawn IS NOT NULL THEN 'recut'
        WHEN e.expires <= :now THEN 'expired'
        WHEN e.dropped THEN 'dropped'
    END
    FROM {} JOIN issues i INDEXED BY issues_by_key ON i.key = e.issue ORDER BY e.id
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
_VISIBLE = """
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
BY_ID = f"{_CANDIDATE} FROM entries e WHERE e.id = :id AND {_VISIBLE}"
IN_VOLUME = f"""
    SELECT e.id, e.issue, e.section
    FROM volumes v, json_each(v.ids) j CROSS JOIN entries e ON e.id = j.value
    WHERE v.feed = :feed AND v.number = :number AND {_VISIBLE}
    ORDER BY j.key
"""  # noqa: S608 - all parts are here


def loose(grain: Grain, *, topic: bool, once: bool, some: bool = False, few: bool = False) -> str:
    """Return the query for the entries of a *grain* that are not in the archive of `:feed`, oldest first.

    With *some* only those of the issues in `:issues`, as JSON; with *few* only those facts of them that binding needs.
    """
    facts = "SELECT e.id, e.published, e.size" if few else _CANDIDATE
    fits = "e.leaf = 1" if grain == "item" else "e.grain = :grain"
    wanted = f"{fits} AND {_VISIBLE}" + (f" AND {_NEVER_BEFORE}" if once else "")
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
    wanted = f"{fits} AND {_VISIBLE}" + (f" AND {_NEVER_BEFORE}" if once else "")
    if not topic:
        return f"{_CANDIDATE} FROM entries e WHERE {wanted} ORDER BY e.published DESC, e.position, e.id"
    return f"""{_CANDIDATE}
        FROM topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section
        WHERE t.topic = :topic AND {wanted}
        ORDER BY t.published DESC, t.position, e.id
    """


_IN_SPAN = ">= :start AND {0} < :end AND {0} <= :now"
_SELECT_ISSUE = "SELECT {0}.issue, {0}.title, {0}.permalink, {0}.language, {0}.published"
_LISTED_SECTION = "e.section, e.title, e.permalink, e.published, e.topics"
_GRAIN_IN_SPAN = f"""
    FROM entries e INDEXED BY entries_newest
    WHERE e.grain = '{{}}' AND {_VISIBLE} AND e.published {_IN_SPAN.format("e.published")}
"""
_ISSUES_IN_SPAN, _SECTIONS_IN_SPAN = _GRAIN_IN_SPAN.format("issue"), _GRAIN_IN_SPAN.format("section")
_OF_TOPIC = "FROM topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section"
_IN_SPAN_OF_TOPIC = f"""
    WHERE t.topic = :topic AND t.published {_IN_SPAN.format("t.published")} AND +e.grain = 'section' AND {_VISIBLE}
"""
#: The issues of a period, newest first.
LISTED_ISSUES = f"{_SELECT_ISSUE.format('e')} {_ISSUES_IN_SPAN} ORDER BY e.published DESC, e.position, e.id"
#: The sections of issues, in their order.
LISTED_SECTIONS = f"""{_SELECT_ISSUE.format("e").partition(",")[0]}, {_LISTED_SECTION}
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value
    WHERE +e.grain = 'section' AND {_VISIBLE} ORDER BY j.key, e.position, e.id
"""
#: The sections of a topic in a period, newest first, each after the key of its issue.
LISTED_OF_TOPIC = f"""SELECT t.issue, {_LISTED_SECTION} {_OF_TOPIC} {_IN_SPAN_OF_TOPIC}
    ORDER BY t.published DESC, t.position, e.id
"""
#: Issues by their keys, whether or not they are visible.
LISTED_WITH = f"""{_SELECT_ISSUE.format("i")}
    FROM json_each(:issues) j CROSS JOIN entries i ON i.issue = j.value AND i.section = ''
"""
COUNT_ISSUES = f"SELECT count(*) {_ISSUES_IN_SPAN}"
COUNT_OF_TOPIC = f"SELECT count(*) {_OF_TOPIC} {_IN_SPAN_OF_TOPIC}"
ANY_ISSUE = f"SELECT EXISTS (SELECT 1 {_ISSUES_IN_SPAN})"
ANY_OF_TOPIC = f"SELECT EXISTS (SELECT 1 {_OF_TOPIC} {_IN_SPAN_OF_TOPIC})"
SECTIONS_UP_TO = f"SELECT count(*) FROM (SELECT 1 {_SECTIONS_IN_SPAN} LIMIT :most)"  # noqa: S608 - names of ours
LISTED_OF_ISSUE = """
    SELECT section, title, permalink, language, published, topics, position, due, out
    FROM entries WHERE issue = ? AND grain != 'item' AND withdrawn IS NULL AND dropped = 0
"""
#: Under which topics and moments issues are listed.
LISTINGS = """
    SELECT '', e.published FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value AND e.section = ''
    UNION
    SELECT t.topic, t.published FROM json_each(:issues) j CROSS JOIN topics t ON t.issue = j.value
"""
_RELATABLE = f"""
    SELECT e.issue, e.section, t.published, e.topics, e.hosts {_OF_TOPIC}
    WHERE t.topic = :topic AND instr(t.section, '/') = 0 AND {_VISIBLE} AND e.expires IS NULL {{}}
    ORDER BY t.published DESC, t.position, t.issue, t.section
"""
#: The sections of a topic that others may lead to, newest first: they stay. The order is that of the table.
RELATABLE = _RELATABLE.format("")
LAST_RELATABLE = _RELATABLE.format("AND t.published < :before") + "LIMIT :most"
#: The sections of issues that lead to others: those with a topic.
RELATING = f"""
    SELECT e.issue, e.section, e.published, e.topics, e.hosts
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value
    WHERE +e.grain = 'section' AND {_VISIBLE} AND e.topics != ''
    ORDER BY j.key, e.position, e.section
"""  # noqa: S608 - all parts are here
#: Sections that others lead to, as far as they can be read.
LED_TO = f"""{_SELECT_ISSUE.format("i")}, {_LISTED_SECTION}
    FROM json_each(:sections) j
    CROSS JOIN entries e ON e.issue = json_extract(j.value, '$[0]') AND e.section = json_extract(j.value, '$[1]')
    CROSS JOIN entries i ON i.issue = e.issue AND i.section = ''
    WHERE {_VISIBLE}
"""
