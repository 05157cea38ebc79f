"""What can go wrong while a document is made, told in sentences that a user may read."""

from django.utils.translation import gettext as _

from records.errors import NotNowError, RecordsError


class DocumentError(RecordsError):
    """The document cannot be made as it stands."""


class SealError(DocumentError):
    """The document cannot be sealed with the given key."""


class RenderError(DocumentError):
    """One chapter could not be printed; `kind` names the trouble for a program."""

    def __init__(self, message: str, *, kind: str, chapter: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.chapter = chapter


class PressDiedError(RenderError, NotNowError):
    """The printing process was ended from outside, which says nothing about the chapter."""


def render_error(kind: str, *, chapter: str, detail: str) -> RenderError:
    """Build the sentence for a trouble that a printing process reported."""
    sentences = {
        "nesting": _("its content is nested too deeply. Simplify what it quotes"),
        "time": _("it took longer than allowed. Split the chapter or shorten its tables"),
        "memory": _("it needed more memory than allowed. Split the chapter or shorten its tables"),
        "fetch": _("it asks for something outside the document (%(detail)s). Remove that link"),
        "markup": _("its content cannot be printed accessibly: %(detail)s. Correct its template"),
        "crash": _("the printing process ended unexpectedly (%(detail)s). Ask the administrator"),
    }
    reason = sentences[kind] % {"detail": detail}
    message = _("The chapter “%(chapter)s” could not be printed: %(reason)s.") % {
        "chapter": chapter,
        "reason": reason,
    }
    error = PressDiedError if kind == "crash" else RenderError
    return error(message, kind=kind, chapter=chapter)
