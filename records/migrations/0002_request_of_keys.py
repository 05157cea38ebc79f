"""Keys of requests belong to what was asked for with them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the digest of the request beside its key."""

    dependencies = [("records", "0001_first_release")]

    operations = [
        migrations.AddField(
            model_name="requestkeyuse",
            name="request",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
