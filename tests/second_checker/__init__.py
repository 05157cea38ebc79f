"""A second checker of the ledger, to be held against the product's own.

It was written from docs/ledger.md alone: it shares no code with the product's check, which its
author had not read. It rebuilds everything from the tables: the tree from the bodies, the digest
of each past state from its columns, the history of each record from what the entries say.

`check` returns the code words of what it found, as in the table of that page; none: all fits.
"""

from tests.second_checker.definitions import check_definitions
from tests.second_checker.entries import (
    check_acts,
    check_dates,
    check_entries,
    check_places,
    is_canonical,
    read,
)
from tests.second_checker.reading import canonical, history_tables, rows_of, text_of
from tests.second_checker.states import (
    check_named,
    check_owners,
    check_personal,
    check_rows,
    check_states,
    check_today,
    check_versions,
)
from tests.second_checker.tree import Tree, check_blocks, check_notes, check_roots, check_settled

__all__ = ["canonical", "check", "text_of"]


def check(cursor, public_key_bytes=None, anchors=(), block=256, login="countersign_app"):
    """Return the codes of all findings; `anchors` are pairs of a size and its root."""
    entries = {row["id"]: row for row in rows_of(cursor, "records_entry")}
    places = sorted(rows_of(cursor, "records_place"), key=lambda row: row["pos"])
    waiting = rows_of(cursor, "records_pending")
    tables = history_tables(cursor)
    past = {(table, row["history_id"]): row for table in tables for row in rows_of(cursor, table)}
    bodies = {key: read(entry["body"]) for key, entry in entries.items()}
    known = {key: body for key, body in bodies.items() if body}
    # Each line of `rows` in an entry: the entry's body, the line, and the state that it names.
    said = [(body, line) for body in known.values() for line in body["rows"]]
    lines = [(body, line) for body, line in said if line["table"] in tables]
    named = [(body, line, past.get((line["table"], line["id"]))) for body, line in lines]
    kept = [one for one in named if one[2]]

    is_fit = len(known) == len(bodies) and len(lines) == len(said)
    is_fit = is_fit and all(is_canonical(entries[key]["body"]) for key in known)
    found = set() if is_fit else {"body"}
    found.update(check_entries(entries, known))
    found.update(check_places(entries, places, waiting))
    placed = [row["entry_id"] for row in places]
    # What waits stands behind all that are placed, and what is lost behind that.
    waits = sorted({row["entry_id"] for row in waiting} - set(placed))
    order = [*placed, *waits, *sorted(entries.keys() - {*placed, *waits})]
    found.update(check_dates([known[key] for key in order if key in known]))
    found.update(check_acts(known.values()))
    tree = Tree([row["leaf"] for row in places])
    found.update(check_roots(cursor, tree, list(anchors)))
    found.update(check_settled(entries, places, rows_of(cursor, "records_settledmoment")))
    found.update(check_notes(rows_of(cursor, "records_checkpoint"), public_key_bytes))
    found.update(check_blocks(tree, rows_of(cursor, "records_tile"), block))
    found.update(check_versions(known.values()))
    found.update(check_states(known.values(), kept))
    found.update(check_owners(kept))
    found.update(check_named(lines, past))
    found.update(check_rows(kept))
    found.update(check_personal(kept, known.values(), rows_of(cursor, "records_salt")))
    for table in tables:
        states = [row for (of, _), row in past.items() if of == table]
        found.update(check_today(states, rows_of(cursor, table.replace("_historical", "_", 1))))
    found.update(check_definitions(cursor, tables, past, login))
    return found
