"""Comparing what is shipped with its source, but for exactly what corrections name."""

from controls.frameworks.loading.revisions import targets


def by_id(revisions, within):
    """Return what was corrected in a list: the kind of correction and the keys, by id."""
    found = {}
    for _correction, target in targets(revisions, within):
        known = found.setdefault(target.id, {"keys": set(), "inserted": False, "removed": False})
        known["keys"] |= set(target.keys)
        known["inserted"] |= target.inserted
        known["removed"] |= target.removed
    return found


def differences(ours, source, revisions, within, name="id"):
    """List every difference that no correction names, and every correction that corrects nothing.

    Both sides are lists of mappings; `name` is the key by which an entry is known.
    """
    corrected = by_id(revisions, within)
    mine = {item[name]: item for item in ours}
    theirs = {item[name]: item for item in source}
    # A question whose section is corrected stands elsewhere, so its place says nothing.
    moved = {key for key in corrected if "section" in corrected[key].get("keys", ())}
    inserted = {key for key in corrected if corrected[key].get("inserted")}
    removed = {key for key in corrected if corrected[key].get("removed")}
    kept = [key for key in mine if key not in inserted | moved]
    wanted = [key for key in theirs if key not in removed | moved]
    found = [] if kept == wanted else [f"{within}: {sorted({*kept} ^ {*wanted}) or 'other order'}"]
    for key in [key for key in mine if key in theirs]:
        keys = corrected.get(key, {}).get("keys", set())
        found += [
            f"{key}: {part} differs without a correction"
            for part in sorted({*mine[key], *theirs[key]} - keys)
            if mine[key].get(part) != theirs[key].get(part)
        ]
    return [*found, *_idle(corrected, mine, theirs)]


def _idle(corrected, mine, theirs):
    """Name corrections after which nothing is otherwise than in the source."""
    for key, what in corrected.items():
        if what["inserted"]:
            if key in theirs or key not in mine:
                yield f"{key} is no insertion"
            continue
        if what["removed"]:
            if key not in theirs or key in mine:
                yield f"{key} was not removed"
            continue
        for part in sorted(what["keys"]):
            if mine.get(key, {}).get(part) == theirs.get(key, {}).get(part):
                yield f"{key}: the correction of {part} corrects nothing"
