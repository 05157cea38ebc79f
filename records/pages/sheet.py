"""The form of a record together with the rows of its parts, as one thing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from records.actors import Actor
from records.forms import PartRows, RecordForm, Section, initial_rows, part_formset, record_form
from records.kinds import RecordKind
from records.models import Record
from records.templatetags.ui_forms import first_id
from records.values import sentence


@lru_cache(maxsize=200)
def form_class(kind: RecordKind) -> type[RecordForm]:
    """Return the form of a kind, made once."""
    return record_form(kind.model, kind.sections)


@lru_cache(maxsize=200)
def formset_class(kind: RecordKind, key: str) -> Any:
    """Return the formset of a kind's parts, made once."""
    return part_formset(next(rows for rows in kind.part_rows if rows.key == key))


class RowError(ValidationError):
    """Say what is wrong in a row; `target` is the id of the field that has the trouble."""

    def __init__(self, message: str, *, target: str) -> None:
        super().__init__(message)
        self.target = target


class RecordSheet:
    """What a person fills in to add or change one record."""

    def __init__(
        self,
        kind: RecordKind,
        actor: Actor,
        record: Record | None,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        self.kind, self.record, self.data = kind, record, data
        # A record that is moved must be allowed at its new unit, like one that is added there.
        self.form = form_class(kind)(
            data,
            instance=record or kind.model(),
            initial=dict(initial or {}),
            actor=actor,
            needs=kind.model.create_needs,
        )
        self.rows = {rows.key: self._formset(rows, actor) for rows in kind.part_rows}

    def _formset(self, rows: PartRows, actor: Actor) -> Any:
        return formset_class(self.kind, rows.key)(
            self.data,
            prefix=rows.key,
            initial=initial_rows(rows, self.record),
            form_kwargs={"actor": actor},
        )

    def is_valid(self) -> bool:
        """Check everything; what is wrong in rows is told on top, too."""
        fine = [self.form.is_valid(), *(formset.is_valid() for formset in self.rows.values())]
        for rows in self.kind.part_rows:
            self._tell_row_errors(rows, self.rows[rows.key])
        return all(fine)

    def _tell_row_errors(self, rows: PartRows, formset: Any) -> None:
        for message in formset.non_form_errors():
            self.form.add_error(None, f"{rows.title}: {message}")
        for number, row in enumerate(formset.forms, start=1):
            for name, messages in row.errors.items():
                place = f"{rows.title} {number}"
                bound = row[name] if name in row.fields else row.visible_fields()[0]
                if name in row.fields:
                    place = f"{place}, {bound.label}"
                said = f"{place}: {' '.join(messages)}"
                self.form.add_error(None, RowError(said, target=first_id(bound)))

    def values(self) -> dict[str, Any]:
        """Return the checked values of the record."""
        return self.form.values()

    def parts(self) -> dict[str, list[dict[str, Any]]]:
        """Return the checked rows, by what the actions call them."""
        return {key: formset.rows() for key, formset in self.rows.items()}

    def changes_anything(self) -> bool:
        """Say whether saving would change the record."""
        fields = {field.name: field for field in self.kind.model._meta.concrete_fields}
        stored: Any = self.record and self.kind.model._base_manager.get(pk=self.record.pk)
        differs = any(
            fields[name].value_from_object(stored) != _raw(value)
            for name, value in self.values().items()
        )
        return differs or any(
            row.has_changed() for formset in self.rows.values() for row in formset.forms
        )

    def refuse(self, error: Exception) -> None:
        """Show a refusal of the action at the fields it speaks of."""
        if not isinstance(error, ValidationError):
            self.form.add_error(None, getattr(error, "message", str(error)))
            return
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in by_field.items():
            known = name in self.form.fields
            said = (
                messages if known or name in {"", NON_FIELD_ERRORS} else [f"{name}: {messages[0]}"]
            )
            self.form.add_error(name if known else None, said)

    def with_another_row(self, key: str) -> "RecordSheet":
        """Give the rows of one kind one more; nothing is checked yet, so nothing is wrong."""
        formset = self.rows.get(key)
        if formset is not None:
            grown = self.data.copy() if self.data is not None else QueryDict(mutable=True)
            name = formset.management_form.add_prefix(forms.formsets.TOTAL_FORM_COUNT)
            count = formset.total_form_count()
            if count < formset.absolute_max:
                grown[name] = str(count + 1)
                _propose(grown, formset.empty_form, f"{key}-{count}")
            formset.data = grown
            formset.__dict__.pop("forms", None)
            formset.__dict__.pop("management_form", None)
        for form in (self.form, *(row for rows in self.rows.values() for row in rows.forms)):
            form._errors = ErrorDict()
        return self

    def context(self) -> dict[str, object]:
        """Return what the template of forms needs, in the order the kind declares."""
        groups = [
            self._section(item) if isinstance(item, Section) else self._rows(item)
            for item in self.kind.fields
        ]
        if "reason" in self.form.fields:
            groups.append(self._section(Section(_("This change"), ("reason",))))
        return {"form": self.form, "groups": groups}

    def _section(self, section: Section) -> dict[str, object]:
        fields = [self.form[name] for name in section.names]
        return {"title": section.title, "intro": section.intro, "fields": fields}

    def _rows(self, rows: PartRows) -> dict[str, Any]:
        name = rows.part._meta.verbose_name
        return {
            "title": rows.title,
            "intro": rows.intro,
            "formset": self.rows[rows.key],
            "key": rows.key,
            "row_title": sentence(str(name)),
            "add_label": _("Add another: %(what)s") % {"what": name},
        }


def _propose(data: QueryDict, empty: Any, prefix: str) -> None:
    """Fill a new row with what the model proposes, as a form that was not sent yet would show."""
    for bound in empty:
        value = bound.value()
        if value not in (None, "", False, []):
            data[f"{prefix}-{bound.name}"] = str(value)


def _raw(value: object) -> object:
    return value.pk if hasattr(value, "pk") else value
