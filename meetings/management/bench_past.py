"""Past meetings in bulk for the benchmark: handed over, scored and verified, by plain SQL."""

from django.db import connection

# A meeting for each month row from %(since)s to before %(until)s, %(members)s on its roll, and two
# evaluations under %(set)s with a mark for every criterion in %(codes)s, none of them quite full.
MEETINGS = """
INSERT INTO meetings_meeting
    (key, cell_month_id, kind, is_model, state, version, round, planned_on, place, is_online, topic,
     preparers, draft_content, documents_sent_on, held_on, started_at, ended_at, guests, conclusion,
     shortcomings, minutes_passed, saved_at, submitted_at, submitted_by_id, content_hash)
SELECT 'bench' || m.id, m.id, 'regular', false, 'verified', 3, 1, m.month + 3, 'Hội trường', false,
       '', '', '', m.month + 1, m.month + 3, '19:00', '20:35', '', '', '', true,
       m.month + 4, m.month + 4, %(by)s, ''
FROM meetings_cellmonth m
WHERE m.path LIKE %(below)s AND m.month >= %(since)s AND m.month < %(until)s
"""
ROLL = """
INSERT INTO meetings_attendance (meeting_id, member_id, status, reason, is_official, spoke, opinion)
SELECT g.id, p.id, CASE WHEN (g.id + p.place) %% 13 = 0 THEN 'excused' ELSE 'present' END, '',
       true, (g.id + p.place) %% 3 > 0, ''
FROM meetings_meeting g
CROSS JOIN (SELECT id, row_number() OVER () AS place FROM unnest(%(members)s) AS id) p
WHERE g.key LIKE 'bench%%'
"""
EVALUATIONS = """
INSERT INTO meetings_evaluation
    (meeting_id, stage, round, criteria_set_id, given_by_id, given_at, total, rank, rank_by_points,
     gate_messages, reason, meeting_kind, cell_kind, members, unexcused, applicable_points,
     applicable_max)
SELECT g.id, stage, 1, %(set)s, %(by)s, g.submitted_at, 90 + g.id %% 9, 'good', 'good', '[]', '',
       'regular', 'cell', 20, 0, 90 + g.id %% 9, 100
FROM meetings_meeting g CROSS JOIN unnest(ARRAY['self', 'verified']) AS stage
WHERE g.key LIKE 'bench%%'
"""
MARKS = """
INSERT INTO meetings_mark (evaluation_id, criterion, value, fact, points, max_points, reason)
SELECT e.id, code, CASE right(code, 1) WHEN '3' THEN '4' WHEN '4' THEN '4.5' WHEN '5' THEN 'true'
       ELSE '' END, CASE right(code, 1) WHEN '1' THEN '95' WHEN '2' THEN 'true' ELSE '' END,
       CASE right(code, 1) WHEN '3' THEN 4 WHEN '4' THEN 4.5 ELSE 5 END, 5, ''
FROM meetings_evaluation e JOIN meetings_meeting g ON g.id = e.meeting_id
CROSS JOIN unnest(%(codes)s) AS code
WHERE g.key LIKE 'bench%%'
"""


def make_past(*, below, since, until, members, criteria_set, codes, by):
    """Meetings of every cell below the path in the months from `since` to before `until`."""
    values = {
        "below": f"{below}%",
        "since": since,
        "until": until,
        "members": members,
        "set": criteria_set.pk,
        "codes": codes,
        "by": by.pk,
    }
    with connection.cursor() as cursor:
        for statement in (MEETINGS, ROLL, EVALUATIONS, MARKS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
