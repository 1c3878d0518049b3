"""The SQL statements about issues and posts that take more than a line.

To find the issue of an entry by its key, SQLite reads rows as long as posts. So `issues_by_key` is used, an index that
has all that is asked for.
"""

ADD_TOPIC = "INSERT INTO topics VALUES (?, ?, ?, ?, ?)"
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
