"""Publishing a questionnaire: once an edition, with its whole content."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questionnaires import procedures
from assessments.questionnaires.engine.files import read_questionnaire
from assessments.questionnaires.engine.loading import load
from assessments.questionnaires.models.questionnaires import Questionnaire
from governance.models import Unit
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.verbs import Verb

PUBLISH = Verb(
    "assessments.questionnaire.publish",
    needs="administer",
    told=gettext_lazy("published the questionnaire"),
)


def publish(*, unit: Unit, actor: Actor, source: Path | Mapping[str, object]) -> Questionnaire:
    """Publish a questionnaire from a folder or plain values; the same content is published once.

    Raises RuleError where its edition is published with other contents, QuestionnaireError for
    files that do not hang together.
    """
    content = read_questionnaire(source) if isinstance(source, Path) else dict(source)
    built = load(content)
    for procedure in procedures.every():
        if procedure.code == built.id:
            procedure.check(built)
    edition = built.as_of.isoformat()
    known: Questionnaire | None = Questionnaire.objects.filter(
        code=built.id, edition=edition
    ).first()
    if known is not None:
        _refuse_other_contents(known, built.digest)
        return known
    new = Questionnaire(
        unit=unit,
        code=built.id,
        edition=edition,
        title=built.title,
        content=content,
        content_digest=built.digest,
        question_count=len(built.questions),
        rule_count=len(built.rules),
    )
    with acting(PUBLISH, new, actor, facts={"content": built.digest}) as published:
        return published


def publish_all(*, unit: Unit, actor: Actor) -> None:
    """Publish the questionnaires that the product brings; an installation begins with them."""
    for procedure in procedures.every():
        if procedure.shipped is not None:
            publish(unit=unit, actor=actor, source=procedure.shipped)


def newest(code: str) -> Questionnaire:
    """Return a questionnaire as published last; raise RuleError where there is none."""
    found = Questionnaire.objects.newest(code)
    if found is None:
        raise RuleError(_("No questionnaire is published yet. Ask an administrator to publish it."))
    return found


def _refuse_other_contents(known: Questionnaire, digest: str) -> None:
    if known.content_digest == digest:
        return
    sentence = _(
        "%(title)s is published as %(ref)s with the digest %(known)s, but the files hold other "
        "contents, with the digest %(new)s. A published questionnaire never changes: restore the "
        "files, or give them a later date."
    )
    values = {
        "title": known,
        "ref": known.ref,
        "known": known.content_digest[:12],
        "new": digest[:12],
    }
    raise RuleError(sentence % values)
