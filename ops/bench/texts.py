"""Words from which use cases of ordinary names and lengths are put together."""

from random import Random

DIVISIONS = (
    "Retail Banking", "Insurance", "Clinics", "Grid Operations",
    "People and Culture", "Public Services", "Manufacturing", "Digital Services",
)  # fmt: skip
TEAMS = ("Operations", "Customer Care", "Risk and Control", "Planning")
WORK = (
    "Sorting of incoming letters", "Forecast of demand", "Search in manuals",
    "Detection of unusual payments", "Ranking of applications", "Triage of service requests",
    "Transcription of calls", "Translation of notices", "Inspection of welds by camera",
    "Prediction of equipment failure", "Draft answers to complaints", "Reading of scanned forms",
    "Estimate of repair costs", "Planning of shifts", "Summary of case files",
    "Chat assistant for product questions", "Matching of duplicate records",
    "Reading support for chest images", "Scoring of credit requests", "Checks of invoices",
)  # fmt: skip
OBJECTS = (
    "private customers", "suppliers", "field crews", "patients after discharge", "new employees",
    "branch offices", "municipal services", "the claims desk", "the control room",
    "small businesses", "the procurement team", "night shifts",
)  # fmt: skip
SENTENCES = (
    "The system reads what comes in, proposes where it belongs and says how sure it is.",
    "A member of the team looks at every proposal below the agreed certainty first.",
    "Before, the same work took two people most of a morning, and urgent matters waited.",
    "Results are compared each month with a sample that was handled entirely by hand.",
    "The supplier trains the model; the organisation provides examples without names.",
    "People concerned are told on the first page of the form, and can ask for a person instead.",
    "Where the input is in a language the model does not know, nothing is proposed at all.",
    "The proposal, the final decision and the reason for a difference are kept for three years.",
    "It is not used to judge the work of individual employees.",
)  # fmt: skip
TOPICS = ("Customer service", "Finance", "Health", "Energy", "Recruitment", "Safety", "Documents")


def name(random: Random) -> str:
    """Return a name such as people give."""
    return f"{random.choice(WORK)} for {random.choice(OBJECTS)} ({random.choice(TOPICS).lower()})"


def prose(random: Random, *, sentences: int) -> str:
    """Return a paragraph."""
    return " ".join(random.sample(SENTENCES, sentences))
