import django.contrib.postgres.fields
import django.db.models.deletion
import records.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.database.tables import Tables


class Migration(Tables):
    replaces = [
        ("assessments", "0001_classification"),
        ("assessments", "0002_obligations"),
        ("assessments", "0003_overrides_and_requests"),
        ("assessments", "0004_findings"),
        ("assessments", "0005_edition_review_words"),
        ("assessments", "0006_doubts_and_relief"),
    ]

    initial = True

    dependencies = [
        ("governance", "0001_first_release"),
        ("inventory", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalQuestionnaire",
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
                ("code", models.CharField(editable=False, max_length=60, verbose_name="code")),
                (
                    "edition",
                    models.CharField(editable=False, max_length=20, verbose_name="edition"),
                ),
                ("title", models.CharField(editable=False, max_length=300, verbose_name="title")),
                ("content", models.JSONField(editable=False, verbose_name="content")),
                (
                    "content_digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the content"
                    ),
                ),
                (
                    "question_count",
                    models.PositiveIntegerField(editable=False, verbose_name="questions"),
                ),
                ("rule_count", models.PositiveIntegerField(editable=False, verbose_name="rules")),
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
                "verbose_name": "historical questionnaire",
                "verbose_name_plural": "historical questionnaires",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Questionnaire",
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
                ("code", models.CharField(editable=False, max_length=60, verbose_name="code")),
                (
                    "edition",
                    models.CharField(editable=False, max_length=20, verbose_name="edition"),
                ),
                ("title", models.CharField(editable=False, max_length=300, verbose_name="title")),
                ("content", models.JSONField(editable=False, verbose_name="content")),
                (
                    "content_digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="digest of the content"
                    ),
                ),
                (
                    "question_count",
                    models.PositiveIntegerField(editable=False, verbose_name="questions"),
                ),
                ("rule_count", models.PositiveIntegerField(editable=False, verbose_name="rules")),
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
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["code", "-edition"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "edition"),
                        name="assessments_questionnaire_once",
                        violation_error_message="This edition is already published.",
                    ),
                    models.UniqueConstraint(
                        fields=("content_digest",), name="assessments_questionnaire_content_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObligationProfile",
            fields=[
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                (
                    "edition",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="edition of the law"
                    ),
                ),
                ("law_digest", models.CharField(editable=False, max_length=64)),
                (
                    "count",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="obligations"),
                ),
                ("conditions_digest", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "set of obligations",
                "verbose_name_plural": "sets of obligations",
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Classification",
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
                ("questionnaire_digest", models.CharField(editable=False, max_length=64)),
                (
                    "edition",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="edition of the law"
                    ),
                ),
                ("on_date", models.DateField(editable=False, verbose_name="law as of")),
                ("law_digest", models.CharField(editable=False, max_length=64)),
                (
                    "answers",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="answers"
                    ),
                ),
                ("suggested", models.JSONField(blank=True, default=dict, editable=False)),
                ("outcome", models.JSONField(default=dict, editable=False, verbose_name="outcome")),
                (
                    "outcome_class",
                    models.CharField(
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        db_index=True,
                        editable=False,
                        max_length=30,
                        verbose_name="class",
                    ),
                ),
                ("gravity", models.PositiveSmallIntegerField(editable=False)),
                (
                    "asked_count",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="questions asked"
                    ),
                ),
                (
                    "answered_count",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="answered"),
                ),
                (
                    "open_review_count",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="legal views needed"
                    ),
                ),
                (
                    "intended_use",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classifications",
                        to="inventory.intendeduse",
                        verbose_name="intended use",
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classifications",
                        to="inventory.usecase",
                        verbose_name="use case",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "obligation_profile",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classifications",
                        to="assessments.obligationprofile",
                        verbose_name="obligations",
                    ),
                ),
                (
                    "override_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="override set"
                    ),
                ),
                (
                    "override_basis",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="legal basis of the override",
                    ),
                ),
                (
                    "override_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="override set by",
                    ),
                ),
                (
                    "override_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        editable=False,
                        max_length=30,
                        verbose_name="class by override",
                    ),
                ),
                (
                    "override_lapsed",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="lapsed override"
                    ),
                ),
                (
                    "override_reason",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=5000,
                        verbose_name="reason of the override",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.classification",
                        verbose_name="made anew from",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="roles found",
                    ),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="high-risk grounds found",
                    ),
                ),
                (
                    "worst_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        editable=False,
                        max_length=30,
                        verbose_name="class at worst",
                    ),
                ),
            ],
            options={
                "verbose_name": "classification",
                "verbose_name_plural": "classifications",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["use_case", "gravity"], name="assessments_classified")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("use_case", "intended_use"),
                        name="assessments_classification_one_current",
                        nulls_distinct=False,
                        violation_error_message="There is already a classification of this. Open it, or archive it first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_count__lte", models.F("asked_count"))),
                        name="assessments_classification_answered_of_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("override_class", ""),
                            models.Q(
                                models.Q(("override_reason", ""), _negated=True),
                                models.Q(("override_basis", ""), _negated=True),
                                ("override_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_classification_override_whole",
                        violation_error_message="An override needs its reason, its legal basis and who set it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLegalView",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "question"), ("rule", "rule")],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="question or rule")),
                ("doubt", models.TextField(max_length=5000, verbose_name="doubt")),
                ("view", models.TextField(max_length=10000, verbose_name="legal view")),
                ("source", models.CharField(max_length=300, verbose_name="given by")),
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
                    "classification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.classification",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical legal view",
                "verbose_name_plural": "historical legal views",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LegalView",
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
                    "kind",
                    models.CharField(
                        choices=[("question", "question"), ("rule", "rule")],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="question or rule")),
                ("doubt", models.TextField(max_length=5000, verbose_name="doubt")),
                ("view", models.TextField(max_length=10000, verbose_name="legal view")),
                ("source", models.CharField(max_length=300, verbose_name="given by")),
                (
                    "classification",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_views",
                        to="assessments.classification",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal view",
                "verbose_name_plural": "legal views",
                "ordering": ["id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalClassification",
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
                ("questionnaire_digest", models.CharField(editable=False, max_length=64)),
                (
                    "edition",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="edition of the law"
                    ),
                ),
                ("on_date", models.DateField(editable=False, verbose_name="law as of")),
                ("law_digest", models.CharField(editable=False, max_length=64)),
                (
                    "answers",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="answers"
                    ),
                ),
                ("suggested", models.JSONField(blank=True, default=dict, editable=False)),
                ("outcome", models.JSONField(default=dict, editable=False, verbose_name="outcome")),
                (
                    "outcome_class",
                    models.CharField(
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        db_index=True,
                        editable=False,
                        max_length=30,
                        verbose_name="class",
                    ),
                ),
                ("gravity", models.PositiveSmallIntegerField(editable=False)),
                (
                    "asked_count",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="questions asked"
                    ),
                ),
                (
                    "answered_count",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="answered"),
                ),
                (
                    "open_review_count",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="legal views needed"
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
                    "intended_use",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.intendeduse",
                        verbose_name="intended use",
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
                (
                    "questionnaire",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "obligation_profile",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.obligationprofile",
                        verbose_name="obligations",
                    ),
                ),
                (
                    "override_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="override set"
                    ),
                ),
                (
                    "override_basis",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="legal basis of the override",
                    ),
                ),
                (
                    "override_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="override set by",
                    ),
                ),
                (
                    "override_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        editable=False,
                        max_length=30,
                        verbose_name="class by override",
                    ),
                ),
                (
                    "override_lapsed",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="lapsed override"
                    ),
                ),
                (
                    "override_reason",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=5000,
                        verbose_name="reason of the override",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.classification",
                        verbose_name="made anew from",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="roles found",
                    ),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="high-risk grounds found",
                    ),
                ),
                (
                    "worst_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prohibited", "prohibited"),
                            ("high_risk", "high-risk"),
                            ("not_high_risk_documented", "not high-risk, to be documented"),
                            ("transparency", "transparency duties"),
                            ("model_only", "general-purpose model only"),
                            ("minimal", "minimal risk"),
                            ("out_of_scope", "out of scope"),
                        ],
                        editable=False,
                        max_length=30,
                        verbose_name="class at worst",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical classification",
                "verbose_name_plural": "historical classifications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
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
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
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
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
                "ordering": ["-id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCalendarFeed",
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
                ("secret_hash", models.CharField(db_index=True, editable=False, max_length=64)),
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
                "verbose_name": "historical calendar feed",
                "verbose_name_plural": "historical calendar feeds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEditionReview",
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
                    "from_edition",
                    models.CharField(editable=False, max_length=20, verbose_name="from edition"),
                ),
                (
                    "to_edition",
                    models.CharField(editable=False, max_length=20, verbose_name="to edition"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("changed", "outcome changes"),
                            ("needs_answers", "needs new answers"),
                            ("same", "outcome stays"),
                        ],
                        editable=False,
                        max_length=14,
                        verbose_name="found",
                    ),
                ),
                (
                    "found",
                    models.JSONField(default=dict, editable=False, verbose_name="what changes"),
                ),
                ("seen_digest", models.CharField(editable=False, max_length=64)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "to be decided"),
                            ("adopted", "read by the new edition"),
                            ("kept", "left under the old edition"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="decided",
                    ),
                ),
                (
                    "decided_why",
                    models.TextField(
                        blank=True, editable=False, max_length=2000, verbose_name="reason"
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
                    "classification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.classification",
                        verbose_name="classification",
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
                "verbose_name": "historical edition review",
                "verbose_name_plural": "historical edition reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObligationPlan",
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
                    "provision",
                    models.CharField(editable=False, max_length=80, verbose_name="provision"),
                ),
                ("role", models.CharField(editable=False, max_length=40, verbose_name="role")),
                (
                    "next_step",
                    models.TextField(blank=True, max_length=2000, verbose_name="next step"),
                ),
                (
                    "planned_for",
                    models.DateField(blank=True, null=True, verbose_name="planned for"),
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
                "verbose_name": "historical plan for an obligation",
                "verbose_name_plural": "historical plans for obligations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUndertaking",
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
                    "size",
                    models.CharField(
                        choices=[
                            ("sme", "small or medium-sized (SME)"),
                            ("small_mid_cap", "small mid-cap"),
                            ("large", "larger than that"),
                            ("public", "no undertaking (public body)"),
                        ],
                        max_length=14,
                        verbose_name="size",
                    ),
                ),
                (
                    "turnover_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=16,
                        null=True,
                        verbose_name="worldwide turnover of a year, in euro",
                    ),
                ),
                (
                    "turnover_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="financial year"
                    ),
                ),
                (
                    "figures_from",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where the figures come from"
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
                "verbose_name": "historical size of the organisation",
                "verbose_name_plural": "historical sizes of the organisation",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="EditionReview",
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
                    "from_edition",
                    models.CharField(editable=False, max_length=20, verbose_name="from edition"),
                ),
                (
                    "to_edition",
                    models.CharField(editable=False, max_length=20, verbose_name="to edition"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("changed", "outcome changes"),
                            ("needs_answers", "needs new answers"),
                            ("same", "outcome stays"),
                        ],
                        editable=False,
                        max_length=14,
                        verbose_name="found",
                    ),
                ),
                (
                    "found",
                    models.JSONField(default=dict, editable=False, verbose_name="what changes"),
                ),
                ("seen_digest", models.CharField(editable=False, max_length=64)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "to be decided"),
                            ("adopted", "read by the new edition"),
                            ("kept", "left under the old edition"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="decided",
                    ),
                ),
                (
                    "decided_why",
                    models.TextField(
                        blank=True, editable=False, max_length=2000, verbose_name="reason"
                    ),
                ),
                (
                    "classification",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_reviews",
                        to="assessments.classification",
                        verbose_name="classification",
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
                "verbose_name": "edition review",
                "verbose_name_plural": "edition reviews",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("classification", "from_edition", "to_edition"),
                        name="assessments_edition_review_once",
                        violation_error_message="There is already a review of this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "kept"), _negated=True),
                            models.Q(("decided_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessments_edition_review_kept_why",
                        violation_error_message="Say why it stays under the old edition.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ObligationPlan",
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
                    "provision",
                    models.CharField(editable=False, max_length=80, verbose_name="provision"),
                ),
                ("role", models.CharField(editable=False, max_length=40, verbose_name="role")),
                (
                    "next_step",
                    models.TextField(blank=True, max_length=2000, verbose_name="next step"),
                ),
                (
                    "planned_for",
                    models.DateField(blank=True, null=True, verbose_name="planned for"),
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
                        related_name="obligation_plans",
                        to="inventory.usecase",
                        verbose_name="use case",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan for an obligation",
                "verbose_name_plural": "plans for obligations",
                "ordering": ["planned_for", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True), ("use_case__isnull", False)
                        ),
                        fields=("use_case", "provision", "role"),
                        name="assessments_plan_once_a_use_case",
                        violation_error_message="This obligation has a plan already. Change that one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True), ("use_case__isnull", True)
                        ),
                        fields=("unit", "provision", "role"),
                        name="assessments_plan_once_a_unit",
                        violation_error_message="This obligation has a plan already. Change that one.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
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
                ("order", models.PositiveSmallIntegerField()),
                ("provision", models.CharField(max_length=80, verbose_name="provision")),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                ("regime", models.CharField(max_length=40, verbose_name="regime")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("use_case", "each use case"),
                            ("organisation", "the organisation, once"),
                        ],
                        max_length=12,
                        verbose_name="stands at",
                    ),
                ),
                ("applies_from", models.DateField(null=True, verbose_name="applies from")),
                ("why", models.TextField(verbose_name="why this date")),
                ("only_if", models.TextField(blank=True, verbose_name="only if")),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="assessments.obligationprofile",
                    ),
                ),
                ("formal_from", models.DateField(null=True, verbose_name="by the letter from")),
                ("relief", models.JSONField(blank=True, default=list, verbose_name="relief")),
                ("uncertain_why", models.TextField(blank=True, verbose_name="not settled")),
            ],
            options={
                "verbose_name": "obligation",
                "verbose_name_plural": "obligations",
                "ordering": ["profile", "order"],
                "indexes": [
                    models.Index(
                        fields=["level", "applies_from", "profile"],
                        name="assessments_obligation_due",
                    ),
                    models.Index(fields=["provision", "role"], name="assessments_obligation_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "provision", "role"), name="assessments_obligation_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Undertaking",
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
                    "size",
                    models.CharField(
                        choices=[
                            ("sme", "small or medium-sized (SME)"),
                            ("small_mid_cap", "small mid-cap"),
                            ("large", "larger than that"),
                            ("public", "no undertaking (public body)"),
                        ],
                        max_length=14,
                        verbose_name="size",
                    ),
                ),
                (
                    "turnover_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=16,
                        null=True,
                        verbose_name="worldwide turnover of a year, in euro",
                    ),
                ),
                (
                    "turnover_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="financial year"
                    ),
                ),
                (
                    "figures_from",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where the figures come from"
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
                "verbose_name": "size of the organisation",
                "verbose_name_plural": "sizes of the organisation",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("unit",),
                        name="assessments_undertaking_once_a_unit",
                        violation_error_message="The size of this unit is known. Change that entry.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("turnover_eur__isnull", True),
                            ("turnover_eur__gte", 0),
                            _connector="OR",
                        ),
                        name="assessments_undertaking_turnover_not_negative",
                        violation_error_message="A turnover is not negative.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalQuestionRequest",
            fields=[
                ("id", models.UUIDField(db_index=True, default=records.ids.new_id, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("question", models.CharField(max_length=60, verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("answered", "answered"),
                            ("passed_back", "came back without an answer"),
                            ("settled", "answered by somebody else"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
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
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked of",
                    ),
                ),
                (
                    "classification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.classification",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical question passed on",
                "verbose_name_plural": "historical questions passed on",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="QuestionRequest",
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
                ("question", models.CharField(max_length=60, verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("answered", "answered"),
                            ("passed_back", "came back without an answer"),
                            ("settled", "answered by somebody else"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked of",
                    ),
                ),
                (
                    "classification",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_requests",
                        to="assessments.classification",
                    ),
                ),
            ],
            options={
                "verbose_name": "question passed on",
                "verbose_name_plural": "questions passed on",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["asked_of", "state"], name="assessments_asked_of"),
                    models.Index(fields=["asked_by", "state"], name="assessments_asked_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True), ("state", "open")),
                        fields=("classification", "question"),
                        name="assessments_question_asked_once",
                        violation_error_message="Somebody already has this question.",
                    )
                ],
            },
        ),
    ]
