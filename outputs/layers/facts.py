"""What every vector file says of itself: its city and run, licence and citation, and whether it is simulated."""

from geo.measurement import Measurement
from outputs.subject import Place, Run
from outputs.text import citation, is_simulated, licence


def facts(measurement: Measurement, place: Place, run: Run) -> dict[str, str]:
    """Return the metadata of a file, each a line of text."""
    return {
        "city": place.id,
        "run": run.id,
        "licence": licence(measurement.sources),
        "citation": citation(measurement.sources),
        "simulated": "true" if is_simulated(measurement, place) else "false",
    }
