from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

NEEDS = (
    "view",
    "export",
    "create",
    "change",
    "hand_in",
    "archive",
    "import",
    "sign",
    "pack",
    "administer",
)


def _needs() -> ArrayField:
    one = models.CharField(max_length=20, choices=[(need, need) for need in NEEDS])
    return ArrayField(one, verbose_name="may")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_first_release")]

    operations = [
        migrations.AlterField("apitoken", "needs", _needs()),
        migrations.AlterField("historicalapitoken", "needs", _needs()),
    ]
