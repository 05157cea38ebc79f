"""What is looked at: a record with all that hangs on it, a unit with all below it, or all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.actors import Actor
from records.changing import following
from records.models import Record
from records.shapes import Text


@dataclass(frozen=True, kw_only=True)
class Within:
    """What one reader looks at; reach decides which records are listed, and nothing else.

    `day` is the organisation's day of the moment that is read; `needs` the right it is read by.
    What belongs to no place by itself, such as an edition, is looked at in the `scope` of a unit.
    """

    actor: Actor
    day: date
    subject: Record | None = None
    scope: Record | None = None
    needs: str = "view"
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_unit(self) -> bool:
        """Say whether the subject is a unit, which stands for everything below it."""
        return self.subject is not None and type(self.subject).reach_field == "path"

    def kept[T](self, name: Any, make: Callable[[], T]) -> T:
        """Return what `make` works out, once for all checks."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def records(self, model: type[Record]) -> Any:
        """Return the records of a kind that are looked at, archived ones left out."""
        found = model.objects.visible_to(self.actor, self.needs).current()
        if self.subject is None:
            return found
        # Apart, so that whoever hangs on it twice stands in the list once.
        keys = model._base_manager.filter(self.condition(model)).values("pk")
        return found.filter(pk__in=keys)

    def has(self, model: type[Record]) -> bool:
        """Say whether records of a kind are looked at with the subject, if there are any."""
        subject = self.subject
        if subject is None or self.is_unit or isinstance(subject, model):
            return True
        return self._hanging(model) is not None

    def condition(self, model: type[Record]) -> Q:
        """Return what keeps the records of a kind that are looked at."""
        return self.kept(model, lambda: self._condition(model))

    def _condition(self, model: type[Record]) -> Q:
        subject = self.subject
        if subject is None:
            return Q()
        if isinstance(subject, model) and not self.is_unit:
            return Q(pk=subject.pk)
        found = Q(pk__in=())
        if self.is_unit:
            found |= Q(**{f"{model.reach_field}__startswith": getattr(subject, "path", "")})
        by = self._hanging(model)
        return found | by(self) if by is not None else found

    def _hanging(self, model: type[Record]) -> "Hanging | None":
        """Return by what records of a kind hang on the subject; None if they do not.

        Whatever is reached through a record hangs on it, and so does what follows it to another
        unit; below a unit lies all of that.
        """
        if self.subject is None:
            return None
        subject = type(self.subject)
        if (model, subject) in _HANGING:
            by, is_scoped = _HANGING[model, subject]
            return None if is_scoped and self.scope is None else by
        if self.is_unit:
            return None
        links = [f"{name}_id" for kind, name in following.reached_through(subject) if kind is model]
        links += [one.by for one in following.of_kind(subject) if one.model is model]
        linked = [Q(**{link: self.subject.pk}) for link in links[:1]]
        return (lambda _within: linked[0]) if linked else None


type Hanging = Callable[[Within], Q]
_HANGING: dict[tuple[type[Record], type[Record]], tuple[Hanging, bool]] = {}


def hang(model: type[Record], *, on: type[Record], by: Hanging, scoped: bool = False) -> None:
    """Let records of a kind be looked at with those of another that they neither follow nor name.

    `by` returns the condition that they hang on the subject; `scoped`: only in a scope do they.
    """
    _HANGING[model, on] = (by, scoped)


_LEFT_OUT: list[tuple[type[Record], Callable[[Any], Text]]] = []


def leave_out[Kind: Record](model: type[Kind], says: Callable[[Kind], Text]) -> None:
    """Let `says` tell, in a sentence about `%(ref)s`, what is not looked at of a record of a kind.

    It gives nothing where all is looked at.
    """
    _LEFT_OUT.append((model, says))


def left_out(record: Record) -> list[Text]:
    """Return the sentences that tell what is not looked at of a record."""
    if record.is_archived:
        return [_("%(ref)s is archived: nothing is asked of it.")]
    told = [says(record) for model, says in _LEFT_OUT if isinstance(record, model)]
    return [sentence for sentence in told if sentence]
