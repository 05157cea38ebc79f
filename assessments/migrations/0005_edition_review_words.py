"""Name edition reviews as the menu does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_findings"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="editionreview",
            options={
                "ordering": ["-id"],
                "verbose_name": "edition review",
                "verbose_name_plural": "edition reviews",
            },
        ),
        migrations.AlterModelOptions(
            name="historicaleditionreview",
            options={
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "historical edition review",
                "verbose_name_plural": "historical edition reviews",
            },
        ),
    ]
