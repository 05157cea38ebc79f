"""When two people changed a record at once: both versions field by field, a choice for each."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from records import values
from records.actors import Actor
from records.errors import StaleError
from records.forms import PartRows
from records.history.differences import Words
from records.history.past import history_model
from records.kinds import RecordKind
from records.models import Record
from records.pages.sheet import RecordSheet

MINE, THEIRS = "mine", "theirs"
# Names of what the merge page sends beside the values themselves.
MARK, TAKE = "_merge", "_take-"


@dataclass(frozen=True)
class Choice:
    """One field that differs: what is saved now, what was sent, and which one is proposed."""

    name: str
    label: str
    theirs: str
    mine: str
    proposed: str


def context(
    kind: RecordKind, actor: Actor, current: Record, sheet: RecordSheet, stale: StaleError
) -> dict[str, object]:
    """Gather what the page shows: the choices, and everything that was sent, so nothing is lost."""
    sent = sheet.data.copy() if sheet.data is not None else QueryDict(mutable=True)
    sent["seen"] = str(stale.current)
    hidden = [
        (name, value)
        for name, given in sent.lists()
        if not name.startswith((MARK, TAKE)) and name != "csrfmiddlewaretoken"
        for value in given
    ]
    return {
        "text": stale.message,
        "choices": _fields(kind, actor, current, sheet, stale.seen)
        + [
            _part(rows, current, sheet, actor)
            for rows in kind.part_rows
            if sheet.rows[rows.key].has_changed()
        ],
        "hidden": hidden,
        "mark": MARK,
        "take": TAKE,
    }


def _fields(
    kind: RecordKind, actor: Actor, current: Record, sheet: RecordSheet, seen: int
) -> list[Choice]:
    past = history_model(kind.model)._base_manager.filter(id=current.pk, version=seen).first()
    sent = sheet.values()
    words = Words(actor)
    found = []
    for field in values.fields_of(kind.model, list(sent)):
        mine, theirs = _key(sent[field.name]), getattr(current, field.attname)
        if mine == theirs:
            continue
        base = getattr(past, field.attname, None)
        proposed = THEIRS if mine == base else MINE
        found.append(
            Choice(
                field.name,
                values.label_of(field),
                words.tell(field, theirs),
                words.tell(field, mine),
                proposed,
            )
        )
    return found


def _key(value: object) -> object:
    return value.pk if hasattr(value, "pk") else value


def _part(rows: PartRows, current: Record, sheet: RecordSheet, actor: Actor) -> Choice:
    """Rows are chosen as a whole: mine adds to what others saved and changes what I touched."""
    words = Words(actor)
    columns = values.fields_of(rows.part, rows.names)
    theirs = [
        " · ".join(filter(None, (words.tell(f, getattr(part, f.attname)) for f in columns)))
        for part in rows.of(current)
    ]
    mine = [
        " · ".join(filter(None, (words.tell(f, _key(row.get(f.name))) for f in columns)))
        + (f" ({_('removed')})" if row.get("remove") else "")
        for row in sheet.rows[rows.key].rows()
    ]
    return Choice(rows.key, str(rows.title), "\n".join(theirs), "\n".join(mine), MINE)


def chosen(kind: RecordKind, actor: Actor, current: Record, data: QueryDict) -> QueryDict:
    """Return what was sent, with the saved value wherever the merge page chose that one."""
    if MARK not in data:
        return data
    merged = data.copy()
    fresh = RecordSheet(kind, actor, current)
    for name in kind.field_names:
        if data.get(f"{TAKE}{name}") == THEIRS:
            _put(merged, fresh.form[name])
    for key, formset in fresh.rows.items():
        if data.get(f"{TAKE}{key}") == THEIRS:
            _put_rows(merged, key, formset)
    return merged


def _put(data: QueryDict, bound: Any) -> None:
    value = bound.value()
    data.pop(bound.html_name, None)
    if value is None or value is False:
        return
    given = value if isinstance(value, list | tuple) else [value]
    data.setlist(bound.html_name, [str(item) for item in given])


def _put_rows(data: QueryDict, key: str, formset: Any) -> None:
    for name in [name for name in data if name.startswith(f"{key}-")]:
        data.pop(name)
    for bound in formset.management_form:
        data[bound.html_name] = str(bound.value())
    for row in formset.forms:
        for bound in row:
            _put(data, bound)
