import django.contrib.postgres.fields
import django.db.models.deletion
import records.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.database.tables import Tables


class Migration(Tables):
    replaces = [("inventory", "0001_initial"), ("inventory", "0002_imports")]

    initial = True

    dependencies = [
        ("governance", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalUseCase",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                (
                    "ref",
                    models.CharField(
                        db_index=True, editable=False, max_length=16, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("purpose", models.TextField(blank=True, max_length=20000, verbose_name="purpose")),
                (
                    "benefits",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="expected benefits"
                    ),
                ),
                ("outputs", models.TextField(blank=True, max_length=20000, verbose_name="outputs")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="topic area")),
                (
                    "lifecycle",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("development", "in development"),
                            ("testing", "in testing"),
                            ("in_use", "in use"),
                            ("paused", "paused"),
                            ("retired", "retired"),
                        ],
                        default="idea",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[
                            ("unknown", "not rated"),
                            ("none", "neither rights nor safety"),
                            ("rights", "impact on rights"),
                            ("safety", "impact on safety"),
                            ("both", "impact on rights and safety"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="impact",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("provider", "provider"),
                                ("deployer", "deployer"),
                                ("importer", "importer"),
                                ("distributor", "distributor"),
                                ("product_manufacturer", "product manufacturer"),
                                ("authorised_representative", "authorised representative"),
                                ("third_party_supplier", "third-party supplier"),
                                ("gpai_provider", "provider of a general-purpose model"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="our roles",
                    ),
                ),
                (
                    "excluded_uses",
                    models.TextField(blank=True, max_length=20000, verbose_name="excluded uses"),
                ),
                (
                    "foreseeable_misuse",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="foreseeable misuse"
                    ),
                ),
                (
                    "system_name",
                    models.CharField(blank=True, max_length=300, verbose_name="system"),
                ),
                (
                    "development_mode",
                    models.CharField(
                        choices=[
                            ("unknown", "not stated"),
                            ("in_house", "in-house"),
                            ("contracted", "by contractors"),
                            ("both", "in-house and by contractors"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="built",
                    ),
                ),
                (
                    "procurement_ref",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="contract reference"
                    ),
                ),
                (
                    "code_access",
                    models.CharField(blank=True, max_length=500, verbose_name="access to the code"),
                ),
                (
                    "data_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("personal", "personal data"),
                                ("special", "special categories of personal data"),
                                ("biometric", "biometric data"),
                                ("children", "data on children"),
                                ("health", "health data"),
                                ("location", "location data"),
                                ("financial", "financial data"),
                                ("employment", "employment data"),
                                ("business", "business data without persons"),
                                ("public", "public data"),
                                ("synthetic", "synthetic data"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="data categories",
                    ),
                ),
                (
                    "personal_data",
                    models.CharField(
                        choices=[("unknown", "not stated"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=8,
                        verbose_name="personal data",
                    ),
                ),
                (
                    "demographic_attributes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="attributes of people used",
                    ),
                ),
                (
                    "training_data",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="training and test data"
                    ),
                ),
                (
                    "public_facing",
                    models.CharField(
                        choices=[("unknown", "not stated"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=8,
                        verbose_name="meets the public",
                    ),
                ),
                (
                    "stop_authority",
                    models.CharField(blank=True, max_length=300, verbose_name="who may stop it"),
                ),
                (
                    "oversight",
                    models.TextField(blank=True, max_length=20000, verbose_name="human oversight"),
                ),
                (
                    "risks",
                    models.TextField(blank=True, max_length=20000, verbose_name="known risks"),
                ),
                ("testing", models.TextField(blank=True, max_length=20000, verbose_name="testing")),
                (
                    "monitoring",
                    models.TextField(blank=True, max_length=20000, verbose_name="monitoring"),
                ),
                (
                    "notice",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="notice to people concerned"
                    ),
                ),
                (
                    "appeal",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="objection and appeal"
                    ),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=300, verbose_name="business contact"),
                ),
                ("initiated_on", models.DateField(blank=True, null=True, verbose_name="initiated")),
                (
                    "developed_on",
                    models.DateField(blank=True, null=True, verbose_name="development began"),
                ),
                (
                    "placed_on_market_on",
                    models.DateField(blank=True, null=True, verbose_name="placed on the market"),
                ),
                (
                    "in_service_on",
                    models.DateField(blank=True, null=True, verbose_name="in service since"),
                ),
                (
                    "modified_on",
                    models.DateField(blank=True, null=True, verbose_name="substantially modified"),
                ),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired")),
                (
                    "review_cadence",
                    models.CharField(
                        choices=[
                            ("none", "not set"),
                            ("monthly", "every month"),
                            ("quarterly", "every three months"),
                            ("half_yearly", "every six months"),
                            ("yearly", "every year"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="review",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="source"
                    ),
                ),
                ("source_identity", models.CharField(blank=True, editable=False, max_length=600)),
                (
                    "external",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="further details"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_user_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "history_id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical use case",
                "verbose_name_plural": "historical use cases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="UseCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        editable=False, max_length=16, unique=True, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("purpose", models.TextField(blank=True, max_length=20000, verbose_name="purpose")),
                (
                    "benefits",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="expected benefits"
                    ),
                ),
                ("outputs", models.TextField(blank=True, max_length=20000, verbose_name="outputs")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="topic area")),
                (
                    "lifecycle",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("development", "in development"),
                            ("testing", "in testing"),
                            ("in_use", "in use"),
                            ("paused", "paused"),
                            ("retired", "retired"),
                        ],
                        default="idea",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[
                            ("unknown", "not rated"),
                            ("none", "neither rights nor safety"),
                            ("rights", "impact on rights"),
                            ("safety", "impact on safety"),
                            ("both", "impact on rights and safety"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="impact",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("provider", "provider"),
                                ("deployer", "deployer"),
                                ("importer", "importer"),
                                ("distributor", "distributor"),
                                ("product_manufacturer", "product manufacturer"),
                                ("authorised_representative", "authorised representative"),
                                ("third_party_supplier", "third-party supplier"),
                                ("gpai_provider", "provider of a general-purpose model"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="our roles",
                    ),
                ),
                (
                    "excluded_uses",
                    models.TextField(blank=True, max_length=20000, verbose_name="excluded uses"),
                ),
                (
                    "foreseeable_misuse",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="foreseeable misuse"
                    ),
                ),
                (
                    "system_name",
                    models.CharField(blank=True, max_length=300, verbose_name="system"),
                ),
                (
                    "development_mode",
                    models.CharField(
                        choices=[
                            ("unknown", "not stated"),
                            ("in_house", "in-house"),
                            ("contracted", "by contractors"),
                            ("both", "in-house and by contractors"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="built",
                    ),
                ),
                (
                    "procurement_ref",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="contract reference"
                    ),
                ),
                (
                    "code_access",
                    models.CharField(blank=True, max_length=500, verbose_name="access to the code"),
                ),
                (
                    "data_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("personal", "personal data"),
                                ("special", "special categories of personal data"),
                                ("biometric", "biometric data"),
                                ("children", "data on children"),
                                ("health", "health data"),
                                ("location", "location data"),
                                ("financial", "financial data"),
                                ("employment", "employment data"),
                                ("business", "business data without persons"),
                                ("public", "public data"),
                                ("synthetic", "synthetic data"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="data categories",
                    ),
                ),
                (
                    "personal_data",
                    models.CharField(
                        choices=[("unknown", "not stated"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=8,
                        verbose_name="personal data",
                    ),
                ),
                (
                    "demographic_attributes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="attributes of people used",
                    ),
                ),
                (
                    "training_data",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="training and test data"
                    ),
                ),
                (
                    "public_facing",
                    models.CharField(
                        choices=[("unknown", "not stated"), ("yes", "yes"), ("no", "no")],
                        default="unknown",
                        max_length=8,
                        verbose_name="meets the public",
                    ),
                ),
                (
                    "stop_authority",
                    models.CharField(blank=True, max_length=300, verbose_name="who may stop it"),
                ),
                (
                    "oversight",
                    models.TextField(blank=True, max_length=20000, verbose_name="human oversight"),
                ),
                (
                    "risks",
                    models.TextField(blank=True, max_length=20000, verbose_name="known risks"),
                ),
                ("testing", models.TextField(blank=True, max_length=20000, verbose_name="testing")),
                (
                    "monitoring",
                    models.TextField(blank=True, max_length=20000, verbose_name="monitoring"),
                ),
                (
                    "notice",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="notice to people concerned"
                    ),
                ),
                (
                    "appeal",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="objection and appeal"
                    ),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=300, verbose_name="business contact"),
                ),
                ("initiated_on", models.DateField(blank=True, null=True, verbose_name="initiated")),
                (
                    "developed_on",
                    models.DateField(blank=True, null=True, verbose_name="development began"),
                ),
                (
                    "placed_on_market_on",
                    models.DateField(blank=True, null=True, verbose_name="placed on the market"),
                ),
                (
                    "in_service_on",
                    models.DateField(blank=True, null=True, verbose_name="in service since"),
                ),
                (
                    "modified_on",
                    models.DateField(blank=True, null=True, verbose_name="substantially modified"),
                ),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired")),
                (
                    "review_cadence",
                    models.CharField(
                        choices=[
                            ("none", "not set"),
                            ("monthly", "every month"),
                            ("quarterly", "every three months"),
                            ("half_yearly", "every six months"),
                            ("yearly", "every year"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="review",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="source"
                    ),
                ),
                ("source_identity", models.CharField(blank=True, editable=False, max_length=600)),
                (
                    "external",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="further details"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "use case",
                "verbose_name_plural": "use cases",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["unit", "lifecycle"], name="inventory_usecase_unit")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_identity"),
                        name="inventory_usecase_source_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntendedUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=300, verbose_name="use")),
                (
                    "affected",
                    models.TextField(blank=True, max_length=5000, verbose_name="who is affected"),
                ),
                (
                    "decision",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="which decision or outcome"
                    ),
                ),
                (
                    "autonomy",
                    models.CharField(
                        choices=[
                            ("informs", "informs a person"),
                            ("recommends", "recommends, a person decides"),
                            ("decides_checked", "decides, a person checks"),
                            ("decides", "decides alone"),
                        ],
                        default="recommends",
                        max_length=16,
                        verbose_name="how autonomous",
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=300, verbose_name="where")),
                (
                    "people_per_year",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="people concerned a year"
                    ),
                ),
                (
                    "use_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intended_uses",
                        to="inventory.usecase",
                    ),
                ),
            ],
            options={
                "verbose_name": "intended use",
                "verbose_name_plural": "intended uses",
                "ordering": ["id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIntendedUse",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=300, verbose_name="use")),
                (
                    "affected",
                    models.TextField(blank=True, max_length=5000, verbose_name="who is affected"),
                ),
                (
                    "decision",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="which decision or outcome"
                    ),
                ),
                (
                    "autonomy",
                    models.CharField(
                        choices=[
                            ("informs", "informs a person"),
                            ("recommends", "recommends, a person decides"),
                            ("decides_checked", "decides, a person checks"),
                            ("decides", "decides alone"),
                        ],
                        default="recommends",
                        max_length=16,
                        verbose_name="how autonomous",
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=300, verbose_name="where")),
                (
                    "people_per_year",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="people concerned a year"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_user_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "history_id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "use_case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.usecase",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical intended use",
                "verbose_name_plural": "historical intended uses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportMapping",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                (
                    "ref",
                    models.CharField(
                        db_index=True, editable=False, max_length=16, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                ("name", models.SlugField(max_length=60, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("mapping", models.JSONField(default=dict, verbose_name="mapping")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_user_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "history_id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical import mapping",
                "verbose_name_plural": "historical import mappings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportRun",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                (
                    "ref",
                    models.CharField(
                        db_index=True, editable=False, max_length=16, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                (
                    "file_name",
                    models.CharField(editable=False, max_length=255, verbose_name="file"),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                (
                    "encoding",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="encoding"
                    ),
                ),
                (
                    "delimiter",
                    models.CharField(
                        blank=True, editable=False, max_length=1, verbose_name="delimiter"
                    ),
                ),
                (
                    "sheet",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="sheet"
                    ),
                ),
                ("chosen", models.JSONField(blank=True, default=dict, editable=False)),
                ("columns", models.JSONField(default=list, editable=False, verbose_name="columns")),
                (
                    "row_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="rows"),
                ),
                (
                    "source",
                    models.SlugField(
                        blank=True, editable=False, max_length=100, verbose_name="register"
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="mapping"
                    ),
                ),
                (
                    "missing_units",
                    models.CharField(
                        choices=[
                            ("create", "add the unit"),
                            ("refuse", "refuse the row"),
                            ("here", "put the row into the unit of this import"),
                        ],
                        default="create",
                        max_length=8,
                        verbose_name="missing units",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "file received"),
                            ("mapped", "mapped"),
                            ("previewed", "waits for your word"),
                            ("committed", "imported"),
                            ("failed", "failed"),
                        ],
                        default="uploaded",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="counts"
                    ),
                ),
                (
                    "new_units",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="new units"
                    ),
                ),
                ("preview_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "report_digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="digest of the report",
                    ),
                ),
                (
                    "committed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="imported"),
                ),
                ("job", models.UUIDField(editable=False, null=True)),
                (
                    "failure",
                    models.TextField(blank=True, editable=False, verbose_name="why it failed"),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_user_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "history_id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical import",
                "verbose_name_plural": "historical imports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        editable=False, max_length=16, unique=True, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                (
                    "file_name",
                    models.CharField(editable=False, max_length=255, verbose_name="file"),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                (
                    "encoding",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="encoding"
                    ),
                ),
                (
                    "delimiter",
                    models.CharField(
                        blank=True, editable=False, max_length=1, verbose_name="delimiter"
                    ),
                ),
                (
                    "sheet",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="sheet"
                    ),
                ),
                ("chosen", models.JSONField(blank=True, default=dict, editable=False)),
                ("columns", models.JSONField(default=list, editable=False, verbose_name="columns")),
                (
                    "row_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="rows"),
                ),
                (
                    "source",
                    models.SlugField(
                        blank=True, editable=False, max_length=100, verbose_name="register"
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="mapping"
                    ),
                ),
                (
                    "missing_units",
                    models.CharField(
                        choices=[
                            ("create", "add the unit"),
                            ("refuse", "refuse the row"),
                            ("here", "put the row into the unit of this import"),
                        ],
                        default="create",
                        max_length=8,
                        verbose_name="missing units",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "file received"),
                            ("mapped", "mapped"),
                            ("previewed", "waits for your word"),
                            ("committed", "imported"),
                            ("failed", "failed"),
                        ],
                        default="uploaded",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="counts"
                    ),
                ),
                (
                    "new_units",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="new units"
                    ),
                ),
                ("preview_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "report_digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="digest of the report",
                    ),
                ),
                (
                    "committed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="imported"),
                ),
                ("job", models.UUIDField(editable=False, null=True)),
                (
                    "failure",
                    models.TextField(blank=True, editable=False, verbose_name="why it failed"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        editable=False, max_length=16, unique=True, verbose_name="reference"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="changed")),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="archived"
                    ),
                ),
                ("name", models.SlugField(max_length=60, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("mapping", models.JSONField(default=dict, verbose_name="mapping")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "import mapping",
                "verbose_name_plural": "import mappings",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="inventory_importmapping_name_once",
                        violation_error_message="There is already a mapping of this name.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("refused", "refused"),
                            ("vanished", "no longer in the file"),
                        ],
                        max_length=10,
                    ),
                ),
                ("identity", models.CharField(max_length=600)),
                ("name", models.CharField(max_length=500)),
                ("unit_names", models.CharField(blank=True, max_length=2000)),
                ("brought", models.JSONField(null=True)),
                ("changes", models.JSONField(default=list)),
                ("conflicts", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                (
                    "use_case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.usecase",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="inventory.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
                "indexes": [
                    models.Index(
                        fields=["run", "outcome", "number"], name="inventory_importrow_run"
                    ),
                    models.Index(
                        condition=models.Q(("brought__isnull", False)),
                        fields=["use_case"],
                        name="inventory_importrow_brought",
                    ),
                ],
                "constraints": [],
            },
        ),
    ]
