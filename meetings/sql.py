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
