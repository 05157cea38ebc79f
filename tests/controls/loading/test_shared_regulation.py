"""Nothing was lost or altered on the way from the shared regulation data into the catalogue."""

from pathlib import Path

import pytest
import yaml

from controls.loading import load_edition, read_catalogue

SHARED = Path(__file__).resolve().parents[4] / "shared" / "regulation"
VERSIONS = {
    "2024-1689": "2024/1689 as published",
    "2026-1744": "as amended by the Digital Omnibus on AI (2026)",
}
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


def test_provisions_keep_their_content_status_and_dates(edition):
    shared = _shared("eu_ai_act.yaml")["provisions"]
    ours = [provision for provision in edition.provisions if not provision.extra.get("ours")]

    assert [
        {
            "id": p.id,
            "slug": p.slug,
            "title": p.title,
            "summary": p.summary,
            "kind": p.kind,
            "addressees": list(p.addressees),
            "applies_to": list(p.applies_to),
            "date_profile": p.extra["date_profile"],
            "status": p.status,
            "applies_from": dict(p.applies_from) or None,
        }
        for p in ours
    ] == [
        {key: p[key] for key in p if key not in {"versions", "uncertain", "uncertain_why"}}
        | {key: p["versions"][VERSIONS[edition.id]][key] for key in ("status", "applies_from")}
        for p in shared
    ]


def test_provisions_keep_their_changes(edition):
    keys = ("change", "wording_in_force_from", "deleted_from")

    for shared in _shared("eu_ai_act.yaml")["provisions"]:
        version = _texts(shared["versions"][VERSIONS[edition.id]])
        ours = edition.provision(shared["id"])
        assert {k: ours.extra[k] for k in keys if k in ours.extra} == {
            k: version[k] for k in keys if k in version
        }
        if "date_note" in version:
            assert edition.date_profiles[shared["date_profile"]].note == version["date_note"]


def test_date_profiles_keep_labels_dates_and_doubts(edition):
    shared = _shared("eu_ai_act.yaml")["date_profiles"]

    assert list(edition.date_profiles) == list(shared)
    for name, profile in edition.date_profiles.items():
        assert profile.label == shared[name]["label"]
        assert (dict(profile.applies_from) or None) == shared[name][VERSIONS[edition.id]]
        assert profile.uncertain == shared[name].get("uncertain", False)
        assert profile.uncertain_why.endswith(shared[name].get("uncertain_why", ""))


def test_provisions_keep_their_doubts(edition):
    shared = _shared("eu_ai_act.yaml")
    doubtful = {p["id"]: p["uncertain_why"] for p in shared["provisions"] if p.get("uncertain")}
    ours = {p.id: p.uncertain_why for p in edition.provisions if p.uncertain}

    # Two points that the amendment deleted share the doubt of their dates while they stand.
    more = {"Annex VIII.B.7", "Annex VIII.B.9"} if edition.id == "2024-1689" else set()
    assert len(doubtful) == 90
    assert ours.keys() == doubtful.keys() | more
    for provision_id, why in doubtful.items():
        for reason in why.split("; "):
            profile = reason.removeprefix("date: see date_profiles.")
            told = shared["date_profiles"].get(profile, {}).get("uncertain_why", reason)
            assert told in ours[provision_id]


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


def test_crosswalk_keeps_every_pair_and_its_judgement(catalogue):
    shared = _shared("crosswalk.yaml")
    ours = {
        pair.id: {
            "id": pair.id,
            "source": {"framework": FRAMEWORKS[pair.source_framework], "ref": pair.source},
            "target": {"framework": FRAMEWORKS[pair.target_framework], "ref": pair.target},
            "relation": pair.relation,
            "strength": pair.strength,
            "rationale": pair.rationale,
            "published_in": list(pair.published_in),
        }
        for pair in catalogue.mappings
    }
    about = catalogue.headers["crosswalk/about.yaml"]

    assert ours == {pair["id"]: {"published_in": []} | pair for pair in shared["mappings"]}
    assert about["published_sources"] == shared["meta"]["published_sources"]
    assert about["uncertain_why"] == shared["meta"]["uncertain_why"]
    assert list(about["relation_terms"]) == shared["meta"]["relation_terms"]


def test_fines_and_timeline_are_kept_whole():
    from_catalogue = _own("eu-ai-act/fines.yaml")
    fines, timeline = _texts(_shared("fines.yaml")), _texts(_shared("timeline.yaml"))

    assert from_catalogue["note"] == fines["meta"]["note"]
    for key in ("fines", "not_listed_directly_in_art_99_4", "factors", "formula_hint"):
        assert from_catalogue[key] == fines[key]
    ours = _own("eu-ai-act/timeline.yaml")
    for key in ("events", "superseded", "disagreements_seen"):
        assert ours[key] == timeline[key]
    assert ours["amendment_summary"] == timeline["omnibus_summary"]


def test_templates_are_kept_whole_but_for_names_of_files():
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

    assert _own("documents/templates.yaml")["templates"] == shared


def _own(name):
    path = Path(__file__).resolve().parents[3] / "controls" / "catalogue" / name
    return _texts(yaml.safe_load(path.read_text(encoding="utf-8")))
