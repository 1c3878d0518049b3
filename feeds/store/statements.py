"""The SQL: an ordered tuple of migrations, and the statements that take more than a line."""

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
)

SAVE_ISSUE = """
    INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, NULL, ?)
    ON CONFLICT (key) DO UPDATE SET
        path = excluded.path, digest = excluded.digest, title = excluded.title, published = excluded.published,
        withdrawn = NULL, data = excluded.data
"""
SAVE_ENTRY = """
    INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?, ?, ?, ?, ?)
    ON CONFLICT (issue, section) DO UPDATE SET
        role = excluded.role, dropped = excluded.dropped, position = excluded.position, title = excluded.title,
        first_link = excluded.first_link, hash = excluded.hash, published = excluded.published,
        updated = excluded.updated, due = excluded.due, expires = excluded.expires, withdrawn = NULL,
        revision = excluded.revision, size = excluded.size, topics = excluded.topics,
        authors = excluded.authors, hosts = excluded.hosts
"""
CONTESTED = """
    SELECT p.path, p.claim, i.path FROM posts p JOIN issues i ON i.id = p.claim
    WHERE p.claim != '' AND i.path != p.path ORDER BY p.path
"""
OTHER_HOLDER = """
    SELECT path FROM issues WHERE key IN (
        SELECT key FROM issues WHERE id = :id AND key != :key
        UNION SELECT issue FROM entries WHERE id = :id AND issue != :key
    )
"""
STAMPS = (
    "SELECT section, id, published, updated, topics, position, role, dropped, title, hash FROM entries WHERE issue = ?"
)
NEXT_MOMENT = """
    SELECT min(moment) FROM (
        SELECT min(due) AS moment FROM entries WHERE out = 0 AND due > :now AND withdrawn IS NULL
        UNION ALL
        SELECT min(expires) FROM entries WHERE expires > :now AND withdrawn IS NULL
    )
"""

_CANDIDATE = """
    SELECT e.id, e.issue, e.section, e.published, e.updated, e.revision, e.size,
        e.topics, e.authors, e.hosts
"""
_VISIBLE = """
    e.withdrawn IS NULL AND e.dropped = 0 AND e.due <= :now AND (e.expires IS NULL OR e.expires > :now)
"""
NEWEST_FIRST = f"""{_CANDIDATE} FROM entries e WHERE e.is_issue = :is_issue AND {_VISIBLE}
    ORDER BY e.published DESC, e.position, e.id
"""
NEWEST_OF_TOPIC = f"""{_CANDIDATE}
    FROM topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section
    WHERE t.topic = :topic AND {_VISIBLE}
    ORDER BY t.published DESC, t.position, e.id
"""
