"""Owners of records, named in a file by their e-mail addresses."""

from dataclasses import replace

from governance.models import Person
from records.actors import Actor
from records.incoming import ColumnKey, IncomingRow, RowRemark, excerpt, told
from records.incoming import gettext_noop as _

KEPT = _("Nobody here has the e-mail address “%(text)s”; it is kept as text.")
LEFT_OUT = _("Nobody here has the e-mail address “%(text)s”; the row comes in without an owner.")


class Owners:
    """The people whom the actor may see, by e-mail address."""

    def __init__(self, actor: Actor, *, keeps_texts: bool) -> None:
        self.keeps_texts = keeps_texts
        seen = Person.objects.visible_to(actor).current().filter(is_active=True)
        self.by_email: dict[str, Person] = {person.email.lower(): person for person in seen}

    def place(self, row: IncomingRow, column: ColumnKey) -> IncomingRow:
        """Return the row with its owner's address, or with a remark that nobody has it."""
        text = row.values.get("owner")
        if not isinstance(text, str):
            return row
        person = self.by_email.get(text.strip().lower())
        if person is not None:
            return replace(row, values={**row.values, "owner": person.email})
        template = KEPT if self.keeps_texts else LEFT_OUT
        remark = RowRemark(row.row_number, str(column), told(template, text=excerpt(text)))
        kept = {name: value for name, value in row.values.items() if name != "owner"}
        external = {**row.external, str(column): text} if self.keeps_texts else {}
        return replace(row, values=kept, external=external, remarks=(*row.remarks, remark))

    def find(self, email: str) -> Person:
        """Return the person of an address that `place` has let through."""
        return self.by_email[email.lower()]
