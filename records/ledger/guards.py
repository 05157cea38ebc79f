"""SQL that keeps the past as it is: refusals by trigger, and the one narrow way to erase."""

import json
from collections.abc import Iterable, Mapping

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
            coalesce(name = ANY (TG_ARGV[1:]), false)
            AND value = to_jsonb('{erased}'::text)
            AND EXISTS (
                SELECT FROM public.records_entry entry,
                    jsonb_array_elements(entry.body::jsonb #> '{{facts,erased}}') said
                WHERE entry.id = nullif(current_setting('countersign.erased_by', true), '')::uuid
                    AND said ->> 'table' = TG_TABLE_NAME
                    AND said ->> 'id' = was ->> 'id'
                    AND said ->> 'field' = name
                    AND entry.object_id = (was ->> TG_ARGV[0])::uuid
            )
        )
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The past is not rewritten: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# A salt may only go with the erasure that names its commitment, in the same transaction.
_REFUSE_ALL_BUT_ERASED_SALTS = """
CREATE OR REPLACE FUNCTION records_refuse_all_but_erased_salts() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM public.records_entry entry,
            jsonb_array_elements(entry.body::jsonb #> '{facts,erased}') said
        WHERE entry.id = nullif(current_setting('countersign.erased_by', true), '')::uuid
            AND said ->> 'id' = OLD.object_id::text
            AND said -> 'commits' ? OLD.commit
    ) THEN
        RETURN OLD;
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
    holders jsonb := '{holders}';
    said jsonb;
    act timestamptz;
    record uuid;
    is_own boolean;
    touched bigint;
    total bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM records_pending WHERE entry_id = by_entry) THEN
        RAISE EXCEPTION 'Only an entry without a place erases'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('countersign.erased_by', by_entry::text, true);
    FOR said, act, record IN
        SELECT jsonb_array_elements(body::jsonb #> '{{facts,erased}}'), occurred_at, object_id
        FROM records_entry WHERE id = by_entry
    LOOP
        IF NOT coalesce(holders ? (said ->> 'table'), false) THEN
            RAISE EXCEPTION 'Nothing is erased from %', said ->> 'table'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format(
            'SELECT coalesce(bool_and(%2$I = $2), false) FROM %1$I WHERE id = $1',
            said ->> 'table', holders ->> (said ->> 'table')
        ) INTO is_own USING (said ->> 'id')::uuid, record;
        IF NOT is_own THEN
            RAISE EXCEPTION 'An entry erases from its own record alone'
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
        WHERE object_id = (said ->> 'id')::uuid
            AND commit IN (SELECT jsonb_array_elements_text(said -> 'commits'));
    END LOOP;
    PERFORM set_config('countersign.erased_by', '', true);
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION records_erase(uuid) FROM PUBLIC
"""

_GUARD = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION public.{function};
CREATE OR REPLACE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION public.records_refuse_rewriting()
"""


def functions(holders: Mapping[str, str]) -> list[str]:
    """Return the statements that make the functions behind the guards.

    `holders` names, of each table of past states, the column that says of which record a row is.
    """
    return [
        _REFUSE,
        _REFUSE_ALL_BUT_ERASURE.format(erased=ERASED),
        _REFUSE_ALL_BUT_ERASED_SALTS,
        _ERASE.format(erased=ERASED, holders=json.dumps(dict(sorted(holders.items())))),
    ]


def guard(table: str) -> str:
    """Return the statement that lets rows of a table be added and read, nothing else."""
    return _GUARD.format(table=table, function="records_refuse_rewriting()")


def guard_history(table: str, holder: str, personal: Iterable[str]) -> str:
    """Return the same for kept states, whose values about people can be erased."""
    names = ", ".join(f"'{name}'" for name in (holder, *personal, REASON))
    return _GUARD.format(table=table, function=f"records_refuse_all_but_erasure({names})")


def guard_salts(table: str) -> str:
    """Return the same for salts, which erasure destroys."""
    return _GUARD.format(table=table, function="records_refuse_all_but_erased_salts()")
