"""The SQL statements about what pages list, and what sections lead to."""

from feeds.store.feed_statements import VISIBLE

_IN_SPAN = ">= :start AND {0} < :end AND {0} <= :now"
_SELECT_ISSUE = "SELECT {0}.issue, {0}.title, {0}.permalink, {0}.language, {0}.published"
_LISTED_SECTION = "e.section, e.title, e.permalink, e.published, e.topics"
_GRAIN_IN_SPAN = f"""
    FROM entries e INDEXED BY entries_newest
    WHERE e.grain = '{{}}' AND {VISIBLE} AND e.published {_IN_SPAN.format("e.published")}
"""
_ISSUES_IN_SPAN, _SECTIONS_IN_SPAN = _GRAIN_IN_SPAN.format("issue"), _GRAIN_IN_SPAN.format("section")
_OF_TOPIC = "FROM topics t CROSS JOIN entries e ON e.issue = t.issue AND e.section = t.section"
_IN_SPAN_OF_TOPIC = f"""
    WHERE t.topic = :topic AND t.published {_IN_SPAN.format("t.published")} AND +e.grain = 'section' AND {VISIBLE}
"""
#: The issues of a period, newest first.
LISTED_ISSUES = f"{_SELECT_ISSUE.format('e')} {_ISSUES_IN_SPAN} ORDER BY e.published DESC, e.position, e.id"
#: The sections of issues, in their order.
LISTED_SECTIONS = f"""{_SELECT_ISSUE.format("e").partition(",")[0]}, {_LISTED_SECTION}
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value
    WHERE +e.grain = 'section' AND {VISIBLE} ORDER BY j.key, e.position, e.id
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
    WHERE t.topic = :topic AND instr(t.section, '/') = 0 AND {VISIBLE} AND e.expires IS NULL {{}}
    ORDER BY t.published DESC, t.position, t.issue, t.section
"""
#: The sections of a topic that others may lead to, newest first: they stay. The order is that of the table.
RELATABLE = _RELATABLE.format("")
LAST_RELATABLE = _RELATABLE.format("AND t.published < :before") + "LIMIT :most"
#: The sections of issues that lead to others: those with a topic.
RELATING = f"""
    SELECT e.issue, e.section, e.published, e.topics, e.hosts
    FROM json_each(:issues) j CROSS JOIN entries e ON e.issue = j.value
    WHERE +e.grain = 'section' AND {VISIBLE} AND e.topics != ''
    ORDER BY j.key, e.position, e.section
"""  # noqa: S608 - all parts are here
#: Sections that others lead to, as far as they can be read.
LED_TO = f"""{_SELECT_ISSUE.format("i")}, {_LISTED_SECTION}
    FROM json_each(:sections) j
    CROSS JOIN entries e ON e.issue = json_extract(j.value, '$[0]') AND e.section = json_extract(j.value, '$[1]')
    CROSS JOIN entries i ON i.issue = e.issue AND i.section = ''
    WHERE {VISIBLE}
"""
