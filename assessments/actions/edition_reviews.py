"""After a report on a change of the law: tasks for owners, adoption in sets, sign-off again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions import classifications, evaluation, overrides
from assessments.models import Classification, EditionDecision, EditionReview
from governance.models import Person
from records import jobs
from records.acting import acting, acting_many
from records.actors import Actor
from records.errors import RecordsError, RuleError
from records.models import Job
from records.verbs import Verb

OPEN = Verb(
    "assessments.edition_review.open",
    needs="change",
    told=gettext_lazy("asked for a review by the new edition"),
)
ADOPT = Verb(
    "assessments.edition_review.adopt",
    needs="change",
    told=gettext_lazy("decided to read it by the new edition"),
)
KEEP = Verb(
    "assessments.edition_review.keep",
    needs="change",
    told=gettext_lazy("left it under the old edition"),
)
TASK = "assessments.edition_adopt"
# So many are adopted in one transaction.
BATCH = 250


def give_tasks(
    report: Mapping[str, Any], *, actor: Actor, refs: Collection[str]
) -> list[EditionReview]:
    """Make a task for the owner of each named classification of a report; known ones stay."""
    items = {item["ref"]: item for item in report["use_cases"] if item["ref"] in refs}
    pair = {"from_edition": report["from"], "to_edition": report["to"]}
    reachable = Classification.objects.visible_to(actor).current().filter(ref__in=items)
    known = EditionReview.objects.current().filter(**pair).values("classification")
    asked = reachable.exclude(pk__in=known).select_related("use_case__owner", "unit")
    new = [_new(record, items[record.ref], report, pair) for record in asked]
    return acting_many(OPEN, new, actor)


def _new(
    record: Classification,
    item: Mapping[str, Any],
    report: Mapping[str, Any],
    pair: Mapping[str, str],
) -> EditionReview:
    owed = report["obligations"].get(item["obligations"], {})
    names = ("before", "after", "differs", "questions", "reviews")
    return EditionReview(
        unit=record.unit,
        owner_id=record.use_case.owner_id or record.owner_id,
        classification=record,
        verdict=item["verdict"],
        found={name: item[name] for name in names} | {"on": report["on"]} | dict(owed),
        seen_digest=item["digest"],
        **pair,
    )


def keep(
    review: EditionReview, *, actor: Actor, reason: str, seen: int | None = None
) -> EditionReview:
    """Leave a classification under the old edition, for a reason."""
    with acting(KEEP, review, actor, seen=seen, reason=reason) as kept:
        _refuse_decided(kept)
        if not reason.strip():
            raise RuleError(_("Say why it stays under the old edition."))
        kept.decision, kept.decided_why = EditionDecision.KEPT, reason.strip()
    return kept


def adopt(
    review: EditionReview,
    *,
    actor: Actor,
    on: date | None = None,
    reason: str = "",
    send: bool = False,
) -> EditionReview:
    """Read the classification by the new edition, and ask for sign-off of it where wanted."""
    day = on or _day(review)
    with acting(ADOPT, review, actor, reason=reason) as adopted:
        _refuse_decided(adopted)
        record = adopted.classification
        if record.edition != adopted.to_edition:
            classifications.choose_law(
                record, actor=actor, edition=adopted.to_edition, on=day, reason=reason
            )
        adopted.decision, adopted.decided_why = EditionDecision.ADOPTED, reason.strip()
    if send:
        record = Classification.objects.get(pk=adopted.classification_id)
        classifications.send(record, actor=actor, note=_note(adopted))
    return adopted


def _day(review: EditionReview) -> date:
    return date.fromisoformat(review.found["on"])


def _refuse_decided(review: EditionReview) -> None:
    if review.decision != EditionDecision.OPEN:
        sentence = _("%(ref)s is decided already: %(decision)s.")
        words = {"ref": review.ref, "decision": review.get_decision_display()}
        raise RuleError(sentence % words)


def _note(review: EditionReview) -> str:
    return _("Read by edition %(edition)s after a change of the law.") % {
        "edition": review.to_edition
    }


def adopt_many(reviews: Sequence[EditionReview], *, actor: Actor) -> list[UUID]:
    """Read the classifications of open reviews by their new edition, in sets; return their keys.

    All are changed or none. They must share one edition and one day.
    """
    if not reviews:
        return []
    edition, day = reviews[0].to_edition, _day(reviews[0])
    keys = [review.classification_id for review in reviews]
    found = Classification.objects.filter(pk__in=keys).exclude(edition=edition)
    records = list(found.select_related("use_case", "unit"))

    def read_anew(record: Classification) -> None:
        record.edition, record.on_date = edition, day
        overrides.lapse(record, because="law")
        evaluation.settle(record)

    def decide(review: EditionReview) -> None:
        _refuse_decided(review)
        review.decision = EditionDecision.ADOPTED

    with transaction.atomic():
        acting_many(classifications.CHOOSE_LAW, records, actor, change=read_anew)
        acting_many(ADOPT, reviews, actor, change=decide)
    return keys


def open_of(report: Mapping[str, Any], *, actor: Actor, refs: Collection[str]) -> list[UUID]:
    """Return the open reviews of named classifications of a report that the actor may decide."""
    found = (
        EditionReview.objects.visible_to(actor, "change")
        .undecided()
        .filter(classification__ref__in=refs, from_edition=report["from"], to_edition=report["to"])
    )
    return list(found.values_list("pk", flat=True))


def ask_to_adopt(keys: Sequence[UUID], *, actor: Actor, send: bool) -> Job:
    """Ask for the adoption of open reviews; call it in a transaction."""
    found = EditionReview.objects.visible_to(actor, "change").undecided().filter(pk__in=keys)
    names = sorted(str(key) for key in found.values_list("pk", flat=True))
    if not names:
        raise RuleError(_("None of these reviews is open and yours to decide."))
    arguments = {"reviews": names, "send": send}
    return jobs.enqueue(
        TASK,
        arguments,
        actor=actor,
        effect_key=f"{TASK}:{actor.id}:{names[0]}:{names[-1]}:{len(names)}:{send}",
        title=_("Read %(count)s classifications by the new edition") % {"count": len(names)},
    )


def work(run: jobs.Run, *, reviews: list[str], send: bool) -> dict[str, Any]:
    """Adopt in sets, then ask for each sign-off; what cannot be sent is told, and stays adopted."""
    adopted: list[UUID] = []
    for start in range(0, len(reviews), BATCH):
        some = EditionReview.objects.visible_to(run.actor, "change").undecided()
        found = list(some.filter(pk__in=reviews[start : start + BATCH]).select_related("unit"))
        adopted += adopt_many(found, actor=run.actor)
        told = _("%(done)s of %(all)s read anew") % {"done": len(adopted), "all": len(reviews)}
        run.step(told, (40 if send else 99) * len(adopted) // max(1, len(reviews)))
    refused = _send_each(run, adopted) if send else {}
    return {
        "url": "/edition-reviews/",
        "label": _("Show the reviews"),
        "facts": {
            _("Read by the new edition"): len(adopted),
            _("Sent for sign-off"): len(adopted) - len(refused) if send else 0,
            **({_("Not sent"): "; ".join(refused.values())[:2_000]} if refused else {}),
        },
    }


def _send_each(run: jobs.Run, keys: Sequence[UUID]) -> dict[UUID, str]:
    refused: dict[UUID, str] = {}
    note = _("Read anew after a change of the law.")
    for place, key in enumerate(keys, start=1):
        record = Classification.objects.select_related("use_case", "unit").get(pk=key)
        try:
            classifications.send(record, actor=run.actor, note=note)
        except RecordsError as error:
            refused[key] = error.message
        if place % 25 == 0 or place == len(keys):
            told = _("%(done)s of %(all)s sent for sign-off")
            run.step(told % {"done": place, "all": len(keys)}, 40 + 59 * place // len(keys))
    return refused


def owned_by(person: Person) -> Any:
    """Return the open reviews of a person, with what names them."""
    found = EditionReview.objects.undecided().filter(owner=person)
    return found.select_related("classification__use_case", "classification__intended_use")


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
