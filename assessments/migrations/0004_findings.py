"""Keep roles and high-risk grounds beside the outcome."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def names(length: int, title: str) -> ArrayField:
    """Return a column of names, the same in both tables."""
    return ArrayField(
        base_field=models.CharField(max_length=length),
        blank=True,
        default=list,
        editable=False,
        size=None,
        verbose_name=title,
    )


class Migration(migrations.Migration):
    """Add both columns to classifications and their history."""

    dependencies = [("assessments", "0003_overrides_and_requests")]

    operations = [
        migrations.AddField(model, name, names(length, title))
        for model in ("classification", "historicalclassification")
        for name, length, title in (
            ("roles", 40, "roles found"),
            ("grounds", 80, "high-risk grounds found"),
        )
    ]
