"""SQL that keeps the past as it is: refusals by trigger, and the one narrow way to erase."""

from collections.abc import Iterable

from records.ledger.erased import ERASED

REASON = "history_change_reason"

_REFUSE = """
CREATE OR REPLACE FUNCTION records_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The past is not rewritten: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# A kept state may only lose values about people, and only those that an entry says are erased.
# The setting merely points to that entry; without such an entry it opens nothing.
_REFUSE_ALL_BUT_ERASURE = """
CREATE OR REPLACE FUNCTION records_refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD AND NOT EXISTS (
        SELECT FROM jsonb_each(to_jsonb(NEW)) AS becomes(name, value)
        WHERE value IS DISTINCT FROM was -> name AND NOT (
            coalesce(name = ANY (TG_ARGV), false)
            AND value = to_jsonb('{erased}'::text)
            AND EXISTS (
                SELECT FROM public.records_entry entry,
                    jsonb_array_elements(entry.body::jsonb #> '{{facts,erased}}') said
                WHERE entry.id = nullif(current_setting('countersign.erased_by', true), '')::uuid
                    AND said ->> 'table' = TG_TABLE_NAME
                    AND said ->> 'id' = was ->> 'id'
                    AND said ->> 'field' = name
            )
        )
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The past is not rewritten: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# The restricted login may not update history. This does it for it, with the owner's rights: what
# an entry names that was just written, in tables that keep states, before that entry's act.
_ERASE = """
CREATE OR REPLACE FUNCTION records_erase(by_entry uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said jsonb;
    act timestamptz;
    touched bigint;
    total bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM records_pending WHERE entry_id = by_entry) THEN
        RAISE EXCEPTION 'Only an entry without a place erases'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('countersign.erased_by', by_entry::text, true);
    FOR said, act IN
        SELECT jsonb_array_elements(body::jsonb #> '{{facts,erased}}'), occurred_at
        FROM records_entry WHERE id = by_entry
    LOOP
        IF said ->> 'table' <> ALL (ARRAY[{tables}]) THEN
            RAISE EXCEPTION 'Nothing is erased from %', said ->> 'table'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format(
            'UPDATE %1$I SET %2$I = %3$L'
            ' WHERE id = $1 AND history_date < $2 AND %2$I NOT IN (%3$L, '''')',
            said ->> 'table', said ->> 'field', '{erased}'
        ) USING (said ->> 'id')::uuid, act;
        GET DIAGNOSTICS touched = ROW_COUNT;
        total := total + touched;
        DELETE FROM records_salt
        WHERE commit IN (SELECT jsonb_array_elements_text(said -> 'commits'));
    END LOOP;
    PERFORM set_config('countersign.erased_by', '', true);
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION records_erase(uuid) FROM PUBLIC
"""

_GUARD = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function};
CREATE OR REPLACE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_rewriting()
"""


def functions(history_tables: Iterable[str]) -> list[str]:
    """Return the statements that make the functions behind the guards."""
    tables = ", ".join(f"'{table}'" for table in sorted(history_tables))
    return [
        _REFUSE,
        _REFUSE_ALL_BUT_ERASURE.format(erased=ERASED),
        _ERASE.format(erased=ERASED, tables=tables),
    ]


def guard(table: str) -> str:
    """Return the statement that lets rows of a table be added and read, nothing else."""
    return _GUARD.format(table=table, function="records_refuse_rewriting()")


def guard_history(table: str, personal: Iterable[str]) -> str:
    """Return the same for kept states, whose values about people can be erased."""
    names = ", ".join(f"'{name}'" for name in (*personal, REASON))
    return _GUARD.format(table=table, function=f"records_refuse_all_but_erasure({names})")
