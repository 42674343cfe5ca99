"""What is counted of many meetings, and their evaluations with all marks: the SQL for reports.

The same figures as Django querysets would be a dozen questions for each meeting, and a quarter of
a committee has hundreds of meetings.
"""

from django.db import connection

# One row a meeting. Tasks: those judged here, and while the cell writes, what is open besides, as
# the record itself shows them (`meetings.models.contents`).
OBSERVATIONS = """
SELECT m.id AS meeting_id, m.started_at, m.ended_at, m.documents_sent_on, m.planned_on, m.held_on,
    m.pre_meeting_on,
    coalesce((m.submitted_at AT TIME ZONE %(time_zone)s)::date, %(today)s) AS published_on,
    coalesce(roll.present, 0) AS present, coalesce(roll.excused, 0) AS excused,
    coalesce(roll.unexcused, 0) AS unexcused, coalesce(roll.exempt, 0) AS exempt,
    coalesce(roll.away, 0) AS away, coalesce(roll.spoke, 0) AS spoke,
    coalesce(roll.eligible, 0) AS eligible,
    judged.tasks + waiting.tasks AS tasks, judged.done AS tasks_done,
    array(
        SELECT coalesce(r.in_favour, 0) FROM meetings_resolution r
        WHERE r.meeting_id = m.id ORDER BY r.id) AS votes_in_favour,
    coalesce(CASE WHEN roll.excused > 0 THEN (
        SELECT p.family_name || ' ' || p.given_name
        FROM meetings_attendance a JOIN cells_member p ON p.id = a.member_id
        WHERE a.meeting_id = m.id AND a.status = 'excused' AND %(in_a_row)s = (
            SELECT count(*)
            FROM (
                SELECT before.id
                FROM meetings_cellmonth bm
                JOIN meetings_meeting before ON before.cell_month_id = bm.id
                WHERE bm.cell_id = month.cell_id AND bm.month < month.month
                  AND bm.month >= date_trunc('year', month.month) AND before.held_on IS NOT NULL
                  AND before.kind IN ('regular', 'combined') AND before.state <> 'cancelled'
                ORDER BY bm.month DESC LIMIT %(in_a_row)s
            ) last
            JOIN meetings_attendance b ON b.meeting_id = last.id
             AND b.member_id = a.member_id AND b.status = 'excused')
        ORDER BY p.sort_key, p.id LIMIT 1) END, '') AS excused_again
FROM meetings_meeting m
JOIN meetings_cellmonth month ON month.id = m.cell_month_id
LEFT JOIN (
    SELECT a.meeting_id,
        count(*) FILTER (WHERE a.status = 'present') AS present,
        count(*) FILTER (WHERE a.status = 'excused') AS excused,
        count(*) FILTER (WHERE a.status = 'unexcused') AS unexcused,
        count(*) FILTER (WHERE a.status = 'exempt') AS exempt,
        count(*) FILTER (WHERE a.status = 'away') AS away,
        count(*) FILTER (WHERE a.status = 'present' AND a.spoke) AS spoke,
        count(*) FILTER (WHERE a.status = 'present' AND a.is_official) AS eligible
    FROM meetings_attendance a WHERE a.meeting_id = ANY (%(meetings)s) GROUP BY a.meeting_id
) roll ON roll.meeting_id = m.id
CROSS JOIN LATERAL (
    SELECT count(*) AS tasks, count(*) FILTER (WHERE v.outcome = 'done') AS done
    FROM meetings_taskreview v
    JOIN meetings_task t ON t.id = v.task_id
    JOIN meetings_meeting g ON g.id = t.meeting_id
    JOIN meetings_cellmonth gm ON gm.id = g.cell_month_id AND gm.month < month.month
    WHERE v.meeting_id = m.id
) judged
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN m.kind IN ('regular', 'combined') AND m.state IN ('planned', 'held', 'returned')
        THEN (
            SELECT count(*)
            FROM meetings_task t
            JOIN meetings_meeting g ON g.id = t.meeting_id
            JOIN meetings_cellmonth gm ON gm.id = g.cell_month_id AND gm.month < month.month
            WHERE t.cell_id = month.cell_id AND t.done_at_id IS NULL AND NOT EXISTS (
                SELECT FROM meetings_taskreview v
                WHERE v.task_id = t.id AND v.meeting_id = m.id))
        ELSE 0 END AS tasks
) waiting
WHERE m.id = ANY (%(meetings)s)
"""

# The marks of each evaluation as one object, criterion → [value, fact, points, maximum], so that
# the driver makes one value of them and not four for each criterion.
MARKS = """
SELECT k.evaluation_id, json_object_agg(
    k.criterion, json_build_array(k.value, k.fact, k.points::text, k.max_points::text))
FROM meetings_mark k WHERE k.evaluation_id = ANY (%(evaluations)s) GROUP BY k.evaluation_id
"""


def fetch_observations(meeting_ids, *, in_a_row, time_zone, today):
    """One mapping a meeting: the fields of `meetings.facts.Observed` that are stored.

    A member is `excused_again` who was excused here and at each of the last `in_a_row` regular
    meetings before in the same year. A record that was not handed over is `published_on` today.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            OBSERVATIONS,
            {
                "meetings": list(meeting_ids),
                "in_a_row": in_a_row,
                "time_zone": time_zone,
                "today": today,
            },
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_marks(evaluation_ids):
    """The marks of finished evaluations: {evaluation: {criterion: [value, fact, points, max]}}.

    All four are texts as they are stored.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"evaluations": list(evaluation_ids)})
        return dict(cursor.fetchall())
