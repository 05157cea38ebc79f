"""Read the crosswalk: pairs of provisions of two frameworks, and how they relate."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from controls.frameworks.loading.corrections import CORRECTIONS_FILE, Held, read_corrections
from controls.frameworks.loading.data import CrosswalkData, EditionData, MappingData, WithoutData
from controls.frameworks.loading.schemas import check, keys_of
from records.incoming import YamlFile, read_document
from records.ledger.canonical import JSON

ABOUT_FILE = "about.yaml"
SIDES = ("source", "target")
Editions = Mapping[tuple[str, str], EditionData]


def read_crosswalk(folder: Path, editions: Editions) -> tuple[CrosswalkData, Mapping[str, object]]:
    """Read all pairs of the folder, checked against the editions, and what is said about them."""
    about = read_about(folder)
    sources = {source["id"] for source in about.value["published_sources"]}
    mappings: dict[str, MappingData] = {}
    pairs: set[tuple[str, str, str, str]] = set()
    without: list[WithoutData] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in {ABOUT_FILE, CORRECTIONS_FILE}:
            document = read_document(path, file=f"{folder.name}/{path.name}")
            check(document, "crosswalk")
            _read_pairs(document, editions, sources=sources, mappings=mappings, pairs=pairs)
            without += _read_without(document, editions)
    held = {
        "mappings": Held(mappings, keys_of("crosswalk", "mappings")),
        "about": Held({"about"}, about.value),
    }
    revisions, _ = read_corrections(folder, file=folder.name, held=held)
    return CrosswalkData(tuple(mappings.values()), tuple(without), revisions), about.value


def read_about(folder: Path) -> YamlFile:
    """Read what a crosswalk says about itself."""
    about = read_document(folder / ABOUT_FILE, file=f"{folder.name}/{ABOUT_FILE}")
    check(about, "crosswalk-about")
    return about


def read_without(
    folder: Path, pair: tuple[str, str], editions: Editions
) -> tuple[WithoutData, ...]:
    """Read which provisions of two frameworks are left without a pair on purpose, and why."""
    for first, second in (pair, pair[::-1]):
        path = folder / f"{first}--{second}.yaml"
        if path.is_file():
            document = read_document(path, file=f"{folder.name}/{path.name}")
            check(document, "crosswalk")
            return tuple(_read_without(document, editions))
    return ()


def _read_pairs(
    document: YamlFile,
    editions: Editions,
    *,
    sources: set[str],
    mappings: dict[str, MappingData],
    pairs: set[tuple[str, str, str, str]],
) -> None:
    _check_sides(document, editions)
    for index, value in enumerate(document.value["mappings"]):
        where = ("mappings", index)
        mapping = _mapping(document.value, value, editions)
        pair = (mapping.source_framework, mapping.source, mapping.target_framework, mapping.target)
        if mapping.id in mappings:
            raise document.refusal(f"The id '{mapping.id}' is used twice.", *where, "id")
        if pair in pairs:
            message = f"{mapping.id}: {mapping.source} and {mapping.target} are a pair already."
            raise document.refusal(message, *where)
        for unknown in sorted(set(mapping.published_in) - sources):
            message = f"{mapping.id}: the published source '{unknown}' is not in {ABOUT_FILE}."
            raise document.refusal(message, *where, "published_in")
        for side in SIDES:
            _check_end(document, editions, index, side)
        mappings[mapping.id] = mapping
        pairs.add(pair)


def _check_sides(document: YamlFile, editions: Editions) -> None:
    for side in SIDES:
        framework = document.value[side]["framework"]
        for number, edition in enumerate(document.value[side]["editions"]):
            if (framework, edition) not in editions:
                message = f"There is no edition '{edition}' of a framework '{framework}'."
                raise document.refusal(message, side, "editions", number)


def _check_end(document: YamlFile, editions: Editions, index: int, side: str) -> None:
    value = document.value["mappings"][index]
    framework = document.value[side]["framework"]
    named = document.value[side]["editions"]
    for edition in named:
        if value[side] not in editions[framework, edition]:
            message = (
                f"{value['id']}: the {side} '{value[side]}' is no provision of"
                f" {framework}/{edition}."
            )
            raise document.refusal(message, "mappings", index, side)
    if not _standing(document.value[side], value[side], editions):
        message = f"{value['id']}: the {side} '{value[side]}' stands in none of these editions."
        raise document.refusal(message, "mappings", index, side)


def _read_without(document: YamlFile, editions: Editions) -> Iterator[WithoutData]:
    """Read which provisions have no mapping of their own to the other framework, and why."""
    for side in SIDES:
        head, other = document.value[side], document.value[SIDES[1 - SIDES.index(side)]]
        mapped = {value[side] for value in document.value["mappings"]}
        for index, value in enumerate(document.value.get("without", {}).get(side, ())):
            for number, code in enumerate(value["provisions"]):
                where = ("without", side, index, "provisions", number)
                if not _standing(head, code, editions):
                    message = f"'{code}' stands in no edition of {head['framework']} named here."
                    raise document.refusal(message, *where)
                if code in mapped:
                    message = f"{code} has a mapping or a reason already."
                    raise document.refusal(message, *where)
                mapped.add(code)
            yield WithoutData(
                head["framework"], other["framework"], tuple(value["provisions"]), value["why"]
            )


def _standing(side: Mapping[str, JSON], code: str, editions: Editions) -> tuple[str, ...]:
    """Name the editions in which the provision stands: no mapping is made for one it lacks."""
    named: list[str] = side["editions"]
    read = [editions[side["framework"], name] for name in named]
    return tuple(one.id for one in read if code in one and one.provision(code).exists)


def _mapping(
    head: Mapping[str, JSON], value: Mapping[str, JSON], editions: Editions
) -> MappingData:
    return MappingData(
        id=value["id"],
        source_framework=head["source"]["framework"],
        source_editions=_standing(head["source"], value["source"], editions),
        source=value["source"],
        target_framework=head["target"]["framework"],
        target_editions=_standing(head["target"], value["target"], editions),
        target=value["target"],
        relation=value["relation"],
        strength=value["strength"],
        rationale=_rationale(value),
        published_in=tuple(value.get("published_in", ())),
    )


def _rationale(value: Mapping[str, JSON]) -> str:
    """Tell the doubt with the rationale: whoever reads the one must not miss the other."""
    rationale: str = value["rationale"]
    return f"{rationale} Uncertain: {value['uncertain_why']}" if "uncertain" in value else rationale
