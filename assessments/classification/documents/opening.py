"""What a pack says at once of how something is classified: class, roles, day, approval."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.documents.law import LawBook
from assessments.classification.documents.overriding import status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import ROLES
from assessments.models import Classification
from governance.rules import Meaning
from governance.signoff.signing import SignOffStanding, standings
from governance.signoff.standings import SENTENCES, STANDINGS
from records.shapes import Fact, Status
from records.values import sentence

GIVEN = (Meaning.APPROVED, Meaning.ACCEPTED_RISK)


def told(found: Sequence[Classification]) -> Iterator[Fact]:
    """Tell class, roles, day and approval of each classification."""
    if not found:
        yield Fact(_("Class"), Status(_("Never classified"), "bad"))
    stands = standings(found)
    for record in found:
        named = f" ({record.ref})" if len(found) > 1 else ""
        law = LawBook(record.edition, linked=False)
        teller = ClassificationTeller(record, law=law, day=record.on_date)
        words = {"law": law.title, "day": date_format(record.on_date)}
        yield Fact(_("Class") + named, status_of(record), _("%(law)s, as of %(day)s") % words)
        yield Fact(_("Our roles") + named, _roles(teller))
        standing = stands[record.pk]
        yield Fact(_("Approval") + named, STANDINGS[standing.code], _approval(standing))


def _roles(teller: ClassificationTeller) -> str:
    return sentence(", ".join(str(ROLES[name]) for name in teller.roles)) or _("None")


def _approval(standing: SignOffStanding) -> str:
    said = [str(SENTENCES[standing.code])]
    given = standing.sign_off.signatures.all() if standing.sign_off else ()
    said += [
        _("%(person)s, %(role)s, signed %(ref)s on %(day)s.")
        % {
            "person": each.printed_name,
            "role": each.get_role_display(),
            "ref": standing.sign_off.ref if standing.sign_off else "",
            "day": date_format(each.signed_at),
        }
        for each in given
        if each.meaning in GIVEN
    ]
    return " ".join(said)
