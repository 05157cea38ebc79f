"""Imports by the API: send a file, read what would become of its rows, carry it out."""

from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from governance.models import Unit
from inventory.imports.actions import report, runs, saved
from inventory.imports.actions.targets import code_of, named
from inventory.imports.kinds import IMPORT_RUN
from inventory.models import ImportRow, ImportRun, MissingUnits
from records import permissions
from records.addresses import number_in, with_values
from records.api.serializers import KnownKeys, RefField
from records.api.views import KindAPI
from records.errors import Refused
from records.incoming import MAX_FILE_BYTES
from records.models import Record
from records.texts import fault_of

ROWS_AT_ONCE = 500


class UnitField(RefField):
    """Name the unit that a file is for; a form is not looked through before, as JSON is."""

    def to_internal_value(self, data: object) -> object:
        """Refuse what no reference can be before it is looked for."""
        if fault := fault_of(str(data)):
            raise serializers.ValidationError(_("The text %(fault)s") % {"fault": _(fault)})
        return super().to_internal_value(data)


class FileSerializer(KnownKeys, serializers.Serializer[object]):
    """What comes with every file that is sent; each sort of file says how large it may be."""

    largest: ClassVar[int] = MAX_FILE_BYTES

    file = serializers.FileField()
    unit = UnitField(needs="import", queryset=Unit._base_manager.all())

    def validate_file(self, value: Any) -> Any:
        """Refuse a file by its size before it is read."""
        if value.size > self.largest:
            sentence = _("The file is larger than %(most)s MiB.")
            raise serializers.ValidationError(sentence % {"most": self.largest // (1024 * 1024)})
        return value

    def validate_unit(self, value: Unit) -> Unit:
        """Refuse who could not read what comes back: a program would not learn what it began."""
        if not permissions.may(self.context["request"]._request.actor, "view", value):
            raise Refused(_("What comes back can only be read with “view” for the unit, too."))
        return value


class FileAPI(KindAPI):
    """Send a file of one sort; the record of its import comes back."""

    operations = {"POST": "send"}
    parser_classes = [MultiPartParser]
    filter_backends = []
    pagination_class = None
    sent: type[FileSerializer] = FileSerializer

    def post(self, request: Request) -> Response:
        """Keep the file and say what would come of it, or what is wrong with it."""
        if not permissions.may_somewhere(self.actor, "import"):
            raise Refused(_("Neither your role nor your token includes this for any unit."))
        sent = self.sent(data=request.data, context={"request": request})
        sent.is_valid(raise_exception=True)
        received = self.receive(sent.validated_data.pop("file"), sent.validated_data)
        return self.shown(self.record(received.ref), status.HTTP_201_CREATED)

    def receive(self, file: object, given: dict[str, object]) -> Record:
        """Do with the file what is asked, and return the record of it."""
        raise NotImplementedError


class ImportFileSerializer(FileSerializer):
    """What is sent: the file, what its rows become, where they go and how they are read.

    Without `mapping` the columns are recognised by their headings; without `register` rows are
    recognised again under the name of the mapping.
    """

    kind = serializers.CharField(default="inventory.usecase", max_length=60)
    mapping = serializers.CharField(default="", allow_blank=True, max_length=60)
    register = serializers.SlugField(default="", allow_blank=True, max_length=100)
    missing_units = serializers.ChoiceField(choices=MissingUnits.choices, default="create")


class ImportFileAPI(FileAPI):
    """Send a table; its preview follows as a job, and “carry-out” writes what was previewed."""

    kind = IMPORT_RUN
    sent = ImportFileSerializer

    def receive(self, file: Any, given: dict[str, Any]) -> ImportRun:
        """Keep the file, say how it is read, and ask for the preview."""
        target, unit = named(given["kind"]), given["unit"]
        mapping = None
        if given["mapping"]:
            mapping = saved.find(given["mapping"], actor=self.actor, target=target)
        # All of it or nothing: the key of the request must not stand for a part of what it asks.
        with transaction.atomic():
            run = runs.receive(
                file.read(), name=file.name, unit=unit, kind=code_of(target), actor=self.actor
            )
            mapping = mapping or saved.suggested(run)
            source = given["register"] or mapping.name
            place = runs.ImportDestination(
                source=source, unit=unit, missing_units=given["missing_units"]
            )
            run = runs.use_mapping(run, mapping=mapping, target=place, actor=self.actor)
            return runs.ask_preview(run, actor=self.actor)


class ImportRowSerializer(serializers.Serializer[object]):
    """A page of the rows of an import, each as the report has it."""

    next = serializers.CharField(allow_null=True)
    results = serializers.ListField(child=serializers.DictField())


class ImportRowAPI(KindAPI):
    """What becomes of each row of an import, as its report says."""

    operations = {"GET": "rows"}
    kind = IMPORT_RUN
    filter_backends = []
    pagination_class = None

    def get_serializer_class(self) -> Any:
        """Return what a page of rows looks like."""
        return ImportRowSerializer

    def get(self, request: Request, ref: str) -> Response:
        """Return rows as they stand in the file; `?page=` turns pages of five hundred."""
        run = self.record(ref)
        report.require_as_kept(run)
        page = max(1, number_in(request.query_params.get("page", "1")) or 1)
        start = (page - 1) * ROWS_AT_ONCE
        found = ImportRow.objects.filter(run=run).order_by("id")
        shown, _records = report.for_reader(
            found[start : start + ROWS_AT_ONCE + 1], run, self.actor
        )
        rows = [report.line(row) for row in shown]
        following = with_values(request.path, page=page + 1) if len(rows) > ROWS_AT_ONCE else None
        answer = {"next": following, "results": rows[:ROWS_AT_ONCE]}
        return Response(self.get_serializer(answer).data)
