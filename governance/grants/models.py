"""Single grants: the table that guardian keeps and finds them in."""

from django.db import models
from guardian.models import (  # noqa: TID251 - the table behind records.permissions
    UserObjectPermissionAbstract,
)


class Grant(UserObjectPermissionAbstract):
    """One right of one person on one record, until the end of a day; without a day it is none."""

    ends_on = models.DateField(null=True)

    class Meta(UserObjectPermissionAbstract.Meta):
        abstract = False

    user_id: object

    def __str__(self) -> str:
        return f"{self.permission_id} {self.object_pk}"
