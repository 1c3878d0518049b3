"""The tables of the store, as an ordered tuple of migrations: a file of any release becomes one of this release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

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
    """
    CREATE TABLE linked (path TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (path, target)) WITHOUT ROWID;
    CREATE INDEX entries_changed ON entries (updated) WHERE out = 1 AND withdrawn IS NULL;
    DROP INDEX issues_by_path;
    CREATE INDEX issues_by_path ON issues (path, withdrawn);
    CREATE TABLE files (
        path TEXT NOT NULL, url TEXT NOT NULL, page TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (path, url)
    ) WITHOUT ROWID;
    DELETE FROM meta WHERE name = 'cut';
    ALTER TABLE entries ADD COLUMN completion TEXT NOT NULL DEFAULT '';
    ALTER TABLE entries ADD COLUMN language TEXT NOT NULL DEFAULT '';
    CREATE INDEX entries_by_title ON entries (title COLLATE NOCASE, published, issue) WHERE section != '';
    DROP TABLE lost;
    CREATE TABLE tallies (
        issue TEXT PRIMARY KEY, page TEXT NOT NULL, letters INTEGER NOT NULL, links INTEGER NOT NULL,
        bare INTEGER NOT NULL, few TEXT NOT NULL, named INTEGER NOT NULL
    ) WITHOUT ROWID;
    DELETE FROM meta WHERE name = 'links';
    CREATE TABLE young (issue TEXT PRIMARY KEY, moment INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE pings (
        path TEXT PRIMARY KEY, digest TEXT NOT NULL, due INTEGER, tries INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    DELETE FROM meta WHERE name IN ('cut', 'links');
    CREATE INDEX issues_by_key ON issues (key, path, id, title, withdrawn);
    ALTER TABLE entries ADD COLUMN permalink TEXT NOT NULL DEFAULT '';
    UPDATE entries SET permalink = coalesce((
        SELECT json_extract(data, '$[0][1]') FROM issues WHERE key = issue
    ), '') WHERE section = '';
    UPDATE entries SET permalink = coalesce((
        SELECT json_extract(j.value, '$[1][0]') FROM issues i, json_each(i.data, '$[2]') j
        WHERE i.key = issue AND json_extract(j.value, '$[0]') = section
    ), '') WHERE section != '';
    CREATE TABLE archive_pages (path TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
    ALTER TABLE feeds ADD COLUMN frame TEXT NOT NULL DEFAULT '';
    CREATE TABLE histories (
        topic TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, counts TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TRIGGER topic_given AFTER INSERT ON topics
        BEGIN DELETE FROM histories WHERE topic = new.topic; END;
    CREATE TRIGGER topic_taken AFTER DELETE ON topics
        BEGIN DELETE FROM histories WHERE topic = old.topic; END;
    CREATE TRIGGER topic_dated AFTER UPDATE ON topics
        BEGIN DELETE FROM histories WHERE topic IN (old.topic, new.topic); END;
    CREATE TRIGGER issue_added AFTER INSERT ON entries WHEN new.grain = 'issue'
        BEGIN DELETE FROM histories WHERE topic = ''; END;
    CREATE TRIGGER issue_removed AFTER DELETE ON entries WHEN old.grain = 'issue'
        BEGIN DELETE FROM histories WHERE topic = ''; END;
    CREATE TRIGGER issue_dated AFTER UPDATE OF grain, published, withdrawn, dropped ON entries
        WHEN 'issue' IN (old.grain, new.grain) AND (old.grain, old.published, old.withdrawn, old.dropped)
            IS NOT (new.grain, new.published, new.withdrawn, new.dropped)
        BEGIN DELETE FROM histories WHERE topic = ''; END;
    """,
    """
    CREATE TABLE related (issue TEXT PRIMARY KEY, sections TEXT NOT NULL) WITHOUT ROWID;
    """,
    # Whether a new post says what a published issue says.
    """
    CREATE INDEX issues_by_digest ON issues (digest);
    CREATE INDEX entries_by_hash ON entries (hash, issue) WHERE out = 1 AND withdrawn IS NULL AND grain = 'section';
    """,
    """
    CREATE TABLE uncopied (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
    CREATE TRIGGER copy_entry AFTER UPDATE OF
        id, position, title, completion, first_link, hash, published, updated, out, withdrawn, dropped ON entries
        WHEN 1 IN (old.out, new.out) AND (
            old.id, old.position, old.title, old.completion, old.first_link, old.hash, old.published, old.updated,
            old.out, old.withdrawn, old.dropped
        ) IS NOT (
            new.id, new.position, new.title, new.completion, new.first_link, new.hash, new.published, new.updated,
            new.out, new.withdrawn, new.dropped
        )
        BEGIN INSERT INTO uncopied SELECT 'issue', new.issue
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', new.issue)); END;
    CREATE TRIGGER copy_place AFTER UPDATE OF id, path ON issues
        WHEN (old.id, old.path) IS NOT (new.id, new.path)
        BEGIN INSERT INTO uncopied SELECT 'issue', new.key
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', new.key)); END;
    CREATE TRIGGER copy_withdrawal AFTER INSERT ON withdrawals
        BEGIN INSERT INTO uncopied SELECT 'issue', issue
            FROM entries WHERE id = new.id
            AND NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', issue)); END;
    CREATE TRIGGER copy_put_back AFTER DELETE ON withdrawals
        BEGIN INSERT INTO uncopied SELECT 'issue', issue
            FROM entries WHERE id = old.id
            AND NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', issue)); END;
    CREATE TRIGGER copy_left AFTER INSERT ON leavers
        BEGIN INSERT INTO uncopied SELECT 'issue', issue
            FROM entries WHERE id = new.id AND withdrawn IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', issue)); END;
    CREATE TRIGGER copy_came_back AFTER DELETE ON leavers
        BEGIN INSERT INTO uncopied SELECT 'issue', issue
            FROM entries WHERE id = old.id AND withdrawn IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('issue', issue)); END;
    CREATE TRIGGER copy_feed BEFORE INSERT ON feeds
        WHEN NOT EXISTS (
            SELECT 1 FROM feeds f WHERE f.path = new.path AND (SELECT json_group_array(key) FROM json_each(f.entries))
                = (SELECT json_group_array(key) FROM json_each(new.entries))
        )
        BEGIN INSERT INTO uncopied SELECT 'feed', new.path
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('feed', new.path)); END;
    CREATE TRIGGER copy_no_feed AFTER DELETE ON feeds
        BEGIN INSERT INTO uncopied SELECT 'feed', old.path
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('feed', old.path)); END;
    CREATE TRIGGER copy_window BEFORE INSERT ON windows
        WHEN NOT EXISTS (
            SELECT 1 FROM windows WHERE feed = new.feed AND (rules, updated, cut, past)
                IS (new.rules, new.updated, new.cut, new.past)
        )
        BEGIN INSERT INTO uncopied SELECT 'feed', new.feed
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('feed', new.feed)); END;
    CREATE TRIGGER copy_no_window AFTER DELETE ON windows
        BEGIN INSERT INTO uncopied SELECT 'feed', old.feed
            WHERE NOT EXISTS (SELECT 1 FROM uncopied WHERE (kind, name) = ('feed', old.feed)); END;
    """,
    # What a run looks for among all posts is found without reading thousands that have nothing of it.
    """
    CREATE INDEX posts_to_read_again ON posts (path) WHERE fingerprint = '';
    CREATE INDEX posts_with_problems ON posts (path) WHERE problems != '[]';
    CREATE INDEX posts_with_claims ON posts (claim, path) WHERE claim != '';
    CREATE TRIGGER address_given AFTER INSERT ON traits WHEN substr(new.trait, 1, 8) = 'address:'
        BEGIN DELETE FROM meta WHERE name = 'shared addresses'; END;
    CREATE TRIGGER address_taken AFTER DELETE ON traits WHEN substr(old.trait, 1, 8) = 'address:'
        BEGIN DELETE FROM meta WHERE name = 'shared addresses'; END;
    """,
    # Of a topic that has changed only the months are counted again in which it has.
    """
    DELETE FROM histories;
    CREATE TABLE recounts (topic TEXT NOT NULL, month TEXT NOT NULL, PRIMARY KEY (topic, month)) WITHOUT ROWID;
    DROP TRIGGER topic_given;
    DROP TRIGGER topic_taken;
    DROP TRIGGER topic_dated;
    DROP TRIGGER issue_added;
    DROP TRIGGER issue_removed;
    DROP TRIGGER issue_dated;
    CREATE TRIGGER topic_given AFTER INSERT ON topics BEGIN
        INSERT INTO recounts SELECT new.topic, coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = new.topic) AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = new.topic
                    AND month = coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            );
    END;
    CREATE TRIGGER topic_taken AFTER DELETE ON topics BEGIN
        INSERT INTO recounts SELECT old.topic, coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = old.topic) AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = old.topic
                    AND month = coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            );
    END;
    CREATE TRIGGER topic_dated AFTER UPDATE ON topics BEGIN
        INSERT INTO recounts SELECT old.topic, coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = old.topic) AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = old.topic
                    AND month = coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            );
        INSERT INTO recounts SELECT new.topic, coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = new.topic) AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = new.topic
                    AND month = coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            );
    END;
    CREATE TRIGGER issue_added AFTER INSERT ON entries WHEN new.grain = 'issue' BEGIN
        INSERT INTO recounts SELECT '', coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = '') AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = ''
                    AND month = coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            );
    END;
    CREATE TRIGGER issue_removed AFTER DELETE ON entries WHEN old.grain = 'issue' BEGIN
        INSERT INTO recounts SELECT '', coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = '') AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = ''
                    AND month = coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            );
    END;
    CREATE TRIGGER issue_dated AFTER UPDATE OF grain, published, withdrawn, dropped ON entries
        WHEN 'issue' IN (old.grain, new.grain) AND (old.grain, old.published, old.withdrawn, old.dropped)
            IS NOT (new.grain, new.published, new.withdrawn, new.dropped) BEGIN
        INSERT INTO recounts SELECT '', coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = '') AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = ''
                    AND month = coalesce(strftime('%Y-%m', old.published, 'unixepoch'), '')
            );
        INSERT INTO recounts SELECT '', coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            WHERE EXISTS (SELECT 1 FROM histories WHERE topic = '') AND NOT EXISTS (
                SELECT 1 FROM recounts WHERE topic = ''
                    AND month = coalesce(strftime('%Y-%m', new.published, 'unixepoch'), '')
            );
    END;
    """,
    # Issues that come back in another file are looked for among those that were withdrawn.
    "CREATE INDEX issues_withdrawn ON issues (key, path) WHERE withdrawn IS NOT NULL;",
    # How much an archive page lists is remembered, for the page that links to it. All are rendered once, to be counted.
    """
    ALTER TABLE archive_pages ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
    UPDATE archive_pages SET mark = '';
    """,
    # Months are kept by their numbers.
    "DELETE FROM histories; DELETE FROM recounts;",
    # What the page of a feed shows beside its entries: if only they change, and not there, it is not rendered.
    "ALTER TABLE feeds ADD COLUMN page TEXT NOT NULL DEFAULT '';",
    # What feeds carry is selected again only where an entry has changed that is, was or may be in them.
    """
    CREATE TABLE touched (issue TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (issue, id)) WITHOUT ROWID;
    CREATE TRIGGER touch_added AFTER INSERT ON entries
        BEGIN INSERT INTO touched SELECT new.issue, new.id
            WHERE NOT EXISTS (SELECT 1 FROM touched WHERE (issue, id) = (new.issue, new.id)); END;
    CREATE TRIGGER touch_removed AFTER DELETE ON entries
        BEGIN INSERT INTO touched SELECT old.issue, old.id
            WHERE NOT EXISTS (SELECT 1 FROM touched WHERE (issue, id) = (old.issue, old.id)); END;
    CREATE TRIGGER touch_changed AFTER UPDATE OF
        id, position, published, updated, due, expires, withdrawn, dropped, revision, size, topics, authors, hosts,
        language, grain, leaf ON entries
        WHEN (
            old.id, old.position, old.published, old.updated, old.due, old.expires, old.withdrawn, old.dropped,
            old.revision, old.size, old.topics, old.authors, old.hosts, old.language, old.grain, old.leaf
        ) IS NOT (
            new.id, new.position, new.published, new.updated, new.due, new.expires, new.withdrawn, new.dropped,
            new.revision, new.size, new.topics, new.authors, new.hosts, new.language, new.grain, new.leaf
        )
        BEGIN INSERT INTO touched SELECT e.issue, e.id
            FROM (SELECT old.issue AS issue, old.id AS id UNION SELECT new.issue, new.id) e
            WHERE NOT EXISTS (SELECT 1 FROM touched WHERE (issue, id) = (e.issue, e.id)); END;
    CREATE TRIGGER touch_bettered AFTER INSERT ON better
        BEGIN INSERT INTO touched SELECT e.issue, e.id FROM entries e
            WHERE e.issue = new.issue AND e.section = new.section
            AND NOT EXISTS (SELECT 1 FROM touched WHERE (issue, id) = (e.issue, e.id)); END;
    CREATE TRIGGER touch_worsened AFTER DELETE ON better
        BEGIN INSERT INTO touched SELECT e.issue, e.id FROM entries e
            WHERE e.issue = old.issue AND e.section = old.section
            AND NOT EXISTS (SELECT 1 FROM touched WHERE (issue, id) = (e.issue, e.id)); END;
    CREATE TRIGGER touch_window AFTER INSERT ON windows
        BEGIN DELETE FROM meta WHERE name = 'selected'; END;
    CREATE TRIGGER touch_no_window AFTER DELETE ON windows
        BEGIN DELETE FROM meta WHERE name = 'selected'; END;
    CREATE TRIGGER touch_feed BEFORE INSERT ON feeds
        WHEN NOT EXISTS (SELECT 1 FROM feeds WHERE (path, entries) = (new.path, new.entries))
        BEGIN DELETE FROM meta WHERE name = 'selected'; END;
    CREATE TRIGGER touch_no_feed AFTER DELETE ON feeds
        BEGIN DELETE FROM meta WHERE name = 'selected'; END;
    """,
    # What feedgen writes for feeds and entries of one shape, so that it need not be imported to write more of them.
    "CREATE TABLE forms (name TEXT PRIMARY KEY, mark TEXT NOT NULL, written BLOB NOT NULL)",
    # The volumes of all archives are listed without reading rows that also have the ids of hundreds of entries.
    "CREATE INDEX volumes_listed ON volumes (feed, number, name, updated, digests)",
)


def statements_of(script: str) -> Iterator[str]:
    """Yield the statements of a migration; a trigger has some within."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
