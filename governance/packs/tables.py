"""The tables of a pack as a workbook, beside the chapters that print them."""

from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _

from governance.packs.chapters import WORDS, gravest_first
from governance.packs.contents import Contents
from governance.packs.manifest import PackFile
from records.lists import ExportSheet, exports
from records.values import Plain
from records.wording import utc_words

NAME = "pack.xlsx"


def workbook(contents: Contents, moment: datetime) -> PackFile:
    """Write what the pack lacks, what was looked at, and the tables of its chapters."""
    book = BytesIO()
    exports.write_book(_sheets(contents, moment), book, made=moment)
    what = _("the tables of this pack, for spreadsheets")
    return PackFile(NAME, book.getvalue(), exports.TYPES["xlsx"], "Data", what)


def _sheets(contents: Contents, moment: datetime) -> list[ExportSheet]:
    subject = contents.subject
    about = {
        _("Record"): f"{subject.ref} {subject}",
        _("Unit"): str(contents.unit),
        _("As of"): utc_words(moment),
        _("Note"): _("What the pack prints and its records prove; this file repeats it."),
    }
    found: list[list[Plain]] = [
        [str(WORDS[gap.level][0]), gap.about, gap.text, gap.code]
        for gap in gravest_first(contents.gaps)
    ]
    points: list[list[Plain]] = [
        [gap.who_name, gap.ref, gap.name, gap.unit_name, str(WORDS[gap.level][0]), gap.says,
         gap.since, gap.due]
        for gap in contents.looked.every
    ]  # fmt: skip
    of_points = [_("Owner"), _("Record"), _("Name"), _("Unit"), _("State"), _("What it means"),
                 _("Since"), _("Due")]  # fmt: skip
    looked: list[list[Plain]] = [
        [each.check.heading, each.count, len(each.gaps), each.code]
        for each in contents.looked.looked
    ]
    return [
        ExportSheet(
            _("Completeness"), [_("State"), _("About"), _("What it means"), _("Code")], found, about
        ),
        ExportSheet(_("Open points"), of_points, points),
        ExportSheet(
            _("Looked at"), [_("Point"), _("Looked at"), _("Not in order"), _("Code")], looked
        ),
        *contents.tables,
    ]
