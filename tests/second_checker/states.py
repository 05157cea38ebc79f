"""Records and their past states."""

from collections import Counter, defaultdict
from itertools import pairwise

from tests.second_checker.reading import canonical, filled, sha256


def own_table(body):
    """Return the table of the past states of the kind that an entry is about."""
    return body["object"]["kind"].replace(".", "_historical", 1)


def check_versions(bodies):
    """Check that the entries about each record tell its versions once, each after the last."""
    told = defaultdict(list)
    for body in bodies:
        told[body["object"]["id"]].append(body)
    for acts in told.values():
        acts.sort(key=lambda body: (body["object"]["version"], body["at"]))
        if [body["object"]["version"] for body in acts] != list(range(1, len(acts) + 1)):
            yield "chain"
        if "before" in acts[0] or len({body["object"]["kind"] for body in acts}) > 1:
            yield "chain"
        for last, body in pairwise(acts):
            if body.get("before") != last.get("after") or body["at"] <= last["at"]:
                yield "chain"


def check_states(bodies, kept):
    """Check that each entry names just one state of its record, the one that it says."""
    for body in bodies:
        if [line["table"] for line in body["rows"]].count(own_table(body)) != 1:
            yield "state"
    for body, line, row in kept:
        if line["table"] == own_table(body):
            said = body["object"]["version"], body.get("after"), body["object"]["ref"]
            if said != (row["version"], row["digest"], row["ref"]):
                yield "state"


def check_owners(kept):
    """Check that all rows that an entry names are of its record, which keeps its reference."""
    records_of = defaultdict(set)
    for body, line, row in kept:
        record, is_own = body["object"]["id"], line["table"] == own_table(body)
        records_of[line["table"], row["id"]].add((record, row["ref"] if is_own else ""))
        # A part has its record's id in one of its columns, and no version.
        is_part = "version" not in row and record in row.values()
        if not (row["id"] == record if is_own else is_part):
            yield "owner"
    if any(len(records) > 1 for records in records_of.values()):
        yield "owner"


def check_named(lines, past):
    """Check that each past state is named once, and each that is named is there."""
    named = Counter((line["table"], line["id"]) for _, line in lines)
    if named.total() > len(named):
        yield "row_twice"
    if named.keys() - past.keys():
        yield "row_missing"
    if past.keys() - named.keys():
        yield "row_extra"


def check_rows(kept):
    """Re-digest each past state, and compare its time, actor and type with the entry."""
    for body, line, row in kept:
        values = filled({name: value for name, value in row.items() if name != "history_id"})
        for name, commit in line.get("commits", {}).items():
            values[name] = {"commit": commit}
        digest = sha256(canonical({"row": values, "table": line["table"]}).encode()).hex()
        told = row["history_date"], row["history_user_id"], row["history_type"]
        if digest != line["sha256"] or told != (body["at"], body["actor"]["id"], line["type"]):
            yield "row"


def check_personal(kept, bodies, salts):
    """Check that personal values fit their commitments, or were erased by an entry that says so."""
    salts_of, erased = defaultdict(list), erasures(bodies)
    for salt in salts:
        salts_of[salt["commit"]].append(salt)
    for body, line, row in kept:
        for field, commit in line.get("commits", {}).items():
            at = erased.get((body["object"]["id"], line["table"], row["id"], field, commit), "")
            path = line["table"].replace("_historical", ".", 1) + "." + field
            opened = [
                (salt["object_id"], salt["path"]) == (row["id"], path)
                and commitment(salt, row.get(field)) == commit
                for salt in salts_of[commit]
            ]
            if at > body["at"]:
                fits = not opened and row.get(field) == "[erased]"
            else:
                fits = opened == [True]
            if not fits:
                yield "personal"


def erasures(bodies):
    """Return when an entry says that what was behind a commitment was erased."""
    return {
        (body["object"]["id"], one["table"], one["id"], one["field"], commit): body["at"]
        for body in bodies
        if body["verb"].endswith(".erase")
        for one in body.get("facts", {}).get("erased", ())
        for commit in one["commits"]
    }


def commitment(salt, value):
    """Return the commitment to a value."""
    text = value if isinstance(value, str) else canonical(value)
    return sha256(salt["salt"], salt["path"].encode(), b"\0", text.encode()).hex()


def check_today(states, today):
    """Compare the records or parts of today with their newest past states."""
    newest, living = {}, {row["id"]: row for row in today}
    for row in sorted(states, key=lambda row: (row["history_date"], row.get("version", 0))):
        newest[row["id"]] = row
    if newest.keys() - living.keys():
        yield "gone"
    for key, row in living.items():
        past = newest.get(key, {})
        shared = row.keys() & past.keys()
        now, then = (filled({name: one[name] for name in shared}) for one in (row, past))
        # As text: to Python 1, 1.0 and true are equal.
        if not past or now.keys() != then.keys() or spelled(now) != spelled(then):
            yield "unrecorded"


def spelled(row):
    """Return the canonical text of a row; bytes, which JSON does not know, as hex."""
    return canonical(
        {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    )
