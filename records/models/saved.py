"""Lists as somebody wants to find them again: a name for filters, columns and order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.ids import new_id


class SavedView(models.Model):
    """A list as one person named it; no record: it says nothing about what is listed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The key of the person; rights and names stay with governance.
    holder_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder_id", "kind", "name"], name="records_savedview_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
