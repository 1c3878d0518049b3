"""The SQL: an ordered tuple of migrations, and the statements that take more than a line."""

from feeds.model import Grain

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE posts (
        path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, digest TEXT NOT NULL, claim TEXT NOT NULL,
        problems TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE issues (
        key TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, digest TEXT NOT NULL,
        title TEXT NOT NULL, published INTEGER, withdrawn INTEGER, data TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX issues_by_path ON issues (path);
    CREATE TABLE entries (
        issue TEXT NOT NULL, section TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL, dropped INTEGER NOT NULL, position INTEGER NOT NULL,
        title TEXT NOT NULL, first_link TEXT NOT NULL, hash TEXT NOT NULL,
        published INTEGER NOT NULL, updated INTEGER NOT NULL, due INTEGER NOT NULL, expires INTEGER,
        out INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER,
        revision TEXT NOT NULL, size INTEGER NOT NULL,
        topics TEXT NOT NULL, authors TEXT NOT NULL, hosts TEXT NOT NULL,
        is_issue INTEGER GENERATED ALWAYS AS (section = ''),
        PRIMARY KEY (issue, section)
    ) WITHOUT ROWID;
    CREATE INDEX entries_newest ON entries (is_issue, published DESC, position, id)
        WHERE withdrawn IS NULL AND dropped = 0;
    CREATE INDEX entries_due ON entries (due) WHERE out = 0;
    CREATE TABLE topics (
        topic TEXT NOT NULL, published INTEGER NOT NULL, position INTEGER NOT NULL,
        issue TEXT NOT NULL, section TEXT NOT NULL,
        PRIMARY KEY (topic, published DESC, position, issue, section)
    ) WITHOUT ROWID;
    CREATE INDEX topics_by_issue ON topics (issue);
    CREATE TABLE feeds (
        path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, entries TEXT NOT NULL, size INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE documents (path TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE entries ADD COLUMN grain TEXT NOT NULL DEFAULT 'section';
    ALTER TABLE entries ADD COLUMN leaf INTEGER NOT NULL DEFAULT 1;
    UPDATE entries SET grain = 'issue', leaf = 0 WHERE section = '';
    DROP INDEX entries_newest;
    CREATE INDEX entries_newest ON entries (grain, published DESC, position, id)
        WHERE withdrawn IS NULL AND dropped = 0;
    CREATE INDEX entries_leaves ON entries (published DESC, position, id)
        WHERE withdrawn IS NULL AND dropped = 0 AND leaf = 1;
    CREATE INDEX entries_by_link ON entries (first_link) WHERE grain = 'item';
    CREATE TABLE traits (
        path TEXT NOT NULL, trait TEXT NOT NULL, PRIMARY KEY (path, trait)
    ) WITHOUT ROWID;
    CREATE INDEX traits_by_trait ON traits (trait);
    CREATE TABLE asked (
        path TEXT NOT NULL, trait TEXT NOT NULL, enough INTEGER NOT NULL, answer INTEGER NOT NULL,
        PRIMARY KEY (path, trait)
    ) WITHOUT ROWID;
    CREATE INDEX asked_by_trait ON asked (trait);
    CREATE TABLE calendar (
        path TEXT PRIMARY KEY, number INTEGER, published INTEGER, earliest INTEGER, latest INTEGER,
        source TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE windows (
        feed TEXT PRIMARY KEY, rules TEXT NOT NULL, updated INTEGER NOT NULL, cut INTEGER, past TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE volumes (
        feed TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, updated INTEGER, digests TEXT NOT NULL,
        ids TEXT NOT NULL, PRIMARY KEY (feed, number)
    );
    CREATE TABLE archived (
        id TEXT NOT NULL, feed TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (id, feed)
    ) WITHOUT ROWID;
    CREATE TABLE touched (issue TEXT PRIMARY KEY) WITHOUT ROWID;
    DROP INDEX entries_by_link;
    CREATE INDEX entries_by_link ON entries (first_link, published, issue) WHERE grain = 'item';
    CREATE INDEX entries_expiring ON entries (expires) WHERE expires IS NOT NULL;
    INSERT INTO touched SELECT key FROM issues;
    """,
    """
    CREATE TABLE withdrawals (
        id TEXT PRIMARY KEY, moment INTEGER NOT NULL, permalink TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX withdrawals_by_moment ON withdrawals (moment);
    CREATE INDEX entries_withdrawn ON entries (withdrawn) WHERE withdrawn IS NOT NULL;
    CREATE TABLE leavers (
        id TEXT NOT NULL, feed TEXT NOT NULL, moment INTEGER NOT NULL, PRIMARY KEY (id, feed)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE links (
        url TEXT PRIMARY KEY, final TEXT NOT NULL, kind TEXT NOT NULL, status INTEGER NOT NULL, hops TEXT NOT NULL,
        fault TEXT NOT NULL, checked INTEGER NOT NULL, expires INTEGER NOT NULL, fails INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE waits (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE pages (
        url TEXT PRIMARY KEY, final TEXT NOT NULL, status INTEGER NOT NULL, fault TEXT NOT NULL,
        encoding TEXT NOT NULL, content BLOB NOT NULL, checked INTEGER NOT NULL, expires INTEGER NOT NULL,
        fails INTEGER NOT NULL
    );
    CREATE TABLE recovered (
        page TEXT PRIMARY KEY, digest TEXT NOT NULL, data TEXT NOT NULL, checked INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE targets (
        url TEXT PRIMARY KEY, status INTEGER NOT NULL, fault TEXT NOT NULL, checked INTEGER NOT NULL,
        since INTEGER, fails INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE uses (url TEXT NOT NULL, issue TEXT NOT NULL, PRIMARY KEY (url, issue)) WITHOUT ROWID;
    CREATE INDEX uses_by_issue ON uses (issue);
    CREATE TABLE lost (issue TEXT PRIMARY KEY, page TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE better (
        issue TEXT NOT NULL, section TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (issue, section)
    ) WITHOUT ROWID;
    CREATE TABLE stale (issue TEXT PRIMARY KEY) WITHOUT ROWID;
    """,
    """
    CREATE TABLE tags (issue TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (issue, tag)) WITHOUT ROWID;
    INSERT OR IGNORE INTO tags SELECT i.key, j.value FROM issues i, json_each(i.data, '$[0][4]') j;
    CREATE TABLE tag_topics (key TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE endings (feed TEXT PRIMARY KEY, title TEXT NOT NULL, moment INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    DROP TABLE touched;
    DELETE FROM meta WHERE name = 'archive root';
    """,
)

SAVE_ISSUE = """
    INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, NULL, ?)
    ON CONFLICT (key) DO UPDATE SET
        path = excluded.path, digest = excluded.digest, title = excluded.title, published = excluded.published,
        withdrawn = NULL, data = excluded.data
"""
SAVE_ENTRY = """
    INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (issue, section) DO UPDATE SET
        role = excluded.role, dropped = excluded.dropped, position = excluded.position, title = excluded.title,
        first_link = excluded.first_link, hash = excluded.hash, published = excluded.published,
        updated = excluded.updated, due = excluded.due, expires = excluded.expires, withdrawn = NULL,
        revision = excluded.revision, size = excluded.size, topics = excluded.topics,
        authors = excluded.authors, hosts = excluded.hosts, grain = excluded.grain, leaf = excluded.leaf
"""
CONTESTED = """
    SELECT p.path, p.claim, i.path FROM posts p JOIN issues i ON i.id = p.claim
    WHERE p.claim != '' AND i.path != p.path ORDER BY p.path
"""
OTHER_HOLDER = """
    SELECT id, issue, path FROM (
        SELECT j.key AS place, i.id, i.key AS issue, i.path FROM json_each(:ids) j JOIN issues i ON i.id = j.value
        WHERE i.key != :key
        UNION ALL
        SELECT j.key, e.id, i.key, i.path FROM json_each(:ids) j JOIN entries e ON e.id = j.value
        JOIN issues i ON i.key = e.issue WHERE e.issue != :key
    ) ORDER BY place LIMIT 1
"""
SAVE_DATE = """
    INSERT INTO calendar VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        number = excluded.number, published = excluded.published, earliest = excluded.earliest,
        latest = excluded.latest, source = coalesce(nullif(excluded.source, ''), source)
"""
#: What is known of when issues came: as the post says, or as was once published.
CALENDAR = """
    SELECT c.path, c.number, coalesce(c.published, (
        SELECT e.published FROM issues i JOIN entries e ON e.issue = i.key AND e.section = ''
        WHERE i.path = c.path AND e.out = 1
    )), c.earliest, c.latest
    FROM calendar c ORDER BY c.path
"""
#: Where issues are, and which number each has.
PLACES = """
    SELECT i.key, i.digest, i.title, i.published, i.path, c.number
    FROM issues i LEFT JOIN calendar c ON c.path = i.path ORDER BY i.key
"""
#: What was known of the entries of an issue, the issue itself first.
REMEMBERED = (
    "SELECT section, id, title, first_link, hash, published, updated, out, withdrawn IS NOT NULL"
    " FROM entries WHERE issue = ? ORDER BY position, section"
)
ADOPT = (
    "UPDATE entries SET id = ?, published = ?, updated = ?, due = min(due, ?), out = 1 WHERE issue = ? AND section = ?"
)
STAMPS = (
    "SELECT section, id, published, updated, topics, position, role, dropped, title, hash, grain, leaf"
    " FROM entries WHERE issue = ?"
)
#: An entry that was withdrawn; the path of a post that was replaced by another is not known.
_WITHDRAWAL = """
    SELECT e.id, i.id, e.issue, e.section, e.grain, e.title, coalesce(w.permalink, ''), e.published, e.updated, e.hash,
        coalesce(w.moment, e.withdrawn), w.id IS NOT NULL, CASE WHEN i.path = i.key THEN '' ELSE i.path END
"""
#: All published entries that were withdrawn, by key.
WITHDRAWN = f"""{_WITHDRAWAL}
    FROM entries e INDEXED BY entries_withdrawn JOIN issues i ON i.key = e.issue LEFT JOIN withdrawals w ON w.id = e.id
    WHERE e.out = 1 AND e.withdrawn IS NOT NULL AND e.dropped = 0
    ORDER BY e.issue, e.section
"""
#: Those that authors withdrew after a moment, by id.
WITHDRAWN_BY_AUTHORS = f"""{_WITHDRAWAL}
    FROM withdrawals w JOIN entries e ON e.id = w.id JOIN issues i ON i.key = e.issue
    WHERE w.moment > :since ORDER BY w.id
"""
#: How an issue that is out was cut.
ANSWERS = """
    SELECT a.trait, a.answer FROM issues i
    JOIN entries e ON e.issue = i.key AND e.section = '' AND e.out = 1
    JOIN asked a ON a.path = i.path
    WHERE i.key = ?
"""
#: Traits whose answers are no longer what was asked: those that became a habit, or are none any more.
OUTDATED = """
    SELECT DISTINCT a.path FROM json_each(:traits) j CROSS JOIN asked a ON a.trait = j.value
    WHERE a.answer != ((SELECT COUNT(*) FROM traits t WHERE t.trait = a.trait) >= a.enough)
    ORDER BY a.path
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
#: What was in feeds of an issue, and is not among what stays.
LEAVING = """
    SELECT section, id FROM entries
    WHERE issue = :issue AND out = 1 AND dropped = 0 AND withdrawn IS NULL
        AND section NOT IN (SELECT value FROM json_each(:stays))
"""
STATUSES = """
    SELECT e.id, e.grain, e.title, e.issue, i.path, e.first_link, e.hash, e.out, CASE
        WHEN EXISTS (SELECT 1 FROM withdrawals w WHERE w.id = e.id) THEN 'withdrawn'
        WHEN e.withdrawn IS NOT NULL THEN 'recut'
        WHEN e.expires <= :now THEN 'expired'
        WHEN e.dropped THEN 'dropped'
    END
    FROM {} JOIN issues i ON i.key = e.issue ORDER BY e.id
"""

_CANDIDATE = """
    SELECT e.id, e.issue, e.section, e.published, e.updated, e.revision || coalesce((
            SELECT ' ' || b.mark FROM better b WHERE b.issue = e.issue AND b.section = e.section
        ), ''), e.size, e.topics, e.authors, e.hosts,
        CASE WHEN e.section = '' THEN (
            SELECT group_concat(s.topics, char(10)) FROM entries s
            WHERE s.issue = e.issue AND s.grain = 'section' AND s.dropped = 0 AND s.withdrawn IS NULL
        ) END
"""
#: The words of what is gone are gone, too: nothing can show it again.
CANDIDATES = f"{_CANDIDATE} FROM json_each(:ids) j JOIN entries e ON e.id = j.value AND e.withdrawn IS NULL"
#: Whether items stand in a feed; most newsletters have none, which the first line tells from an index.
SHOWS_ITEMS = """
    SELECT EXISTS (SELECT 1 FROM entries WHERE grain = 'item' AND withdrawn IS NULL AND dropped = 0) AND EXISTS (
        SELECT 1 FROM feeds f, json_each(f.entries) j CROSS JOIN entries e ON e.id = j.key WHERE e.grain = 'item'
    )
"""
_VISIBLE = """
    e.withdrawn IS NULL AND e.dropped = 0 AND e.due <= :now AND (e.expires IS NULL OR e.expires > :now)
"""
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
#: What is in an archive and should no longer be.
OUTDATED_IN_ARCHIVES = """
    SELECT a.feed, a.number, a.id
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value CROSS JOIN archived a ON a.id = e.id
    WHERE e.withdrawn IS NOT NULL OR e.expires <= :now ORDER BY a.feed, a.number
"""
BY_ID = f"{_CANDIDATE} FROM entries e WHERE e.id = :id AND {_VISIBLE}"


def loose(grain: Grain, *, topic: bool, once: bool, some: bool) -> str:
    """Return the query for the entries of a *grain* that are not in the archive of `:feed`, oldest first.

    With *some* only those of the issues in `:issues`, as JSON.
    """
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
    return f"{_CANDIDATE} FROM {source} WHERE {wanted} ORDER BY e.published, e.position DESC, e.id DESC"


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
