"""A subject that the product does not know."""

from django.db import models

from records.history.past import tracked
from records.kinds import RecordKind
from records.models import Record
from records.verbs import Verb


class Supplier(Record):
    """Who sells us something."""

    name = models.CharField("name", max_length=100)
    history = tracked()

    ref_prefix = "SU"

    class Meta:
        verbose_name = "supplier"
        verbose_name_plural = "suppliers"

    def __str__(self) -> str:
        return self.name


ADD = Verb("suppliers.supplier.add", needs="create", told="added the supplier")
KIND = RecordKind(model=Supplier, slug="suppliers", columns=("name", "unit"), fields=())
