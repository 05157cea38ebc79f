"""Nothing was lost or altered on the way from the shared regulation data into the catalogue."""

import re
from pathlib import Path

import pytest
import yaml

from controls.frameworks.loading import CATALOGUE, load_edition, read_catalogue
from controls.frameworks.loading.templates import read_templates, template_revisions
from tests.controls.loading.corrected import by_id, differences

SHARED = Path(__file__).resolve().parents[4] / "shared" / "regulation"
VERSIONS = {
    "2024-1689": "2024/1689 as published",
    "2026-1744": "as amended by the Digital Omnibus on AI (2026)",
}
CHANGES = ("change", "wording_in_force_from", "deleted_from")
_PROFILE = re.compile(r"date: see date_profiles\.(\w+)")
FRAMEWORKS = {
    "iso-42001": "ISO/IEC 42001:2023",
    "nist-ai-rmf": "NIST AI RMF 1.0",
    "eu-ai-act": "EU AI Act",
}

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="The shared regulation data does not lie beside this repository."
)


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def _shared(name):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((SHARED / name).read_text(encoding="utf-8"), loader)  # noqa: S506 - safe ones


def _texts(value):
    """Write days as text, as the catalogue's own reader leaves them."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.fixture(params=VERSIONS)
def edition(request):
    return load_edition("eu-ai-act", request.param)


def test_provisions_are_the_source_but_for_what_corrections_name(edition):
    shared = _shared("eu_ai_act.yaml")
    ours = [_ours(p) for p in edition.provisions if not p.extra.get("ours") or _is_new(edition, p)]
    source = [_source(p, edition) for p in shared["provisions"]]

    assert differences(ours, source, edition.revisions, "provisions") == []


def _ours(p):
    """Write a provision as the source would, with all that it says beside what follows from it."""
    extra = {key: value for key, value in p.extra.items() if key != "date_note"}
    return extra | {
        "id": p.id,
        "slug": p.slug,
        "title": p.title,
        "summary": p.summary,
        "kind": p.kind,
        "addressees": list(p.addressees),
        "applies_to": list(p.applies_to),
        "date_profile": p.extra.get("date_profile"),
        "status": p.status,
        "applies_from": dict(p.applies_from) or None,
        "uncertain_why": p.uncertain_why,
    }


def _source(p, edition):
    """Write a provision of the source for one edition; a doubt may point to its date profile."""
    version = p["versions"][VERSIONS[edition.id]]
    days = _texts({key: version[key] for key in CHANGES if key in version})
    plain = {key: p[key] for key in p if key not in {"versions", "uncertain", "uncertain_why"}}
    told = {"status": version["status"], "applies_from": version["applies_from"]}
    doubts = [reason for reason in p.get("uncertain_why", "").split("; ") if reason]
    # Two points that the amendment deleted share the doubt of their dates while they stand.
    if edition.id == "2024-1689" and p["id"] in {"Annex VIII.B.7", "Annex VIII.B.9"}:
        doubts.insert(0, f"date: see date_profiles.{p['date_profile']}")
    why = " ".join(_doubt(reason, edition.date_profiles) for reason in doubts)
    return plain | told | days | {"uncertain_why": why}


def _doubt(reason, profiles):
    said = _PROFILE.fullmatch(reason)
    return profiles[said[1]].uncertain_why if said else reason


def _is_new(edition, provision):
    return by_id(edition.revisions, "provisions").get(provision.id, {}).get("inserted", False)


def test_provisions_keep_the_notes_of_their_dates(edition):
    for shared in _shared("eu_ai_act.yaml")["provisions"]:
        version = shared["versions"][VERSIONS[edition.id]]
        if "date_note" in version:
            assert edition.date_profiles[shared["date_profile"]].note == version["date_note"]


def test_date_profiles_keep_labels_dates_and_doubts(edition):
    shared = _shared("eu_ai_act.yaml")["date_profiles"]

    corrected = by_id(edition.revisions, "date_profiles")
    kept = {
        name: profile
        for name, profile in edition.date_profiles.items()
        if not corrected.get(name, {}).get("inserted")
    }

    assert list(kept) == list(shared)
    for name, profile in kept.items():
        assert profile.label == shared[name]["label"]
        assert (dict(profile.applies_from) or None) == shared[name][VERSIONS[edition.id]]
        assert profile.uncertain == shared[name].get("uncertain", False)
        is_same = profile.uncertain_why.endswith(shared[name].get("uncertain_why", ""))
        assert is_same == ("uncertain_why" not in corrected.get(name, {}).get("keys", ()))


def test_acts_keep_their_references():
    law = _texts(_shared("eu_ai_act.yaml")["meta"]["law"])

    ours = {act["role"]: act for act in load_edition("eu-ai-act", "2026-1744").law}

    assert ours.keys() == law.keys()
    for role, act in law.items():
        assert act.items() <= ours[role].items()


def test_iso_42001_keeps_clauses_objectives_and_controls():
    shared = _shared("iso_42001.yaml")
    standard = load_edition("iso-42001", "2023")

    for clause in shared["clauses"]:
        ours = standard.provision(clause["id"])
        assert (ours.title, ours.kind, ours.parent) == (
            clause["title"],
            clause["kind"],
            clause.get("parent"),
        )
        assert ours.extra["pdca"] == clause["pdca"]
        assert ours.extra.get("documented_information") == clause.get("documented_information")
    for objective in shared["control_objectives"]:
        ours = standard.provision(objective["id"])
        assert (ours.title, ours.summary, ours.parent) == (
            objective["title"],
            objective["aim"],
            objective["area"],
        )
    for control in shared["controls"]:
        ours = standard.provision(control["id"])
        assert (ours.title, ours.parent) == (control["title"], control["objective"])
        assert ours.extra["guidance_ref"] == control["guidance_ref"]
        assert ours.extra["documented_information"] == control["documented_information"]
    assert standard.extra["pdca"] == shared["pdca"]
    assert standard.extra["related_standards"] == shared["related_standards"]
    assert standard.uncertain_why == shared["meta"]["uncertain_why"]


def test_nist_keeps_core_and_risks():
    shared = _shared("nist_ai_rmf.yaml")
    core, profile = load_edition("nist-ai-rmf", "1.0"), load_edition("nist-ai-600-1", "2024")
    rows = [(f["id"], None, f["title"]) for f in shared["functions"]]
    rows += [(c["id"], c["function"], c["title"]) for c in shared["categories"]]
    rows += [(s["id"], s["category"], s["title"]) for s in shared["subcategories"]]

    assert sorted((p.id, p.parent or "", p.title) for p in core.provisions) == sorted(
        (row[0], row[1] or "", row[2]) for row in rows
    )
    assert core.extra["trustworthy_characteristics"] == shared["trustworthy_characteristics"]
    assert [(r.id, r.title, r.summary) for r in profile.provisions] == [
        (r["id"], r["name"], r["note"]) for r in shared["generative_ai_profile"]["risks"]
    ]


def test_the_crosswalk_is_the_source_but_for_what_corrections_name(catalogue):
    shared = _shared("crosswalk.yaml")
    revisions = catalogue.crosswalk.revisions
    about = catalogue.headers["crosswalk/about.yaml"]
    told = ("published_sources", "uncertain_why")
    ours = [_pair(pair) for pair in catalogue.mappings]
    source = [{"published_in": []} | pair for pair in shared["mappings"]]

    assert differences(_sorted(ours), _sorted(source), revisions, "mappings") == []
    assert differences(
        [{"id": "about"} | {key: about[key] for key in told}],
        [{"id": "about"} | {key: shared["meta"][key] for key in told}],
        revisions,
        "about",
    ) == []  # fmt: skip
    assert list(about["relation_terms"]) == shared["meta"]["relation_terms"]


def _pair(pair):
    return {
        "id": pair.id,
        "source": {"framework": FRAMEWORKS[pair.source_framework], "ref": pair.source},
        "target": {"framework": FRAMEWORKS[pair.target_framework], "ref": pair.target},
        "relation": pair.relation,
        "strength": pair.strength,
        "rationale": pair.rationale,
        "published_in": list(pair.published_in),
    }


def _sorted(pairs):
    """Sort by id: the source has one list, the catalogue a file for each two frameworks."""
    return sorted(pairs, key=lambda pair: pair["id"])


# The days of Art. 111, which the source gives as notes that name nobody, in the words of the law.
IN_SENTENCES = {
    "New prohibitions Art. 5(1)(ba), (bb); marking deadline for generative systems placed before"
    " 2026-08-02": "New prohibitions Art. 5(1)(ba), (bb); last day to begin marking output for"
    " generative systems placed on the market before 2 Aug 2026",
    "GPAI models placed before 2025-08-02 comply; national sandboxes; delegated acts under"
    " Art. 2(13)": "Last day for providers of general-purpose AI models placed on the market before"
    " 2 Aug 2025 to comply, for each Member State to have a sandbox running, and for delegated acts"
    " under Art. 2(13)",
    "Legacy high-risk systems for public authorities comply": "Last day for providers and deployers"
    " of older high-risk systems meant for public authorities to comply",
    "Legacy large-scale IT systems comply": "Last day for AI systems in older large-scale IT"
    " systems (Annex X) to comply",
}


def test_fines_and_timeline_are_kept_whole():
    from_catalogue = _own("eu-ai-act/fines.yaml")
    # Art. 99(8) leaves fines on public bodies to the Member States; the source has no row for it.
    from_catalogue["fines"] = [
        fine for fine in from_catalogue["fines"] if fine["id"] != "fine-public-bodies"
    ]
    fines, timeline = _texts(_shared("fines.yaml")), _texts(_shared("timeline.yaml"))
    # Art. 75c(4) adds the AI Office; the source left unsaid whom else Art. 99(5) may reach.
    (wrong_answers,) = (fine for fine in fines["fines"] if fine["id"] == "fine-information")
    (ours,) = (fine for fine in from_catalogue["fines"] if fine["id"] == "fine-information")
    wrong_answers |= {key: ours[key] for key in ("covers", "uncertain", "uncertain_why")}
    # The source says that the base is open, and not between what.
    (daily,) = (fine for fine in fines["fines"] if fine["id"] == "periodic-ai-office")
    provision = load_edition("eu-ai-act", "2026-1744").provision(daily["citation"])
    daily["uncertain_why"] = provision.uncertain_why

    assert from_catalogue["note"] == fines["meta"]["note"]
    # How the maximum is worked out is told in words here, and by a formula there.
    for key in ("fines", "not_listed_directly_in_art_99_4", "factors"):
        assert from_catalogue[key] == fines[key]
    ours = _own("eu-ai-act/timeline.yaml")
    for key in ("superseded", "disagreements_seen"):
        assert ours[key] == timeline[key]
    assert ours["events"] == [
        {**event, "event": IN_SENTENCES.get(event["event"], event["event"])}
        for event in timeline["events"]
    ]
    assert ours["amendment_summary"] == timeline["omnibus_summary"]


def test_templates_are_the_source_but_for_names_of_files_and_corrections():
    shared = _texts(_shared("templates.yaml"))["templates"]
    renamed = {
        "all 38 controls of iso_42001.yaml": "all 38 controls of ISO/IEC 42001:2023",
        "start date of the registration duty has two readings, see eu_ai_act.yaml date profile"
        " R492": "start date of the registration duty has two readings, see date profile R492 of"
        " the EU AI Act",
    }
    for template in shared:
        for key in ("prefill", "uncertain_why"):
            if template.get(key) in renamed:
                template[key] = renamed[template[key]]

    _templates, document = read_templates(CATALOGUE / "documents")
    revisions = template_revisions(CATALOGUE / "documents", document)
    ours = _own("documents/templates.yaml")["templates"]
    assert differences(ours, shared, revisions, "templates") == []


def _own(name):
    return _texts(yaml.safe_load((CATALOGUE / name).read_text(encoding="utf-8")))
