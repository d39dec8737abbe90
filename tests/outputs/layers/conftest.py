"""Everything that layers can hold at once, and names that no file may take for anything but text."""

from dataclasses import replace

import numpy as np
import pytest

from geo.land_cover import LandGroup
from geo.measurement import Measurement
from outputs.subject import Place

HOSTILE = "=1+1 <b>&\"'[% 1 + 1 %] $CURRENT_DATE \u202eabc\u202c\nline two " + "ö" * 300


@pytest.fixture(scope="session")
def whole(measured: Measurement, zoned: Measurement) -> Measurement:
    """Return the hand-made measurement with settlements, figures, zones and land taken."""
    taken = {
        period: np.where(codes == 0, 0, np.where(codes == 3, LandGroup.CROPLAND, 0)).astype(np.uint8)
        for period, codes in measured.layers.expansion.items()
    }
    return replace(measured, zones=zoned.zones, layers=replace(measured.layers, land_taken=taken))


@pytest.fixture
def hostile(place: Place) -> Place:
    """Return the place under a name that is markup, a formula, an expression, two lines and very long."""
    return replace(place, names=dict.fromkeys(("en", "fr", "es", "ar"), HOSTILE))
