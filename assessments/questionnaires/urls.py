"""The routes of assessments of every kind; they stand before those that kinds bring."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, path

from assessments.questionnaires import procedures
from assessments.questionnaires.views.beside import BesideView
from assessments.questionnaires.views.legal_view import LegalViewView
from assessments.questionnaires.views.passing import AskedView, AskView
from assessments.questionnaires.views.questions import AnswersView, QuestionsView
from assessments.questionnaires.views.section import SectionView
from records import kinds
from records.kinds import RecordKind

PAGES: Mapping[str, tuple[str, object]] = {
    "questions": ("questions/", QuestionsView),
    "section": ("questions/<slug:section>/", SectionView),
    "question": ("questions/<slug:section>/<slug:question>/", SectionView),
    "ask-one": ("ask/<slug:question>/", AskView),
    "asked": ("asked/<slug:question>/", AskedView),
    "answers": ("answers/", AnswersView),
    "beside": ("beside/", BesideView),
    "legal-view": ("legal-view/", LegalViewView),
}


def of_assessment(kind: RecordKind) -> Iterator[URLPattern]:
    """Yield the routes of one kind of assessment; `views` of the kind replace a page."""
    replaced = {**kind.views, **kind.extras.views}
    name = kind.model._meta.model_name
    for page, (route, view) in PAGES.items():
        made = replaced.get(page, view).as_view(kind=kind)
        yield path(f"{kind.slug}/<ref:ref>/{route}", made, name=f"{name}-{page}")


def routes() -> list[URLPattern]:
    """Return the routes of all assessments; their kinds must be registered by then."""
    found = [kinds.of(procedure.model) for procedure in procedures.every()]
    return [route for kind in found if kind for route in of_assessment(kind)]
