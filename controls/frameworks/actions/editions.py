"""Publishing an edition: once, with all its provisions, under one digest."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.actions import edition_content as content
from controls.frameworks.actions import revisions
from controls.frameworks.loading import EditionData
from controls.frameworks.models.provisions import keys_digest, rows_digest
from controls.models import Edition, Framework, Provision
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.ledger.canonical import CanonicalError
from records.ledger.checks import LedgerFault
from records.verbs import Verb

PUBLISH = Verb(
    "controls.edition.publish", needs="administer", told=gettext_lazy("published the edition")
)
PUBLISH_OWN = Verb(
    "controls.edition.publish_own",
    needs="import",
    told=gettext_lazy("published the edition of the organisation's own framework"),
)
# Of editions that were published before their keys were noted.
NOTE_KEYS = Verb(
    "controls.edition.note_keys",
    needs="import",
    told=gettext_lazy("noted the keys of the provisions"),
)


def publish(data: EditionData, *, actor: Actor, is_own: bool = False) -> Edition:
    """Publish an edition with its provisions; one that is published with the same digest stays.

    `is_own` says that it is the organisation's own, which takes the right to import alone.
    Raises RuleError where its framework or the edition it replaces is missing, and where the
    edition stands here with other contents that are no later revision of it.
    """
    framework: Framework | None = Framework.objects.filter(code=data.framework).first()
    if framework is None:
        raise RuleError(_("There is no framework “%(code)s” yet.") % {"code": data.framework})
    known: Edition | None = framework.editions.filter(code=data.id).first()
    if known is not None:
        if revisions.is_due(known, data):
            return revisions.revise(known, data, actor=actor)
        revisions.refuse_other_contents(known, data)
        return known if known.keys_digest else _note_keys(known, actor)
    edition = content.edition(data, framework, replaces=_replaced(data, framework))
    provisions = content.provisions(data, edition)
    headings = sum(provision.is_heading for provision in provisions)
    edition.provision_count = len(provisions) - headings
    edition.rows_digest = rows_digest(provisions)
    edition.keys_digest = keys_digest(provisions)
    facts = {
        "content": data.digest,
        "provisions": edition.provision_count,
        "headings": headings,
    }
    verb = PUBLISH_OWN if is_own else PUBLISH
    with acting(verb, edition, actor, facts=facts) as published:
        # The edition itself is saved at the end; the database checks the link at commit.
        Provision.objects.bulk_create(provisions, batch_size=500)
    return published


def _note_keys(known: Edition, actor: Actor) -> Edition:
    keys = keys_digest(known.provisions.all())
    with acting(NOTE_KEYS, known, actor, facts={"keys": keys}) as noted:
        noted.keys_digest = keys
    return noted


def altered() -> Iterator[LedgerFault]:
    """Yield the published editions whose provisions are not those that were published."""
    for edition in Edition.objects.order_by("id"):
        if not is_intact(edition):
            sentence = f"The provisions of {edition.title} are not those that were published."
            yield LedgerFault("edition", edition.ref, sentence)


def is_intact(edition: Edition) -> bool:
    """Say whether the provisions of every revision are those that were published with it."""
    try:
        return all(revisions.intact(edition))
    except CanonicalError:  # a number that was never published, such as 1.0 for 1
        return False


def _replaced(data: EditionData, framework: Framework) -> Edition | None:
    if data.replaces is None:
        return None
    found: Edition | None = framework.editions.filter(code=data.replaces).first()
    if found is None:
        sentence = _("%(title)s replaces the edition “%(code)s”, which is not published yet.")
        raise RuleError(sentence % {"title": data.title, "code": data.replaces})
    return found
