"""The declaration and the city's file belong to the rasters that the generator makes."""

import tomllib
from importlib import resources

import numpy as np

from geo.sources.declaration import SourceDeclaration
from geo.sources.simulated.cover import Cover
from geo.sources.simulated.legend import legend
from geo.sources.simulated.rasters import CLASS_NODATA, PERSONS_NODATA


def _declared() -> SourceDeclaration:
    text = resources.files("geo.sources").joinpath("declared", "simulated.toml").read_text(encoding="utf-8")
    return SourceDeclaration.model_validate(tomllib.loads(text))


def test_declaration_names_every_code_and_says_simulated() -> None:
    declared = _declared()
    assert declared.id == "simulated"
    assert declared.simulated
    assert not declared.can_shrink
    assert "Simulated" in declared.title
    assert "not a real place" in declared.citation
    assert set(declared.built_up.legend) == {int(code) for code in Cover if code != Cover.NODATA}
    assert declared.built_up.built_up_classes == (Cover.BUILT_UP,)
    assert declared.built_up.water_classes == (Cover.WATER,)
    assert declared.built_up.nodata == CLASS_NODATA
    assert declared.population is not None
    assert declared.population.nodata == PERSONS_NODATA


def test_legend_has_the_codes_in_order() -> None:
    codes = [row.code for row in legend()]
    assert codes == sorted(int(code) for code in Cover if code != Cover.NODATA)
    assert np.unique([row.rgba for row in legend()], axis=0).shape[0] == len(codes)
