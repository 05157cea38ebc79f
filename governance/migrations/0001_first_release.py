import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import records.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.database.tables import Tables


class Migration(Tables):
    replaces = [
        ("governance", "0001_initial"),
        ("governance", "0002_grants"),
        ("governance", "0003_statements"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="e-mail address"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=50, verbose_name="time zone"),
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
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("path", models.CharField(editable=False, max_length=1000)),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample"),
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
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["name"],
                "indexes": [
                    models.Index(
                        fields=["path"], name="governance_unit_path", opclasses=["text_pattern_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name"),
                        name="governance_unit_name_once",
                        violation_error_message="There is already a unit of this name there.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOffPolicy",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("kind", models.CharField(max_length=60, verbose_name="kind of record")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("administrator", "administrator"),
                                ("compliance_officer", "compliance officer"),
                                ("use_case_owner", "use-case owner"),
                                ("board_member", "board member"),
                                ("auditor", "auditor"),
                                ("engineer", "engineer"),
                                ("viewer", "viewer"),
                            ],
                            max_length=20,
                        ),
                        verbose_name="roles that may sign",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="signatures needed",
                    ),
                ),
                (
                    "in_order",
                    models.BooleanField(default=False, verbose_name="roles sign in order"),
                ),
                (
                    "author_excluded",
                    models.BooleanField(default=True, verbose_name="authors may not sign"),
                ),
                (
                    "statement",
                    models.TextField(max_length=2000, verbose_name="sentence of an approval"),
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
                    "reading",
                    models.TextField(blank=True, max_length=2000, verbose_name="opening words"),
                ),
            ],
            options={
                "verbose_name": "sign-off policy",
                "verbose_name_plural": "sign-off policies",
                "ordering": ["name"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("kind",),
                        name="governance_signoffpolicy_one_a_kind",
                        violation_error_message="There is already a policy for this kind of record.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
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
                ("subject_kind", models.CharField(editable=False, max_length=60)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "subject_ref",
                    models.CharField(editable=False, max_length=16, verbose_name="record"),
                ),
                ("items", models.JSONField(editable=False, verbose_name="signed records")),
                ("policy_version", models.PositiveIntegerField(editable=False)),
                (
                    "statement",
                    models.TextField(editable=False, verbose_name="sentence of an approval"),
                ),
                ("request", models.TextField(blank=True, max_length=5000, verbose_name="request")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waiting for signatures"),
                            ("complete", "signed"),
                            ("changes_requested", "changes requested"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.signoffpolicy",
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
                    "reading",
                    models.TextField(blank=True, editable=False, verbose_name="opening words"),
                ),
                (
                    "sentences",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        verbose_name="sentences of other meanings",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-off",
                "verbose_name_plural": "sign-offs",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject_id", "-id"], name="governance_signoff_subject"),
                    models.Index(fields=["state"], name="governance_signoff_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True), ("state", "requested")),
                        fields=("subject_id",),
                        name="governance_signoff_one_open",
                        violation_error_message="This record already waits for sign-off.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSignature",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed_name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("compliance_officer", "compliance officer"),
                            ("use_case_owner", "use-case owner"),
                            ("board_member", "board member"),
                            ("auditor", "auditor"),
                            ("engineer", "engineer"),
                            ("viewer", "viewer"),
                        ],
                        max_length=20,
                        verbose_name="as",
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("approved", "approved"),
                            ("reviewed", "reviewed"),
                            ("accepted_risk", "accepted the residual risk"),
                            ("dissented", "dissented"),
                            ("changes_requested", "asked for changes"),
                        ],
                        max_length=20,
                        verbose_name="meaning",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="comment")),
                ("items", models.JSONField(verbose_name="signed records")),
                ("method", models.CharField(max_length=20, verbose_name="authenticated by")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
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
                    "signatory",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.signoff",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement")),
            ],
            options={
                "verbose_name": "historical signature",
                "verbose_name_plural": "historical signatures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Pack",
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
                ("subject_kind", models.CharField(editable=False, max_length=60)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "subject_ref",
                    models.CharField(editable=False, max_length=16, verbose_name="record"),
                ),
                ("title", models.CharField(editable=False, max_length=300, verbose_name="title")),
                ("moment", models.DateTimeField(editable=False, verbose_name="as of")),
                ("size", models.BigIntegerField(editable=False, verbose_name="ledger size")),
                (
                    "manifest_digest",
                    models.CharField(editable=False, max_length=64, verbose_name="pack id"),
                ),
                ("unsealed_digest", models.CharField(editable=False, max_length=64)),
                (
                    "sealed_digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("file", models.CharField(editable=False, max_length=200)),
                (
                    "byte_count",
                    models.PositiveBigIntegerField(editable=False, verbose_name="bytes"),
                ),
                ("gap_count", models.PositiveIntegerField(editable=False, verbose_name="gaps")),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample"),
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
                "verbose_name": "evidence pack",
                "verbose_name_plural": "evidence packs",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject_id", "-id"], name="governance_pack_subject")
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalUnit",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("path", models.CharField(editable=False, max_length=1000)),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample"),
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
                "verbose_name": "historical unit",
                "verbose_name_plural": "historical units",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSignOffPolicy",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("kind", models.CharField(max_length=60, verbose_name="kind of record")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("administrator", "administrator"),
                                ("compliance_officer", "compliance officer"),
                                ("use_case_owner", "use-case owner"),
                                ("board_member", "board member"),
                                ("auditor", "auditor"),
                                ("engineer", "engineer"),
                                ("viewer", "viewer"),
                            ],
                            max_length=20,
                        ),
                        verbose_name="roles that may sign",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="signatures needed",
                    ),
                ),
                (
                    "in_order",
                    models.BooleanField(default=False, verbose_name="roles sign in order"),
                ),
                (
                    "author_excluded",
                    models.BooleanField(default=True, verbose_name="authors may not sign"),
                ),
                (
                    "statement",
                    models.TextField(max_length=2000, verbose_name="sentence of an approval"),
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
                (
                    "reading",
                    models.TextField(blank=True, max_length=2000, verbose_name="opening words"),
                ),
            ],
            options={
                "verbose_name": "historical sign-off policy",
                "verbose_name_plural": "historical sign-off policies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSignOff",
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
                ("subject_kind", models.CharField(editable=False, max_length=60)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "subject_ref",
                    models.CharField(editable=False, max_length=16, verbose_name="record"),
                ),
                ("items", models.JSONField(editable=False, verbose_name="signed records")),
                ("policy_version", models.PositiveIntegerField(editable=False)),
                (
                    "statement",
                    models.TextField(editable=False, verbose_name="sentence of an approval"),
                ),
                ("request", models.TextField(blank=True, max_length=5000, verbose_name="request")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waiting for signatures"),
                            ("complete", "signed"),
                            ("changes_requested", "changes requested"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
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
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.signoffpolicy",
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
                    "reading",
                    models.TextField(blank=True, editable=False, verbose_name="opening words"),
                ),
                (
                    "sentences",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        verbose_name="sentences of other meanings",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sign-off",
                "verbose_name_plural": "historical sign-offs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
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
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
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
                "verbose_name": "historical person",
                "verbose_name_plural": "historical people",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPack",
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
                ("subject_kind", models.CharField(editable=False, max_length=60)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "subject_ref",
                    models.CharField(editable=False, max_length=16, verbose_name="record"),
                ),
                ("title", models.CharField(editable=False, max_length=300, verbose_name="title")),
                ("moment", models.DateTimeField(editable=False, verbose_name="as of")),
                ("size", models.BigIntegerField(editable=False, verbose_name="ledger size")),
                (
                    "manifest_digest",
                    models.CharField(editable=False, max_length=64, verbose_name="pack id"),
                ),
                ("unsealed_digest", models.CharField(editable=False, max_length=64)),
                (
                    "sealed_digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the file"
                    ),
                ),
                ("file", models.CharField(editable=False, max_length=200)),
                (
                    "byte_count",
                    models.PositiveBigIntegerField(editable=False, verbose_name="bytes"),
                ),
                ("gap_count", models.PositiveIntegerField(editable=False, verbose_name="gaps")),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample"),
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
                "verbose_name": "historical evidence pack",
                "verbose_name_plural": "historical evidence packs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAppointment",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("compliance_officer", "compliance officer"),
                            ("use_case_owner", "use-case owner"),
                            ("board_member", "board member"),
                            ("auditor", "auditor"),
                            ("engineer", "engineer"),
                            ("viewer", "viewer"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical appointment",
                "verbose_name_plural": "historical appointments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApiToken",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("secret_hash", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("view", "view"),
                                ("export", "export"),
                                ("create", "create"),
                                ("change", "change"),
                                ("archive", "archive"),
                                ("import", "import"),
                                ("sign", "sign"),
                                ("pack", "pack"),
                                ("administer", "administer"),
                            ],
                            max_length=20,
                        ),
                        verbose_name="may",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        verbose_name="within",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical API token",
                "verbose_name_plural": "historical API tokens",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Appointment",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("compliance_officer", "compliance officer"),
                            ("use_case_owner", "use-case owner"),
                            ("board_member", "board member"),
                            ("auditor", "auditor"),
                            ("engineer", "engineer"),
                            ("viewer", "viewer"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "appointment",
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_appointment_ends_after_start",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("view", "view"),
                                ("export", "export"),
                                ("create", "create"),
                                ("change", "change"),
                                ("archive", "archive"),
                                ("import", "import"),
                                ("sign", "sign"),
                                ("pack", "pack"),
                                ("administer", "administer"),
                            ],
                            max_length=20,
                        ),
                        verbose_name="may",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.unit",
                        verbose_name="within",
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("printed_name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("compliance_officer", "compliance officer"),
                            ("use_case_owner", "use-case owner"),
                            ("board_member", "board member"),
                            ("auditor", "auditor"),
                            ("engineer", "engineer"),
                            ("viewer", "viewer"),
                        ],
                        max_length=20,
                        verbose_name="as",
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("approved", "approved"),
                            ("reviewed", "reviewed"),
                            ("accepted_risk", "accepted the residual risk"),
                            ("dissented", "dissented"),
                            ("changes_requested", "asked for changes"),
                        ],
                        max_length=20,
                        verbose_name="meaning",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="comment")),
                ("items", models.JSONField(verbose_name="signed records")),
                ("method", models.CharField(max_length=20, verbose_name="authenticated by")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="governance.signoff",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement")),
            ],
            options={
                "verbose_name": "signature",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("sign_off", "signatory"),
                        name="governance_signature_once",
                        violation_error_message="You have already signed this.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_pk", models.CharField(max_length=255, verbose_name="object ID")),
                ("ends_on", models.DateField(null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_pk"], name="governance__content_515245_idx"
                    )
                ],
                "unique_together": {("user", "permission", "object_pk")},
                "constraints": [],
            },
        ),
    ]
