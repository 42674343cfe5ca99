"""What a committee's cells did in a year, added up by the database: a statement for each source.

A cell's twelve months and meetings come as arrays in one row, so that a page of three hundred cells
reads three hundred rows of each and no record.
"""

from django.db import connection

# The cells whose last month of the year stood below one of %(paths)s, as they were called then.
# The last one decides, so that a cell that moved is ranked once, with all its months.
# %(cell)s is one cell to look for, or NULL.
CELLS = """
WITH candidate AS (
    SELECT DISTINCT m.cell_id
    FROM unnest(%(paths)s::text[]) AS top (path)
    JOIN meetings_cellmonth m ON m.month = ANY (%(months)s::date[])
        AND m.path >= top.path AND m.path < top.path || ':'
        AND (%(cell)s::bigint IS NULL OR m.cell_id = %(cell)s)
), mine AS (
    SELECT c.cell_id, last.path, daterange(last.month, (last.month + interval '1 month')::date) days
    FROM candidate c
    CROSS JOIN LATERAL (
        SELECT m.path, m.month FROM meetings_cellmonth m
        WHERE m.cell_id = c.cell_id AND m.month <= %(last)s ORDER BY m.month DESC LIMIT 1
    ) last
    WHERE EXISTS (
        SELECT FROM unnest(%(paths)s::text[]) AS top (path)
        WHERE last.path >= top.path AND last.path < top.path || ':')
)
SELECT mine.cell_id, o.key, v.short_name, coalesce(up.short_name, ''), mine.path,
       EXISTS (
           SELECT FROM cells_partyorgversion now
           WHERE now.org_id = mine.cell_id AND now.period @> %(today)s::date)
FROM mine
JOIN cells_partyorg o ON o.id = mine.cell_id
CROSS JOIN LATERAL (
    SELECT short_name, sort_key FROM cells_partyorgversion
    WHERE org_id = mine.cell_id AND period && mine.days ORDER BY lower(period) DESC LIMIT 1
) v
LEFT JOIN LATERAL (
    SELECT short_name, sort_key FROM cells_partyorgversion
    WHERE org_id = nullif(split_part(mine.path, '/', -3), '')::bigint AND period && mine.days
    ORDER BY lower(period) DESC LIMIT 1
) up ON true
ORDER BY v.sort_key, up.sort_key, mine.cell_id
"""

# A month is coded by what is to be shown of it: see `meetings.years.CODES`. %(over)s is the last
# month whose record is overdue, so that the month that is running counts for nobody.
MONTHS = """
SELECT m.cell_id,
    array_agg(extract(month FROM m.month)::int ORDER BY m.month),
    array_agg(CASE
        WHEN m.rank_level IS NOT NULL THEN m.rank_level || ' ' || round(m.final_score)
        WHEN m.state = ANY (%(met)s) THEN 'w'
        WHEN m.state = 'not_held' OR m.month <= %(over)s THEN 'o'
        ELSE '' END ORDER BY m.month),
    count(*) FILTER (
        WHERE m.state = ANY (%(met)s) OR m.state = 'not_held' OR m.month <= %(over)s),
    count(*) FILTER (WHERE m.state = ANY (%(met)s)),
    count(m.rank_level),
    count(*) FILTER (WHERE m.rank_level = 0),
    max(m.rank_level),
    count(*) FILTER (WHERE m.thematic_owed AND m.month <= %(over)s),
    count(*) FILTER (WHERE m.days_late > 0),
    sum(m.expected),
    sum(m.present)
FROM unnest(%(cells)s::bigint[]) AS wanted (id)
JOIN meetings_cellmonth m ON m.cell_id = wanted.id AND m.month BETWEEN %(first)s AND %(last)s
GROUP BY m.cell_id
"""

