"""One question for a whole record: the SQL behind `meetings.contents.read_record`.

As Django querysets this would be a dozen questions, or one with a dozen annotations whose SQL takes
longer to build than all the rest of the request takes together.
"""

from django.db import connection

# Everything about meeting %(meeting)s as one JSON object; dates as text, absent parts as [].
RECORD = """
SELECT json_build_object(
    'roll', array(
        SELECT json_build_object(
            'member_id', a.member_id, 'family_name', p.family_name, 'given_name', p.given_name,
            'is_official', a.is_official, 'status', a.status, 'reason', a.reason,
            'spoke', a.spoke, 'opinion', a.opinion)
        FROM meetings_attendance a JOIN cells_member p ON p.id = a.member_id
        WHERE a.meeting_id = m.id ORDER BY p.sort_key, p.id),
    'agenda', array(
        SELECT json_build_object(
            'id', i.id, 'title', i.title, 'text', i.text, 'is_on_paper', i.is_on_paper)
        FROM meetings_agendaitem i WHERE i.meeting_id = m.id ORDER BY i.position, i.id),
    'documents', array(
        SELECT json_build_object('id', d.id, 'number', d.number, 'title', d.title)
        FROM meetings_passeddocument d WHERE d.meeting_id = m.id ORDER BY d.id),
    'resolutions', array(
        SELECT json_build_object(
            'id', r.id, 'kind', r.kind, 'number', r.number, 'title', r.title, 'text', r.text,
            'in_favour', r.in_favour, 'against', r.against, 'abstaining', r.abstaining)
        FROM meetings_resolution r WHERE r.meeting_id = m.id ORDER BY r.id),
    'tasks', array(
        SELECT json_build_object(
            'id', t.id, 'what', t.what, 'assignee_id', t.assignee_id, 'due_on', t.due_on)
        FROM meetings_task t WHERE t.meeting_id = m.id ORDER BY t.id),
    'reviews', array(
        SELECT json_build_object(
            'task_id', t.id, 'what', t.what, 'assignee', p.family_name || ' ' || p.given_name,
            'due_on', t.due_on, 'outcome', coalesce(v.outcome, ''),
            'reason', coalesce(v.reason, ''))
        FROM meetings_task t
        JOIN cells_member p ON p.id = t.assignee_id
        JOIN meetings_meeting g ON g.id = t.meeting_id
        JOIN meetings_cellmonth gm ON gm.id = g.cell_month_id AND gm.month < month.month
        LEFT JOIN meetings_taskreview v ON v.task_id = t.id AND v.meeting_id = m.id
        -- What this meeting judged stays with it; while the cell writes, what is open is added.
        WHERE t.cell_id = month.cell_id AND (
            v.id IS NOT NULL
            OR t.done_at_id IS NULL AND m.kind IN ('regular', 'combined')
               AND m.state IN ('planned', 'held', 'returned'))
        ORDER BY t.id),
    'proposals', array(
        SELECT json_build_object('id', o.id, 'text', o.text, 'answer', o.answer)
        FROM meetings_proposal o WHERE o.meeting_id = m.id ORDER BY o.id),
    'marks', array(
        SELECT json_build_object('criterion', k.criterion, 'value', k.value, 'reason', k.reason)
        FROM meetings_mark k WHERE k.evaluation_id = e.id ORDER BY k.criterion),
    'evaluation_id', e.id,
    'cell_kind', (
        SELECT kind.code FROM cells_partyorgversion ver
        JOIN cells_orgkind kind ON kind.id = ver.kind_id
        WHERE ver.org_id = month.cell_id AND ver.period @> month.month),
    'sets', array(
        SELECT json_build_object(
            'id', c.id, 'issuer_id', c.issuer_id, 'document', c.document,
            'valid_from', c.valid_from, 'valid_to', c.valid_to,
            'issuer', (
                SELECT named.short_name FROM cells_partyorgversion named
                WHERE named.org_id = c.issuer_id AND named.period @> month.month))
        FROM meetings_criteriaset c
        WHERE c.state <> 'draft'
          AND c.issuer_id = ANY (string_to_array(trim(BOTH '/' FROM month.path), '/')::bigint[])),
    'long_excused', array(
        SELECT a.member_id
        FROM (
            SELECT before.id
            FROM meetings_meeting before
            JOIN meetings_cellmonth bm ON bm.id = before.cell_month_id
            WHERE bm.cell_id = month.cell_id AND bm.month < month.month
              AND bm.month >= date_trunc('year', month.month) AND before.held_on IS NOT NULL
              AND before.kind IN ('regular', 'combined') AND before.state <> 'cancelled'
            ORDER BY bm.month DESC LIMIT %(in_a_row)s
        ) last
        JOIN meetings_attendance a ON a.meeting_id = last.id AND a.status = 'excused'
        GROUP BY a.member_id HAVING count(*) = %(in_a_row)s)
)
FROM meetings_meeting m
JOIN meetings_cellmonth month ON month.id = m.cell_month_id
LEFT JOIN meetings_evaluation e
    ON e.meeting_id = m.id AND e.stage = 'self' AND e.round = m.round
WHERE m.id = %(meeting)s
"""


def fetch_record(meeting_id, *, in_a_row):
    """The JSON object of a record.

    `long_excused` in it are the members who were excused at each of the last `in_a_row` regular
    meetings before this one in the same year.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECORD, {"meeting": meeting_id, "in_a_row": in_a_row})
        return cursor.fetchone()[0]
