"""What the migrations tell the database beyond tables: storage and locks."""

# Room for new versions of a row in its own page keeps updates of the month rows HOT.
FILLFACTOR = "ALTER TABLE meetings_cellmonth SET (fillfactor = 80)"

# An issued criteria set may only be superseded; old evaluations stand on it.
LOCK_ISSUED_SET = """
CREATE FUNCTION keep_issued_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'superseded' OR NEW.state = 'draft'
       OR to_jsonb(NEW) - 'state' - 'valid_to' <> to_jsonb(OLD) - 'state' - 'valid_to' THEN
        RAISE EXCEPTION 'an issued criteria set is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER issued_set_is_locked BEFORE UPDATE OR DELETE ON meetings_criteriaset
FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION keep_issued_set();
"""

# A finished evaluation stays byte for byte what it was, whatever becomes of sets and records.
LOCK_EVALUATION = """
CREATE FUNCTION keep_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a finished evaluation is locked' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER evaluation_is_locked BEFORE UPDATE OR DELETE ON meetings_evaluation
FOR EACH ROW WHEN (OLD.total IS NOT NULL) EXECUTE FUNCTION keep_evaluation();
CREATE TRIGGER mark_is_locked BEFORE UPDATE OR DELETE ON meetings_mark
FOR EACH ROW WHEN (OLD.points IS NOT NULL) EXECUTE FUNCTION keep_evaluation();
"""

# Evaluations that were finished before the situation was kept with them.
FILL_SITUATION = """
UPDATE meetings_evaluation e
SET meeting_kind = m.kind,
    members = (SELECT count(*) FROM meetings_attendance a WHERE a.meeting_id = m.id),
    unexcused = (
        SELECT count(*) FROM meetings_attendance a
        WHERE a.meeting_id = m.id AND a.status = 'unexcused'),
    cell_kind = coalesce((
        SELECT k.code FROM cells_partyorgversion v JOIN cells_orgkind k ON k.id = v.kind_id
        WHERE v.org_id = month.cell_id AND v.period @> month.month), '')
FROM meetings_meeting m JOIN meetings_cellmonth month ON month.id = m.cell_month_id
WHERE m.id = e.meeting_id AND e.total IS NOT NULL
"""

# A decided ranking and the ratings of its cells stay as they were decided.
LOCK_ANNUAL_RANKING = """
CREATE FUNCTION keep_annual_ranking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decided annual ranking is locked' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER annual_ranking_is_locked BEFORE UPDATE OR DELETE ON meetings_annualranking
FOR EACH ROW WHEN (OLD.state = 'decided') EXECUTE FUNCTION keep_annual_ranking();
CREATE FUNCTION keep_annual_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM meetings_annualranking
        WHERE id IN (OLD.ranking_id, NEW.ranking_id) AND state = 'decided'
    ) THEN
        RAISE EXCEPTION 'ratings of a decided annual ranking are locked'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER annual_rating_is_locked BEFORE INSERT OR UPDATE OR DELETE ON meetings_annualrating
FOR EACH ROW EXECUTE FUNCTION keep_annual_rating();
"""
