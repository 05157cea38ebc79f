"""Entries and their places."""

import json
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from tests.second_checker.reading import canonical, sha256, text_of


def leaf(entry):
    """Return the leaf of an entry, hashed from its body."""
    return sha256(b"\0", entry["body"].encode())


@lru_cache(maxsize=10_000)
def read(text):
    """Return what a body says, or None where it is not as the page has it."""
    try:
        body = json.loads(text, parse_float=refused, parse_constant=refused)
        return body if is_body(body) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def refused(text):
    """Refuse a number that is not whole."""
    raise ValueError(text)


def is_body(body):
    """Return whether a body holds all keys of the page's table and no other, each of its form."""
    actor, thing, lines = body["actor"], body["object"], body["rows"]
    optional = {"before", "key", "facts"} & body.keys()
    fits = body.keys() == {"v", "act", "at", "actor", "verb", "object", "rows", "after", *optional}
    fits &= type(body["v"]) is int and body["v"] == 1
    fits &= text_of(moment(body)) == body["at"]
    fits &= actor["kind"] in ("person", "token", "system")
    fits &= actor.keys() == {"kind", "id"} | ({"person"} if actor["kind"] == "token" else set())
    fits &= thing.keys() == {"kind", "id", "ref", "version"}
    fits &= type(thing["version"]) is int and 0 < thing["version"] < 2**31
    texts = [*actor.values(), body["verb"], thing["ref"], body.get("key", "-")]
    texts += [line["table"] for line in lines]
    fits &= all(type(one) is str and one != "" for one in texts)
    ids = [body["act"], thing["id"], *(line["id"] for line in lines)]
    fits &= all(str(UUID(one)) == one for one in ids)
    digests = [body["after"], body.get("before", body["after"])]
    digests += [line["sha256"] for line in lines]
    for line in lines:
        commits = line.get("commits", {"": body["after"]})
        fits &= line.keys() - {"commits"} == {"table", "id", "type", "sha256"}
        fits &= line["type"] in ("+", "~") and type(commits) is dict and commits != {}
        digests += commits.values()
    fits &= all(bytes.fromhex(one).hex() == one and len(one) == 64 for one in digests)
    facts = body.get("facts", {"": 0})
    fits &= type(facts) is dict and facts != {} and type(lines) is list
    of, _, does = body["verb"].rpartition(".")
    return fits and does != "" and DONE_TO.get(of, of.replace("_", "")) in (thing["kind"], "any")


# Verbs whose code names another thing than the kind that they are done to.
DONE_TO = {
    "assessments.feed": "assessments.calendarfeed",
    "assessments.obligation": "assessments.obligationplan",
    "governance.grant": "any",
}


def is_canonical(text):
    """Return whether a body is written in its one form."""
    body = json.loads(text)
    return (
        canonical(body) == text
        and unicodedata.is_normalized("NFC", text)
        and all(-(2**53) <= one <= 2**53 for one in numbers_in(body))
    )


def numbers_in(value):
    """Yield all whole numbers in a value."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(one)


def moment(body):
    """Return the moment of an act."""
    return datetime.strptime(body["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def columns_of(body):
    """Return the columns of the table of entries that are derived from the body."""
    return {
        "occurred_at": body["at"],
        "actor_kind": body["actor"]["kind"],
        "actor_id": body["actor"]["id"],
        "verb": body["verb"],
        "kind": body["object"]["kind"],
        "object_id": body["object"]["id"],
    }


def check_entries(entries, bodies):
    """Compare the hash of each entry and its columns with its body."""
    for entry in entries.values():
        if leaf(entry) != entry["leaf"]:
            yield "leaf"
    for key, body in bodies.items():
        if not columns_of(body).items() <= entries[key].items():
            yield "derived"


def check_places(entries, places, waiting):
    """Check that positions have no gap, and that each entry has a place or waits for one."""
    placed = Counter(row["entry_id"] for row in places)
    if [row["pos"] for row in places] != list(range(len(places))):
        yield "gap"
    if placed.keys() - entries.keys() or len(placed) < len(places):
        yield "gap"
    waits = {row["entry_id"] for row in waiting}
    if waits & placed.keys() or waits - entries.keys() or entries.keys() - waits - placed.keys():
        yield "unplaced"
    for row in (*places, *waiting):
        if row["entry_id"] in entries and leaf(entries[row["entry_id"]]) != row["leaf"]:
            yield "leaf"


def check_dates(bodies):
    """Check that no entry is dated more than an hour before one placed earlier."""
    newest = datetime.min.replace(tzinfo=UTC)
    for body in bodies:
        if newest - moment(body) > timedelta(hours=1):
            yield "late"
        newest = max(newest, moment(body))


def check_acts(bodies):
    """Check that entries of one act are of one actor, moment and request."""
    said = {(body["act"], body["at"], str(body["actor"]), body.get("key")) for body in bodies}
    if len(said) > len({act for act, *_ in said}):
        yield "act"
