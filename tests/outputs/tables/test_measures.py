import re
import tomllib
from importlib.resources import files

from geo.indicators.uncertainty import Regime
from geo.land_cover import LandGroup
from geo.measures import MEASURES
from geo.measures.landscape import BUILT_UP
from geo.settlement.codes import Level1, Level2
from outputs.report.measures.tables import BOUNDARY
from outputs.report.method import anchors
from outputs.tables.measures import measure_groups, measures
from outputs.words import table_of
from outputs.words.catalogue import messages


def test_every_measure_of_geo_is_described_and_no_other() -> None:
    assert set(measures()) == set(MEASURES)


def test_every_measure_belongs_to_a_group_and_every_group_has_one() -> None:
    assert {measure.group for measure in measures().values()} == {group.id for group in measure_groups()}


def test_every_method_is_a_heading_of_the_document() -> None:
    assert {measure.method for measure in measures().values()} <= set(anchors())


def test_every_definition_is_one_sentence() -> None:
    for measure in measures().values():
        assert re.fullmatch(r"[A-Z].*[^.]\.", measure.definition), measure.id
        assert ". " not in measure.definition, measure.id
        assert measure.source, measure.id


def test_titles_tell_measures_apart() -> None:
    titles = [measure.title for measure in measures().values()]
    assert len(set(titles)) == len(titles)


def test_every_citation_is_used() -> None:
    document = tomllib.loads(files("outputs.tables").joinpath("measures.toml").read_text(encoding="utf-8"))
    assert {about["source"] for about in document["measure"].values()} == set(document["citation"])


def test_every_kind_of_zone_has_a_name() -> None:
    kinds = {measure.zone for measure in measures().values() if measure.zone}
    assert kinds | {BOUNDARY} == set(table_of("measures.zone"))


def test_every_zone_of_geo_has_its_words() -> None:
    kinds = {key.split(".")[1] for key in messages() if key.startswith("zones.")}
    words = {kind: set(table_of(f"zones.{kind}")) for kind in kinds}
    for kind, codes in (("level1", Level1), ("level2", Level2)):
        assert words[kind] == {code.name.lower() for code in codes}
    assert words["regime"] == set(Regime)
    assert words["land_group"] == {group.name.lower() for group in LandGroup if group is not LandGroup.NONE}
    assert words["land_cover"] == {BUILT_UP}
