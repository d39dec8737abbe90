import numpy as np

from geo.sources.simulated.city import SimulatedCity
from geo.sources.simulated.cover import Cover
from geo.sources.simulated.terrain import distance_cells, ground_of


def test_distance_counts_cells() -> None:
    mask = np.zeros((3, 5), dtype=bool)
    mask[1, 0] = True
    assert distance_cells(mask)[1].tolist() == [0, 1, 2, 3, 4]


def test_hills_parks_and_shores_stay_free(city: SimulatedCity) -> None:
    ground = ground_of(city.plan)
    built = city.land_cover[2015] == Cover.BUILT_UP
    assert not np.any(built & ~ground.buildable)
    assert np.count_nonzero(ground.park) > 10_000  # more than 100 ha
    assert not np.any(built & ground.park)
    assert ground.height_m[built].max() < 200
    assert ground.height_m.max() > 400


def test_the_river_reaches_the_sea_and_the_eastern_border(city: SimulatedCity) -> None:
    ground = ground_of(city.plan)
    assert ground.river[:, -1].any()
    assert ground.sea_cells[ground.river].min() == 1
    assert ground.sea[:, 0].all()
