"""The facts of one obligation: role, regime, from when and why, and what it follows from."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.law import LawBook
from assessments.models import Classification
from assessments.obligations import law, overriding
from assessments.obligations.views.obligation_found import Found
from assessments.obligations.views.obligation_frame import day_cell
from governance import days
from governance.signoff.standings import SENTENCES, STANDINGS
from inventory.models import UseCase
from records.addresses import page_of
from records.shapes import Fact, Link
from records.wording import in_words


def facts(found: Found) -> list[Fact]:
    """Return what is known of an obligation, each with its reason."""
    item = found.item
    told = [
        Fact(_("Role"), words.role(item.role)),
        Fact(_("Regime"), words.regime(item.regime)),
        Fact(
            _("Applies from"),
            day_cell(item),
            hint=_("Who wants to be safe takes the earlier day.") if item.formal_from else "",
        ),
        Fact(
            _("Edition of the law"),
            law.law(found.edition).title,
            hint=LawBook(found.edition).doubts(days.day_read()),
        ),
        Fact(_("Why from then"), in_words(item.why), wide=True),
    ]
    return [*told, *_origin(found)]


def _origin(found: Found) -> list[Fact]:
    if found.general is not None:
        count = found.general.cases
        sentence = ngettext(
            "%(count)s use case within your reach brings it up.",
            "%(count)s use cases within your reach bring it up.",
            count,
        )
        return [Fact(_("Follows from"), sentence % {"count": count}, wide=True)]
    owed = found.item
    link = Link(owed.classification_ref, page_of(Classification, "detail", owed.classification_ref))
    return [
        Fact(
            _("Follows from"),
            [link, STANDINGS[found.standing]],
            hint=SENTENCES[found.standing],
            wide=True,
        ),
        Fact(
            _("AI Act class"),
            overriding.class_badge(owed),
            hint=found.told.overridden if found.told else "",
            wide=True,
        ),
        Fact(_("Use case"), Link(owed.name, page_of(UseCase, "detail", owed.ref), owed.ref)),
    ]
