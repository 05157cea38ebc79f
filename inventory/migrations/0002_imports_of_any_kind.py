# A row of an import names the record it is about by the link that sign-offs and packs use, no
# longer by a foreign key to use cases. Rows that are kept go on naming theirs. The new columns of
# records are empty, so the digests of what was recorded stay as they are.

from django.db import migrations, models

FORWARD = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE inventory_importrow AS kept
SET subject_kind = 'inventory.usecase', subject_id = about.id, subject_ref = about.ref
FROM inventory_usecase AS about WHERE about.id = kept.use_case_id;
"""
BACKWARD = """
UPDATE inventory_importrow SET use_case_id = subject_id WHERE subject_kind = 'inventory.usecase';
SET CONSTRAINTS ALL IMMEDIATE;
"""


def kind(model_name):
    field = models.CharField(blank=True, default="", editable=False, max_length=60)
    return migrations.AddField(model_name=model_name, name="kind", field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0001_first_release"),
    ]

    operations = [
        kind("historicalimportmapping"),
        kind("importmapping"),
        kind("historicalimportrun"),
        kind("importrun"),
        migrations.AddField(
            model_name="importrow",
            name="subject_kind",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="importrow",
            name="subject_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="importrow",
            name="subject_ref",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveIndex(model_name="importrow", name="inventory_importrow_brought"),
        migrations.RemoveField(model_name="importrow", name="use_case"),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("brought__isnull", False)),
                fields=["subject_id"],
                name="inventory_importrow_brought",
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["subject_id"], name="inventory_importrow_subject"),
        ),
    ]
