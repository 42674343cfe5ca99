"""Functions and triggers of the database, as the migrations install them."""

# NFD splits letters from their marks; the eight marks of Vietnamese and đ are folded away. No
# collation is involved, so the result is the same on every server.
FOLD = r"""
CREATE FUNCTION vn_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(translate(
        normalize(name, NFD), E'đĐ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323', 'dd'))
$$
"""

# Order of the Vietnamese alphabet in collation "C": ă, â, đ, ê, ô, ơ, ư come right after their
# base letters ("{", "|", "}" stand after "z"), tones decide only between equal letters, numbers
# count as numbers.
SORT_KEY = r"""
CREATE FUNCTION vn_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH split AS (
        SELECT lower(translate(normalize(name, NFD), 'Đ', 'đ')) AS letters
    )
    SELECT coalesce((
        SELECT string_agg(
            CASE WHEN part[1] ~ '^[0-9]' THEN lpad(part[1], 8, '0') ELSE part[1] END,
            '' ORDER BY number)
        FROM regexp_matches(
            replace(
                translate(letters,
                    E'\u0306\u0302\u031b\u0300\u0301\u0303\u0309\u0323', '{|}'),
                'đ', 'd{'),
            '[0-9]+|[^0-9]+', 'g') WITH ORDINALITY AS m(part, number)
    ), '') || '  ' || translate(letters,
        E'đ\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u031b', E'd{|}~\x7f')
    FROM split
$$
"""

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""

AUDIT_TRIGGER = """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON cells_auditevent
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
