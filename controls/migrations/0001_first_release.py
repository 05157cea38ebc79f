import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import records.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.database.tables import Tables


class Migration(Tables):
    replaces = [
        ("controls", "0001_frameworks"),
        ("controls", "0002_mappings"),
        ("controls", "0003_controls"),
        ("controls", "0004_revisions"),
    ]

    initial = True

    dependencies = [
        ("governance", "0001_first_release"),
        ("inventory", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
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
                    "code",
                    models.CharField(
                        editable=False, max_length=60, unique=True, verbose_name="code"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("short_title", models.CharField(max_length=300, verbose_name="short title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("standard", "standard"),
                            ("guidance", "guidance"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("publisher", models.CharField(max_length=300, verbose_name="publisher")),
                ("licence", models.TextField(max_length=4000, verbose_name="licence")),
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
                "verbose_name": "framework",
                "verbose_name_plural": "frameworks",
                "ordering": ["kind", "code"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Edition",
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
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("law", models.JSONField(blank=True, default=list, verbose_name="legal acts")),
                ("published_on", models.DateField(verbose_name="published")),
                ("in_force_on", models.DateField(verbose_name="in force")),
                ("checked_on", models.DateField(verbose_name="checked against sources")),
                ("disclaimer", models.TextField(verbose_name="disclaimer")),
                ("own_words", models.TextField(verbose_name="wording")),
                ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                ("notes", models.JSONField(blank=True, default=list, verbose_name="notes")),
                ("uncertain", models.BooleanField(default=False, verbose_name="uncertain")),
                ("uncertain_why", models.TextField(blank=True, verbose_name="why uncertain")),
                (
                    "parts_of_text",
                    models.JSONField(blank=True, default=list, verbose_name="chapters"),
                ),
                (
                    "date_profiles",
                    models.JSONField(blank=True, default=dict, verbose_name="dates of application"),
                ),
                (
                    "extra",
                    models.JSONField(blank=True, default=dict, verbose_name="further details"),
                ),
                ("provision_count", models.PositiveIntegerField(verbose_name="provisions")),
                (
                    "content_digest",
                    models.CharField(max_length=64, verbose_name="digest of the content"),
                ),
                (
                    "rows_digest",
                    models.CharField(max_length=64, verbose_name="digest of the provisions"),
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="controls.edition",
                        verbose_name="replaces",
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
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="controls.framework",
                        verbose_name="framework",
                    ),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="revision"
                    ),
                ),
                (
                    "revisions",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="corrections"
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["framework__code", "-in_force_on"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "code"),
                        name="controls_edition_once",
                        violation_error_message="This edition is already published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uncertain", False),
                            models.Q(("uncertain_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="controls_edition_doubt_has_reason",
                        violation_error_message="Say what is uncertain about the edition.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEdition",
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
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("law", models.JSONField(blank=True, default=list, verbose_name="legal acts")),
                ("published_on", models.DateField(verbose_name="published")),
                ("in_force_on", models.DateField(verbose_name="in force")),
                ("checked_on", models.DateField(verbose_name="checked against sources")),
                ("disclaimer", models.TextField(verbose_name="disclaimer")),
                ("own_words", models.TextField(verbose_name="wording")),
                ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                ("notes", models.JSONField(blank=True, default=list, verbose_name="notes")),
                ("uncertain", models.BooleanField(default=False, verbose_name="uncertain")),
                ("uncertain_why", models.TextField(blank=True, verbose_name="why uncertain")),
                (
                    "parts_of_text",
                    models.JSONField(blank=True, default=list, verbose_name="chapters"),
                ),
                (
                    "date_profiles",
                    models.JSONField(blank=True, default=dict, verbose_name="dates of application"),
                ),
                (
                    "extra",
                    models.JSONField(blank=True, default=dict, verbose_name="further details"),
                ),
                ("provision_count", models.PositiveIntegerField(verbose_name="provisions")),
                (
                    "content_digest",
                    models.CharField(max_length=64, verbose_name="digest of the content"),
                ),
                (
                    "rows_digest",
                    models.CharField(max_length=64, verbose_name="digest of the provisions"),
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
                    "framework",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.framework",
                        verbose_name="framework",
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.edition",
                        verbose_name="replaces",
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
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="revision"
                    ),
                ),
                (
                    "revisions",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="corrections"
                    ),
                ),
            ],
            options={
                "verbose_name": "historical edition",
                "verbose_name_plural": "historical editions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFramework",
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
                    "code",
                    models.CharField(
                        db_index=True, editable=False, max_length=60, verbose_name="code"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("short_title", models.CharField(max_length=300, verbose_name="short title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("standard", "standard"),
                            ("guidance", "guidance"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("publisher", models.CharField(max_length=300, verbose_name="publisher")),
                ("licence", models.TextField(max_length=4000, verbose_name="licence")),
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
                "verbose_name": "historical framework",
                "verbose_name_plural": "historical frameworks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Provision",
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
                ("code", models.CharField(max_length=80, verbose_name="number")),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("order", models.PositiveIntegerField()),
                ("depth", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("summary", models.TextField(blank=True, verbose_name="in our words")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, verbose_name="for"
                    ),
                ),
                (
                    "applies_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("original", "as first published"),
                            ("unchanged", "unchanged"),
                            ("amended", "amended"),
                            ("inserted", "inserted"),
                            ("deleted", "deleted"),
                            ("absent", "not in this edition"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("applies_from", models.JSONField(default=dict, verbose_name="applies from")),
                ("citation", models.CharField(max_length=400, verbose_name="citation")),
                ("uncertain", models.BooleanField(default=False, verbose_name="uncertain")),
                ("uncertain_why", models.TextField(blank=True, verbose_name="why uncertain")),
                ("extra", models.JSONField(default=dict)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisions",
                        to="controls.edition",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="controls.provision",
                    ),
                ),
                ("first_revision", models.PositiveSmallIntegerField(default=1)),
                ("revision", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "verbose_name": "provision",
                "verbose_name_plural": "provisions",
                "ordering": ["edition", "order"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "code"), name="controls_provision_code"
                    ),
                    models.UniqueConstraint(
                        fields=("edition", "slug"), name="controls_provision_slug"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uncertain", False),
                            models.Q(("uncertain_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="controls_provision_doubt_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("depth", 0), ("parent__isnull", True)),
                            models.Q(("depth__gt", 0), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="controls_provision_top_has_no_parent",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("edition", "order"),
                        name="controls_provision_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameworkImport",
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
                    "file_format",
                    models.CharField(
                        choices=[
                            ("yaml", "YAML of the catalogue"),
                            ("oscal", "OSCAL catalog (JSON)"),
                            ("sheet", "spreadsheet (CSV or XLSX)"),
                        ],
                        editable=False,
                        max_length=5,
                        verbose_name="form",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                (
                    "details",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="what was said beside the file"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="edition"
                    ),
                ),
                (
                    "content_digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="digest of the content",
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="counts"
                    ),
                ),
                (
                    "problems",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="problems"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waits for your word"),
                            ("refused", "cannot be published"),
                            ("published", "published"),
                        ],
                        default="received",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("job", models.UUIDField(editable=False, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="controls.edition",
                        verbose_name="published as",
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
                "verbose_name": "framework import",
                "verbose_name_plural": "framework imports",
                "ordering": ["-id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFrameworkImport",
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
                    "file_format",
                    models.CharField(
                        choices=[
                            ("yaml", "YAML of the catalogue"),
                            ("oscal", "OSCAL catalog (JSON)"),
                            ("sheet", "spreadsheet (CSV or XLSX)"),
                        ],
                        editable=False,
                        max_length=5,
                        verbose_name="form",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                (
                    "details",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="what was said beside the file"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="edition"
                    ),
                ),
                (
                    "content_digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="digest of the content",
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="counts"
                    ),
                ),
                (
                    "problems",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="problems"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waits for your word"),
                            ("refused", "cannot be published"),
                            ("published", "published"),
                        ],
                        default="received",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("job", models.UUIDField(editable=False, null=True)),
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
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.edition",
                        verbose_name="published as",
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
                "verbose_name": "historical framework import",
                "verbose_name_plural": "historical framework imports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMapping",
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
                    "code",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        verbose_name="number in the catalogue",
                    ),
                ),
                (
                    "source_editions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="in editions",
                    ),
                ),
                ("source_code", models.CharField(max_length=80, verbose_name="provision")),
                (
                    "target_editions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="in editions of that",
                    ),
                ),
                ("target_code", models.CharField(max_length=80, verbose_name="to provision")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("equal", "asks for the same as"),
                            ("subset", "lies inside"),
                            ("superset", "contains"),
                            ("intersects", "overlaps with"),
                        ],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("strength", models.PositiveSmallIntegerField(verbose_name="strength")),
                ("rationale", models.TextField(max_length=4000, verbose_name="why")),
                (
                    "published_in",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        default=list,
                        verbose_name="published in",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("reviewed", "reviewed"),
                            ("disputed", "disputed"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="reviewed on"),
                ),
                (
                    "dispute",
                    models.TextField(blank=True, max_length=4000, verbose_name="why disputed"),
                ),
                ("taken_digest", models.CharField(blank=True, editable=False, max_length=64)),
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
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "source_framework",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.framework",
                        verbose_name="from framework",
                    ),
                ),
                (
                    "target_framework",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.framework",
                        verbose_name="to framework",
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
                "verbose_name": "historical mapping",
                "verbose_name_plural": "historical mappings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Mapping",
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
                    "code",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        verbose_name="number in the catalogue",
                    ),
                ),
                (
                    "source_editions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="in editions",
                    ),
                ),
                ("source_code", models.CharField(max_length=80, verbose_name="provision")),
                (
                    "target_editions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="in editions of that",
                    ),
                ),
                ("target_code", models.CharField(max_length=80, verbose_name="to provision")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("equal", "asks for the same as"),
                            ("subset", "lies inside"),
                            ("superset", "contains"),
                            ("intersects", "overlaps with"),
                        ],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("strength", models.PositiveSmallIntegerField(verbose_name="strength")),
                ("rationale", models.TextField(max_length=4000, verbose_name="why")),
                (
                    "published_in",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        default=list,
                        verbose_name="published in",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("reviewed", "reviewed"),
                            ("disputed", "disputed"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="reviewed on"),
                ),
                (
                    "dispute",
                    models.TextField(blank=True, max_length=4000, verbose_name="why disputed"),
                ),
                ("taken_digest", models.CharField(blank=True, editable=False, max_length=64)),
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
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "source_framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="controls.framework",
                        verbose_name="from framework",
                    ),
                ),
                (
                    "target_framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="controls.framework",
                        verbose_name="to framework",
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
                "verbose_name": "mapping",
                "verbose_name_plural": "mappings",
                "ordering": ["ref"],
                "indexes": [
                    models.Index(
                        fields=["source_framework", "source_code"], name="controls_mapping_source"
                    ),
                    models.Index(
                        fields=["target_framework", "target_code"], name="controls_mapping_target"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="controls_mapping_code_once",
                        violation_error_message="This mapping of the catalogue is already here.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=(
                            "source_framework",
                            "source_code",
                            "source_editions",
                            "target_framework",
                            "target_code",
                            "target_editions",
                        ),
                        name="controls_mapping_pair_once",
                        violation_error_message="This pair has a mapping already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_framework", models.F("target_framework")), _negated=True
                        ),
                        name="controls_mapping_two_frameworks",
                        violation_error_message="A mapping joins provisions of two frameworks.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strength__gte", 1), ("strength__lte", 10)),
                        name="controls_mapping_strength",
                        violation_error_message="The strength goes from 1, weak, to 10, identical.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            ("reviewer__isnull", False),
                            _connector="OR",
                        ),
                        name="controls_mapping_reviewed_by_somebody",
                        violation_error_message="Somebody must have reviewed it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("reviewer", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="controls_mapping_four_eyes",
                        violation_error_message="Who proposed a mapping cannot review it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "disputed"), _negated=True),
                            models.Q(("dispute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="controls_mapping_dispute_has_reason",
                        violation_error_message="Say why the mapping is disputed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Control",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("objective", models.TextField(max_length=10000, verbose_name="objective")),
                (
                    "procedure",
                    models.TextField(blank=True, max_length=20000, verbose_name="procedure"),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("continuous", "continuously"),
                            ("event", "at each occasion"),
                            ("weekly", "every week"),
                            ("monthly", "every month"),
                            ("quarterly", "every three months"),
                            ("half_yearly", "every six months"),
                            ("yearly", "every year"),
                        ],
                        default="event",
                        max_length=12,
                        verbose_name="carried out",
                    ),
                ),
                (
                    "test_procedure",
                    models.TextField(blank=True, max_length=20000, verbose_name="how it is tested"),
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
                "verbose_name": "control",
                "verbose_name_plural": "controls",
                "ordering": ["name"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Claim",
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
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("equal", "asks for the same as"),
                            ("subset", "lies inside"),
                            ("superset", "contains"),
                            ("intersects", "overlaps with"),
                        ],
                        max_length=10,
                        verbose_name="what it does of it",
                    ),
                ),
                ("rationale", models.TextField(max_length=4000, verbose_name="why")),
                (
                    "provision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="controls.provision",
                        verbose_name="provision",
                    ),
                ),
                (
                    "control",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="controls.control",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["id"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("control", "provision"),
                        name="controls_claim_once",
                        violation_error_message="The control claims this provision already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "description",
                    models.TextField(blank=True, max_length=10000, verbose_name="what it shows"),
                ),
                (
                    "freshness",
                    models.CharField(
                        choices=[
                            ("collected", "some days after it was collected"),
                            ("covered", "some days after the period that it covers"),
                            ("standing", "never by itself"),
                        ],
                        default="collected",
                        max_length=10,
                        verbose_name="grows stale",
                    ),
                ),
                (
                    "valid_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="days",
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
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["-id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="EvidenceRevision",
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
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the file"),
                ),
                ("byte_count", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="sort of file"),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.URLValidator(["https", "http"])],
                        verbose_name="link",
                    ),
                ),
                (
                    "covers_from",
                    models.DateField(blank=True, null=True, verbose_name="covers from"),
                ),
                ("covers_to", models.DateField(blank=True, null=True, verbose_name="covers until")),
                ("collected_on", models.DateField(verbose_name="collected on")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                (
                    "current_from",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="current from"
                    ),
                ),
                (
                    "current_to",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="current until"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="controls.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of evidence",
                "verbose_name_plural": "revisions of evidence",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["evidence", "-current_to"], name="controls_revision_until")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), ("link", ""), _connector="XOR"),
                        name="controls_evidencerevision_file_or_link",
                        violation_error_message="Give a file or a link, one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covers_from__isnull", True),
                            ("covers_to__isnull", True),
                            ("covers_from__lte", models.F("covers_to")),
                            _connector="OR",
                        ),
                        name="controls_evidencerevision_period",
                        violation_error_message="What it covers ends before it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalClaim",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("equal", "asks for the same as"),
                            ("subset", "lies inside"),
                            ("superset", "contains"),
                            ("intersects", "overlaps with"),
                        ],
                        max_length=10,
                        verbose_name="what it does of it",
                    ),
                ),
                ("rationale", models.TextField(max_length=4000, verbose_name="why")),
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
                    "control",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.control",
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.provision",
                        verbose_name="provision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical claim",
                "verbose_name_plural": "historical claims",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalControl",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("objective", models.TextField(max_length=10000, verbose_name="objective")),
                (
                    "procedure",
                    models.TextField(blank=True, max_length=20000, verbose_name="procedure"),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("continuous", "continuously"),
                            ("event", "at each occasion"),
                            ("weekly", "every week"),
                            ("monthly", "every month"),
                            ("quarterly", "every three months"),
                            ("half_yearly", "every six months"),
                            ("yearly", "every year"),
                        ],
                        default="event",
                        max_length=12,
                        verbose_name="carried out",
                    ),
                ),
                (
                    "test_procedure",
                    models.TextField(blank=True, max_length=20000, verbose_name="how it is tested"),
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
                "verbose_name": "historical control",
                "verbose_name_plural": "historical controls",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvidence",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "description",
                    models.TextField(blank=True, max_length=10000, verbose_name="what it shows"),
                ),
                (
                    "freshness",
                    models.CharField(
                        choices=[
                            ("collected", "some days after it was collected"),
                            ("covered", "some days after the period that it covers"),
                            ("standing", "never by itself"),
                        ],
                        default="collected",
                        max_length=10,
                        verbose_name="grows stale",
                    ),
                ),
                (
                    "valid_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="days",
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
                "verbose_name": "historical evidence",
                "verbose_name_plural": "historical evidence",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvidenceRevision",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the file"),
                ),
                ("byte_count", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="sort of file"),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.URLValidator(["https", "http"])],
                        verbose_name="link",
                    ),
                ),
                (
                    "covers_from",
                    models.DateField(blank=True, null=True, verbose_name="covers from"),
                ),
                ("covers_to", models.DateField(blank=True, null=True, verbose_name="covers until")),
                ("collected_on", models.DateField(verbose_name="collected on")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                (
                    "current_from",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="current from"
                    ),
                ),
                (
                    "current_to",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="current until"
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
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical revision of evidence",
                "verbose_name_plural": "historical revisions of evidence",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImplementation",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("implemented", "implemented"),
                            ("retired", "retired"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="in place since")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "carried out here"),
                            ("inherited", "inherited from above"),
                        ],
                        default="own",
                        max_length=10,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "stays_ours",
                    models.TextField(blank=True, max_length=10000, verbose_name="what stays ours"),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="how it is done here"
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
                    "control",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.control",
                        verbose_name="control",
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
                (
                    "use_case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.usecase",
                        verbose_name="use case",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical implementation",
                "verbose_name_plural": "historical implementations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Implementation",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("implemented", "implemented"),
                            ("retired", "retired"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="in place since")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "carried out here"),
                            ("inherited", "inherited from above"),
                        ],
                        default="own",
                        max_length=10,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "stays_ours",
                    models.TextField(blank=True, max_length=10000, verbose_name="what stays ours"),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="how it is done here"
                    ),
                ),
                (
                    "control",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="implementations",
                        to="controls.control",
                        verbose_name="control",
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
                (
                    "use_case",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="implementations",
                        to="inventory.usecase",
                        verbose_name="use case",
                    ),
                ),
            ],
            options={
                "verbose_name": "implementation",
                "verbose_name_plural": "implementations",
                "ordering": ["-id"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True), ("use_case__isnull", True)
                        ),
                        fields=("control", "unit"),
                        name="controls_implementation_once_a_unit",
                        violation_error_message="The control is recorded at this unit already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True), ("use_case__isnull", False)
                        ),
                        fields=("control", "use_case"),
                        name="controls_implementation_once_a_use_case",
                        violation_error_message="The control is recorded at this use case already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "implemented"), _negated=True),
                            ("since__isnull", False),
                            _connector="OR",
                        ),
                        name="controls_implementation_since_when",
                        violation_error_message="Say since when it is in place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvidenceUse",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.evidence",
                    ),
                ),
                (
                    "implementation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="controls.implementation",
                        verbose_name="implementation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical use of evidence",
                "verbose_name_plural": "historical uses of evidence",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="EvidenceUse",
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
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="controls.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="controls.evidence",
                    ),
                ),
                (
                    "implementation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="controls.implementation",
                        verbose_name="implementation",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of evidence",
                "verbose_name_plural": "uses of evidence",
                "ordering": ["id"],
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claim__isnull", True),
                            ("implementation__isnull", True),
                            _connector="XOR",
                        ),
                        name="controls_evidenceuse_one_end",
                        violation_error_message="Attach it to a claim or to an implementation.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("claim__isnull", False), ("removed_at__isnull", True)),
                        fields=("evidence", "claim"),
                        name="controls_evidenceuse_claim_once",
                        violation_error_message="It is attached to this claim already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("implementation__isnull", False), ("removed_at__isnull", True)
                        ),
                        fields=("evidence", "implementation"),
                        name="controls_evidenceuse_implementation_once",
                        violation_error_message="It is attached to this implementation already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierProvision",
            fields=[
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("order", models.PositiveIntegerField()),
                ("depth", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("summary", models.TextField(blank=True, verbose_name="in our words")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, verbose_name="for"
                    ),
                ),
                (
                    "applies_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("original", "as first published"),
                            ("unchanged", "unchanged"),
                            ("amended", "amended"),
                            ("inserted", "inserted"),
                            ("deleted", "deleted"),
                            ("absent", "not in this edition"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("applies_from", models.JSONField(default=dict, verbose_name="applies from")),
                ("citation", models.CharField(max_length=400, verbose_name="citation")),
                ("uncertain", models.BooleanField(default=False, verbose_name="uncertain")),
                ("uncertain_why", models.TextField(blank=True, verbose_name="why uncertain")),
                ("extra", models.JSONField(default=dict)),
                (
                    "id",
                    models.UUIDField(
                        default=records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("until_revision", models.PositiveSmallIntegerField()),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="controls.provision",
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier",
                        to="controls.provision",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier provision",
                "verbose_name_plural": "earlier provisions",
                "ordering": ["provision", "until_revision"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provision", "until_revision"),
                        name="controls_earlier_provision_once",
                    )
                ],
            },
        ),
    ]
