"""The list of obligations as a file: exactly what is listed, as far as it may be taken out."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.owed import law, overriding, rows, words
from assessments.owed.filters import today
from assessments.owed.reports import Told, tell
from assessments.views.obligations import Asked
from governance.standings import STANDINGS
from records import exports, permissions
from records.errors import Refused
from records.history import current_moment
from records.values import Plain
from records.views.base import RecordsView

# Rows told at a time: each such set costs the same few queries.
AT_A_TIME = 2_000


class ObligationExportView(RecordsView):
    """Hand out the filtered list as CSV, XLSX or JSON."""

    def get(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """Answer with the file."""
        if not permissions.may_somewhere(self.actor, "export"):
            raise Refused(_("Your role does not include this for any unit."))
        asked = Asked(request, self.actor, needs="export")
        if not asked.is_valid:
            names = ", ".join(asked.filters.form.errors)
            sentence = _("A filter in the address cannot be read: %(names)s.") % {"names": names}
            return HttpResponse(sentence, status=400, content_type="text/plain")
        out = exports.new_file()
        moment = current_moment() or timezone.now()
        if file_format == "json":
            about = {"kind": "obligations", "as_of": current_moment(), "filters": asked.says()}
            exports.write_json(about, (told.as_json() for told in _every(asked)), out)
        else:
            writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
            writer(_sheet(asked, moment, self.actor.label), out)
        out.seek(0)
        name = f"obligations-{timezone.localtime(moment):%Y-%m-%d}.{file_format}"
        return FileResponse(
            out, as_attachment=True, filename=name, content_type=exports.TYPES[file_format]
        )


def _every(asked: Asked) -> Iterator[Told]:
    """Tell all rows set by set; the order is total, so that no set repeats a row."""
    found, start = asked.found(), 0
    while some := rows.read_some(found, start, start + AT_A_TIME):
        yield from tell(some, on=today())
        start += AT_A_TIME


def _sheet(asked: Asked, moment: Any, made_for: str) -> exports.Sheet:
    headings = [
        _("Use case"),
        _("Name"),
        _("Unit"),
        _("Class"),
        _("Provision"),
        _("Title"),
        _("Role"),
        _("Regime"),
        _("Applies from"),
        _("Why from then"),
        _("Condition"),
        _("Status"),
        _("Met by"),
        _("Owner"),
        _("Next step"),
        _("Planned for"),
        _("Classification"),
        _("Class signed"),
        _("Citation"),
    ]
    about = {
        _("Content"): _("Obligations under the AI Act"),
        _("State of"): exports.as_text(moment),
        _("Filters"): "; ".join(asked.says()) or _("none"),
        _("Made for"): made_for,
        _("Note"): _("Texts in our own words; not legal advice."),
    }
    return exports.Sheet(_("Obligations"), headings, map(_row, _every(asked)), about)


def _row(told: Told) -> list[Plain]:
    owed, plan = told.owed, told.plan
    text = law.provision(owed.edition, owed.provision)
    return [
        owed.ref,
        owed.name,
        owed.unit_name,
        overriding.class_word(owed),
        owed.provision,
        text.title,
        str(words.role(owed.role)),
        words.regime(owed.regime),
        owed.applies_from,
        owed.why,
        owed.only_if,
        str(words.STATES[told.state].word),
        "; ".join(str(met.label) for met in told.met_by),
        str(plan.owner) if plan and plan.owner else "",
        plan.next_step if plan else "",
        plan.planned_for if plan else None,
        owed.classification_ref,
        str(STANDINGS[told.standing].word),
        text.citation,
    ]
