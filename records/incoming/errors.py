"""The one refusal of a document: which file, which line, and what is wrong there."""


class ContentError(Exception):
    """Refuse a document; `line` counts from 1 and is 0 where no line can be named."""

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file = file
        self.line = line
        self.message = message
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {message}")
