"""Realistic values for every component on the style page."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from django.http import HttpRequest

from records.shapes import (
    Action,
    Bar,
    ChangeLine,
    Chip,
    Citation,
    Digest,
    Fact,
    Heading,
    HistoryEntry,
    Link,
    PageLink,
    Pager,
    PersonChip,
    Progress,
    Reason,
    ReasonAnswer,
    Receipt,
    Row,
    Stat,
    Status,
    Step,
    Tab,
    TaskItem,
    Trend,
)
from records.styleguide import forms

SHA = "9f2c4a7be1d05386c4a9117f0be35d82a6e41c90d7f85b3321ac6e09b47d8f15"
AT = datetime(2026, 3, 14, 9, 4, 31, tzinfo=UTC)
ADA = PersonChip("Ada Lindqvist-Mavrogiannis", "Owner", "#")
BEN = PersonChip("Ben Okafor", "Board member")
GONE = PersonChip("Cleo Jansen", "Compliance officer", active=False)

STATUSES = [
    Status("Draft", "neutral"),
    Status("In review", "info"),
    Status("Signed", "ok"),
    Status("Stale", "warn", "The record changed after it was signed"),
    Status("Refused", "bad"),
    Status("From 2 August 2027", "upcoming"),
]
LONGEST = (
    "PEER 9-452: Long-term impacts of land-use/land-cover dynamics on surface water quality in"
    " Botswana’s reservoirs using satellite data and artificial intelligence methods"
)
WORDY = (
    "Microsoft Power Platform capability that provides AI to automate processes in Power Apps and"
    " Power Automate"
)
NAMES = [
    LONGEST,
    "Large Language Models for an Officer Training Tool",
    "Cardiac CT Function Software Application",
    WORDY,
    "One-Time Payment Voicebot",
    "Automated Detection & Mapping of Host Plants from Ground Level Imagery",
    "Respiratory Virus Response (RVR) Data Analysis Concept",
]
COLUMNS = [
    Heading("Name", "name", "?sort=-name", "asc"),
    Heading("Unit", "unit", "?sort=unit"),
    Heading("Owner", "owner"),
    Heading("Status", "status", "?sort=status"),
    Heading("Review due", "review", "?sort=review"),
    Heading("Open duties", "duties", "?sort=duties", hint="Duties that nothing meets yet"),
]
ROWS = [
    Row(
        [
            Link(name, "#", f"UC-{41 + place:04}"),
            ["City of Lindenau", "Municipal hospital", ""][place % 3],
            [replace(ADA, role=""), replace(BEN, role=""), replace(GONE, role="")][place % 3],
            STATUSES[place % 6],
            date(2027, 1 + place, 14) if place % 4 else None,
            place * 7,
        ],
        key=str(place),
        label=f"UC-{41 + place:04}",
        muted=place == 5,
    )
    for place, name in enumerate(NAMES)
]
CHIPS = [Chip("Unit: Municipal hospital", "#"), Chip("Review due before 14 Mar 2027", "#")]
NUMBERED = Pager(
    "101 to 150 of 2,133",
    "#",
    "#",
    [PageLink("1", "#"), PageLink("…"), PageLink("3", "#", True), PageLink("4", "#")],
)
BY_CURSOR = Pager("50 entries", "", "#")
FACTS = [
    Fact("Reference", "UC-0042"),
    Fact("Owner", ADA),
    Fact("Status", STATUSES[3]),
    Fact("In service from", date(2026, 8, 2)),
    Fact("Last changed", AT),
    Fact("Digest", Digest(SHA, "Digest")),
    Fact("Kinds of data", ["Health data", "Images of the body", "Date of birth"]),
    Fact("People affected in a year", 128400),
    Fact("Share reviewed by hand", Decimal("12.5"), "Sampled in February"),
    Fact("Supplier", None),
    Fact("Purpose", "Measures the function of the heart on CT images.\nA physician reads each"
         " result before it enters the file; the software never decides alone.", wide=True),
]  # fmt: skip
REASONS = [
    Reason(
        "High-risk: the duties for providers and deployers apply from 2 August 2027.",
        "Listed in the annex of sensitive areas, and no exception holds",
        [
            ReasonAnswer(
                "Does it evaluate whether a person is entitled to a public benefit?", "Yes"
            ),
            ReasonAnswer("Does it only prepare a task for a person to assess?", "Not sure", "#"),
        ],
        Citation(
            "Regulation (EU) 2024/1689, Annex III, point 5 (a)",
            "#",
            "KI-Systeme, die bestimmungsgemäß von Behörden verwendet werden sollen",
            "de",
        ),
        "warn",
    ),
    Reason(
        "Not prohibited.",
        "No practice of the list of prohibited practices was answered with yes",
        [ReasonAnswer("Does it infer emotions at the workplace?", "No")],
        Citation("Regulation (EU) 2024/1689, Article 5 (1)"),
        "ok",
    ),
]
CHANGES = [
    ChangeLine(
        "Purpose",
        "Measures the function of the heart on CT images before a physician reads them.",
        "Measures and grades the function of the heart on CT images after a physician reads them.",
    ),
    ChangeLine("Stage", "Initiated", "Operation and maintenance"),
    ChangeLine("Supplier", "", "Cardiovision GmbH"),
]
ENTRIES = [
    HistoryEntry(AT, BEN, "signed the classification as approved", position=18221,
          proof=Status("Proved", "ok", "Included in checkpoint 18,400")),
    HistoryEntry(AT, ADA, "changed the record", "The vendor renamed the product.", "#", CHANGES,
          Status("Waits for checkpoint", "upcoming"), 18222),
    HistoryEntry(AT, PersonChip("register-import", "Job"), "added the record from a register"),
]  # fmt: skip
STEPS = [
    Step("Read the file", "done", "2,133 rows, encoding cp1252"),
    Step("Compare with what is recorded", "done", "2,081 to add, 41 to change, 11 refused"),
    Step("Write rows and history", "current", "1,204 of 2,122"),
    Step("Make the report"),
]
RUNNING = Progress("Writing rows and history", 56, STEPS, True, "#", AT)
STATS = [
    Stat("Waiting for me", 7, "#", "next due 14 March"),
    Stat("Signed and current", 1204, "#", trend=Trend("38 more than last month", "up", "ok")),
    Stat("Stale sign-offs", 12, "#", trend=Trend("5 more than last month", "up", "bad")),
    Stat("Evidence older than a year", Decimal("8.4"), trend=Trend("unchanged", "flat")),
]
BARS = [
    Bar("Operation and maintenance", 1154, "#"),
    Bar("Acquisition and/or development", 502),
    Bar("Initiated", 311),
    Bar("Retired", 166, tone="neutral"),
]
TABS = [Tab("Record", "#", True), Tab("Sign-offs", "#", count=3), Tab("History", "#", count=41)]
TASKS = [
    TaskItem("What it is for", "#", "reviewed", "Ben Okafor, 12 March"),
    TaskItem("Who is affected", "#", "answered"),
    TaskItem("Data it was made with", "#", "waiting", "Cleo Jansen, since 3 March",
             "12 questions, about 10 minutes"),
    TaskItem("Oversight", "#", "in_progress"),
    TaskItem("Measurements", hint="Opens when the data part is answered"),
]  # fmt: skip
RECEIPT = Receipt(
    "I have read version 7 of this record and approve it for use in the municipal hospital.",
    "Approved", BEN, AT, 18221, SHA, f"countersign.example 18400 {SHA[:32]}", "#", "#",
)  # fmt: skip
ACTIONS = [
    Action("Send for sign-off", "#", "signature", "primary"),
    Action("Edit", "#", "pencil"),
]
MORE = [
    Action("Make an evidence pack", "#", "file-certificate"),
    Action("Duplicate", "#", "copy", post=True),
    Action("Retire", "#", "archive", "danger"),
]


def context(request: HttpRequest) -> dict[str, object]:
    """Gather everything the style page shows."""
    filters = forms.SampleFilters({"q": "cardiac", "unit": "hospital"})
    return {
        "title": "Components",
        "eyebrow": "Style page",
        "intro": "Every component with the content it must bear.",
        "statuses": STATUSES[:1],
        "breadcrumbs": [{"label": "Style page", "url": ""}],
        "path": request.path,
        "tones": ["neutral", "info", "ok", "warn", "bad", "upcoming"],
        "samples": {
            "statuses": STATUSES, "columns": COLUMNS, "rows": ROWS, "chips": CHIPS,
            "numbered": NUMBERED, "by_cursor": BY_CURSOR, "facts": FACTS, "reasons": REASONS,
            "changes": CHANGES, "entries": ENTRIES, "steps": STEPS, "running": RUNNING,
            "stats": STATS, "bars": BARS, "tabs": TABS, "tasks": TASKS, "receipt": RECEIPT,
            "actions": ACTIONS, "more": MORE, "people": [ADA, BEN, GONE], "sha": SHA, "at": AT,
        },
        "sample_form": forms.refused(),
        "search": filters["q"],
        "filters": [bound for bound in filters if bound.name != "q"],
    }  # fmt: skip