# The verified result of each meeting, that of the decision where there is one; and the tasks given
# at them. A task that nobody has judged and whose day is to come is not due yet.
MEETINGS = """
WITH meeting AS MATERIALIZED (
    SELECT month.cell_id, extract(month FROM month.month)::int AS number, m.id, m.kind, m.held_on,
        m.round, CASE m.state WHEN 'closed' THEN 'final' WHEN 'verified' THEN 'verified' END stage
    FROM unnest(%(cells)s::bigint[]) AS wanted (id)
    JOIN meetings_cellmonth month ON month.cell_id = wanted.id
        AND month.month BETWEEN %(first)s AND %(last)s
    JOIN meetings_meeting m ON m.cell_month_id = month.id AND m.state <> 'cancelled'
), task AS (
    SELECT meeting.cell_id, count(*) AS given,
        count(*) FILTER (WHERE t.done_at_id IS NOT NULL OR t.due_on < %(today)s
            OR EXISTS (SELECT FROM meetings_taskreview r WHERE r.task_id = t.id)) AS due,
        count(t.done_at_id) AS done
    FROM meeting JOIN meetings_task t ON t.meeting_id = meeting.id
    GROUP BY meeting.cell_id
), year AS (
    SELECT m.cell_id,
        count(*) FILTER (WHERE m.kind IN ('thematic', 'combined') AND m.held_on IS NOT NULL)
            AS thematic,
        sum(m.round - 1) AS returned,
        count(*) FILTER (WHERE e.rank <> e.rank_by_points) AS gates,
        array_agg(m.number ORDER BY m.number, m.id) FILTER (WHERE e.id IS NOT NULL) AS numbers,
        array_agg(m.kind ORDER BY m.number, m.id) FILTER (WHERE e.id IS NOT NULL) AS kinds,
        array_agg(e.total ORDER BY m.number, m.id) FILTER (WHERE e.id IS NOT NULL) AS totals,
        array_agg(e.rank ORDER BY m.number, m.id) FILTER (WHERE e.id IS NOT NULL) AS ranks,
        array_agg(e.criteria_set_id ORDER BY m.number, m.id) FILTER (WHERE e.id IS NOT NULL)
            AS sets
    FROM meeting m
    LEFT JOIN meetings_evaluation e ON e.meeting_id = m.id AND e.stage = m.stage
        AND e.round = m.round AND e.total IS NOT NULL
    GROUP BY m.cell_id
)
SELECT year.cell_id, coalesce(task.given, 0), coalesce(task.due, 0), coalesce(task.done, 0),
    year.thematic, year.returned, year.gates, year.numbers, year.kinds, year.totals, year.ranks,
    year.sets
FROM year LEFT JOIN task USING (cell_id)
"""

# What is told in sentences: (cell, month, what, text), a row for each sentence.
NOTES = """
SELECT cell_id, month, 'not_held', not_held_reason
FROM meetings_cellmonth
WHERE cell_id = ANY (%(cells)s) AND month BETWEEN %(first)s AND %(last)s
  AND (state = 'not_held' OR (month <= %(over)s AND state <> ALL (%(met)s)))
UNION ALL
SELECT month.cell_id, month.month, 'gate',
    array_to_string(array(SELECT jsonb_array_elements_text(e.gate_messages)), '; ')
FROM meetings_cellmonth month
JOIN meetings_meeting m ON m.cell_month_id = month.id AND m.state <> 'cancelled'
JOIN meetings_evaluation e ON e.meeting_id = m.id AND e.round = m.round
    AND e.stage = CASE m.state WHEN 'closed' THEN 'final' WHEN 'verified' THEN 'verified' END
WHERE month.cell_id = ANY (%(cells)s) AND month.month BETWEEN %(first)s AND %(last)s
  AND e.total IS NOT NULL AND e.rank <> e.rank_by_points
UNION ALL
SELECT month.cell_id, month.month, 'returned', t.reason
FROM meetings_cellmonth month
JOIN meetings_meeting m ON m.cell_month_id = month.id AND m.state <> 'cancelled'
JOIN meetings_transition t ON t.meeting_id = m.id AND t.to_state = 'returned'
WHERE month.cell_id = ANY (%(cells)s) AND month.month BETWEEN %(first)s AND %(last)s
ORDER BY 1, 2, 3, 4
"""

# One row a member with anything in the year: (key, family name, given name, present, excused,
# unexcused, not counted, tasks given, tasks done, still on the roll), in the order of the roll.
MEMBERS = """
WITH held AS (
    SELECT m.id FROM meetings_cellmonth month
    JOIN meetings_meeting m ON m.cell_month_id = month.id AND m.state <> 'cancelled'
    WHERE month.cell_id = %(cell)s AND month.month BETWEEN %(first)s AND %(last)s
      AND m.held_on IS NOT NULL
), came AS (
    SELECT a.member_id,
        count(*) FILTER (WHERE a.status = 'present') AS present,
        count(*) FILTER (WHERE a.status = 'excused') AS excused,
        count(*) FILTER (WHERE a.status = 'unexcused') AS unexcused,
        count(*) FILTER (WHERE a.status IN ('exempt', 'away', 'suspended')) AS aside
    FROM held JOIN meetings_attendance a ON a.meeting_id = held.id
    GROUP BY a.member_id
), did AS (
    SELECT t.assignee_id AS member_id, count(*) AS given, count(t.done_at_id) AS done
    FROM held JOIN meetings_task t ON t.meeting_id = held.id
    GROUP BY t.assignee_id
)
SELECT p.key, p.family_name, p.given_name,
    coalesce(came.present, 0), coalesce(came.excused, 0), coalesce(came.unexcused, 0),
    coalesce(came.aside, 0), coalesce(did.given, 0), coalesce(did.done, 0),
    EXISTS (
        SELECT FROM cells_membership s
        WHERE s.member_id = p.id AND s.cell_id = %(cell)s AND s.period @> %(today)s::date)
FROM cells_member p
LEFT JOIN came ON came.member_id = p.id
LEFT JOIN did ON did.member_id = p.id
WHERE came.member_id IS NOT NULL OR did.member_id IS NOT NULL
ORDER BY p.sort_key, p.id
"""


def fetch(statement, **parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
