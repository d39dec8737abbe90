"""What others published of a city, as `geo` takes it, beside the run's own figures."""

from aoi.city import City
from geo.indicators.any_period import SourceFigures
from geo.indicators.beside_published import beside
from geo.indicators.published import Published, PublishedEpoch, published_periods


def published_of(city: City, own: SourceFigures) -> tuple[Published, ...]:
    """Return each source of published figures in the city's file, with the run's own figures beside it."""
    found = []
    for one in city.published:
        epochs = tuple(PublishedEpoch(epoch.year, epoch.built_up_km2, epoch.population) for epoch in one.epochs)
        periods = published_periods(one.years, epochs)
        found.append(Published(one.source, one.citation, one.licence, one.boundary, epochs, periods))
    return beside(own, found)
