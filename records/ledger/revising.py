"""How published rows get other content: what they held before is kept, and told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from records.models.base import Record
from records.models.ledger import Entry
from records.verbs import Verb


@dataclass(frozen=True)
class RevisionRule:
    """Say of an append-only model that its rows may be revised, and where they stay as they were.

    `earlier` is the model that keeps them, `link` its link to the row, `record` the link of the
    row to the record whose entry tells of the revision.
    """

    earlier: str
    link: str
    record: str


@dataclass(frozen=True)
class RevisedTable:
    """The same as names of the database; `columns` are those whose content is revised."""

    table: str
    earlier: str
    link: str
    record: str
    columns: Sequence[str]


# A published row may only be revised as an entry without a place says, and only after what it
# held was kept. The setting merely points to that entry; without such an entry it opens nothing.
_REFUSE_ALL_BUT_REVISION = """
CREATE OR REPLACE FUNCTION records_refuse_all_but_revision() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    is_kept boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (
        SELECT FROM public.records_entry entry
        JOIN public.records_pending pending ON pending.entry_id = entry.id
        WHERE entry.id = nullif(current_setting('countersign.revised_by', true), '')::uuid
            AND entry.object_id = (was ->> TG_ARGV[0])::uuid
            AND entry.body::jsonb #>> '{facts,revised,table}' = TG_TABLE_NAME
            AND entry.body::jsonb #>> '{facts,revised,revision}' = becomes ->> 'revision'
    ) AND NOT EXISTS (
        SELECT FROM jsonb_each(becomes) AS value(name, content)
        WHERE content IS DISTINCT FROM was -> name
            AND name <> 'revision' AND name <> ALL (TG_ARGV[3:])
    ) THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM public.%1$I earlier WHERE %2$I = $1'
            ' AND until_revision = $2 AND to_jsonb(earlier) @> $3)',
            TG_ARGV[1], TG_ARGV[2]
        ) INTO is_kept USING OLD.id, NEW.revision,
            (SELECT jsonb_object_agg(name, was -> name) FROM unnest(TG_ARGV[3:]) name);
    END IF;
    IF is_kept THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The past is not rewritten: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# The restricted login may not update published rows. This does it for it, with the owner's
# rights: it writes exactly the content whose digest an entry names that was just written, into
# rows of that entry's own record, and keeps what they held.
_REVISE = """
CREATE OR REPLACE FUNCTION records_revise(by_entry uuid, content text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    revisable jsonb := '@revisable@';
    said jsonb;
    held jsonb;
    record uuid;
    columns text;
    total bigint;
BEGIN
    SELECT body::jsonb #> '{facts,revised}', object_id INTO said, record
    FROM records_entry JOIN records_pending ON entry_id = id WHERE id = by_entry;
    held := revisable -> (said ->> 'table');
    IF held IS NULL THEN
        RAISE EXCEPTION 'Only an entry without a place revises what is published'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF said ->> 'sha256' IS DISTINCT FROM encode(sha256(convert_to(content, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'The content is not the one that the entry names'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT string_agg(format('%I', name), ', ' ORDER BY place) INTO columns
    FROM jsonb_array_elements_text(held -> 'columns') WITH ORDINALITY AS each(name, place);
    PERFORM set_config('countersign.revised_by', by_entry::text, true);
    EXECUTE format(
        'INSERT INTO %1$I (id, %2$I, until_revision, %3$s)'
        ' SELECT gen_random_uuid(), id, $1, %3$s FROM %4$I WHERE %5$I = $2 AND id IN'
        ' (SELECT (item ->> ''id'')::uuid FROM jsonb_array_elements($3) item)',
        held ->> 'earlier', held ->> 'link', columns, said ->> 'table', held ->> 'record'
    ) USING (said ->> 'revision')::int, record, content::jsonb;
    EXECUTE format(
        'UPDATE %1$I AS kept SET (revision, %2$s) ='
        ' (SELECT $1, %2$s FROM jsonb_populate_record(NULL::%1$I, item))'
        ' FROM jsonb_array_elements($3) item'
        ' WHERE kept.id = (item ->> ''id'')::uuid AND kept.%3$I = $2',
        said ->> 'table', columns, held ->> 'record'
    ) USING (said ->> 'revision')::int, record, content::jsonb;
    GET DIAGNOSTICS total = ROW_COUNT;
    IF total <> jsonb_array_length(content::jsonb) THEN
        RAISE EXCEPTION 'An entry revises rows of its own record alone'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('countersign.revised_by', '', true);
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION records_revise(uuid, text) FROM PUBLIC
"""

_GUARD = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION public.records_refuse_all_but_revision({names});
CREATE OR REPLACE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION public.records_refuse_rewriting()
"""

# As of a moment, a row holds what the revision had that its record was at by then; what came
# with a later revision was not there yet.
_VIEW = """
CREATE VIEW {schema}.{table} AS
SELECT {columns}
FROM public.{table} base
CROSS JOIN LATERAL (
    SELECT coalesce(past.revision, 1) AS revision FROM public.{history} past
    WHERE past.id = base.{record}
      AND past.history_date <= current_setting('countersign.moment')::timestamptz
    ORDER BY past.history_date DESC, past.history_id DESC
    LIMIT 1
) held
LEFT JOIN LATERAL (
    SELECT earlier.* FROM public.{earlier} earlier
    WHERE earlier.{link} = base.id AND earlier.until_revision > held.revision
    ORDER BY earlier.until_revision
    LIMIT 1
) kept ON true
WHERE base.first_revision <= held.revision
"""


def functions(tables: Sequence[RevisedTable]) -> list[str]:
    """Return the statements that make the functions behind revisions."""
    revisable = {
        each.table: {
            "earlier": each.earlier,
            "link": each.link,
            "record": each.record,
            "columns": list(each.columns),
        }
        for each in sorted(tables, key=lambda each: each.table)
    }
    return [_REFUSE_ALL_BUT_REVISION, _REVISE.replace("@revisable@", json.dumps(revisable))]


def guard(revised: RevisedTable) -> str:
    """Return the statement that lets rows be added, read and revised, nothing else."""
    names = (revised.record, revised.earlier, revised.link, *revised.columns)
    listed = ", ".join(f"'{name}'" for name in names)
    return _GUARD.format(table=revised.table, names=listed)


def view(revised: RevisedTable, *, schema: str, columns: Mapping[str, bool], history: str) -> str:
    """Return the statement that makes the view of the past; `columns` says which are revised."""
    listed = ", ".join(
        f"CASE WHEN kept.id IS NULL THEN base.{name} ELSE kept.{name} END AS {name}"
        if is_revised
        else f"base.{name}"
        for name, is_revised in columns.items()
    )
    return _VIEW.format(
        schema=schema,
        table=revised.table,
        columns=listed,
        history=history,
        record=revised.record,
        earlier=revised.earlier,
        link=revised.link,
    )


def write(record: Record, *, verb: Verb, content: str) -> None:
    """Let the database write the content that the record's newest entry of a verb names.

    Call it in the transaction of that act; what the rows held before is kept.
    """
    entry = Entry.objects.filter(object_id=record.pk, verb=verb.code).order_by("-id")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_revise(%s, %s)", [entry.pk, content])
