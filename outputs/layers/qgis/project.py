"""The QGIS project: layers by relative paths, in the city's CRS, opening on the city; a zip of one XML document."""

import zipfile
from base64 import b64encode
from functools import cache
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from zipfile import ZipFile, ZipInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from geo.measurement import Measurement
from outputs.layers.qgis.groups import groups
from outputs.layers.qgis.pages import city_view, pages
from outputs.layers.qml import DOCTYPE
from outputs.layout import RunFiles
from outputs.report.marks import YearNames
from outputs.subject import Place, Run
from outputs.text import citation, is_simulated, licence, one_line
from outputs.words import LANGUAGES, current, name_of, speaking, text

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of the file inside the zip: a clock would change the bytes from run to run."""
_CRS_KIND = "WKT2_2019"
_JOINER = "\u2060"
"""Shows as nothing."""
_RIGHT_TO_LEFT = "\u200f"
"""Shows as nothing; a line of isolated parts alone would run from left to right."""


def write_projects(folder: Path, measurement: Measurement, *, place: Place, run: Run) -> tuple[Path, ...]:
    """Write a project a language into a run's folder; return the files.

    The same measurement gives the same bytes.

    Raises:
        OSError: a file could not be written, as on a full disk.
    """
    written = []
    for language in LANGUAGES:
        with speaking(language, place.iso3):
            document = project_qgs(measurement, place, run)
        path = folder / RunFiles(place.id).project(language)
        with ZipFile(path, "w") as archive:
            entry = ZipInfo(f"{path.stem}.qgs", _EPOCH)
            archive.writestr(entry, document, zipfile.ZIP_DEFLATED)
        written.append(path)
    return tuple(written)


def project_qgs(measurement: Measurement, place: Place, run: Run) -> str:
    """Return the project's document in the language spoken now."""
    found = groups(measurement, place)
    crs = measurement.grid.crs
    about = _about(measurement, place, run)
    document = (
        _environment()
        .get_template("project.qgs")
        .render(
            about=about,
            groups=found,
            layers=[layer for group in found for layer in group.layers],
            pages=pages(found, measurement, place),
            view=city_view(measurement, place),
            crs={
                "wkt": crs.to_wkt(_CRS_KIND),
                "code": ":".join(crs.to_authority(min_confidence=100) or ()),
                "name": crs.name,
            },
            speech=current(),
            kilometres=text("layers.print.kilometres"),
            legend=text("layers.print.legend"),
            north=_north(),
        )
    )
    return f"{DOCTYPE}{document}"


def _about(measurement: Measurement, place: Place, run: Run) -> dict[str, str]:
    """Return what the project says of itself."""
    span = YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
    name = one_line(name_of(place.names))
    title = text("layers.project.title", name=name, when=span)
    simulated = is_simulated(measurement, place)
    sentences = [
        *([text("simulated.short")] if simulated else []),
        text("layers.project.abstract", name=name, when=span, run=run.id),
        text("layers.project.citation", citation=citation(measurement.sources)),
        text("layers.project.licence", licence=licence(measurement.sources)),
    ]
    return {
        "title": text("page.title_simulated", stamp=text("simulated.stamp"), title=title) if simulated else title,
        "abstract": "\n".join(sentences),
        "licence": licence(measurement.sources),
        "citation": citation(measurement.sources),
        "notes": "\n".join(_notes(measurement, run)),
    }


def _notes(measurement: Measurement, run: Run) -> tuple[str, ...]:
    grid = measurement.grid
    return (
        text("layers.print.source", citation=citation(measurement.sources)),
        text("layers.print.licence", licence=licence(measurement.sources)),
        text("layers.print.crs", crs=grid.crs_name, cell=grid.resolution_m, run=run.id),
    )


def _wrapped(words: str, most: int) -> Markup:
    """Return words as an attribute of lines of so many letters at most."""
    return Markup("&#10;").join(wrap(words, most))


def _plain(words: str) -> Markup:
    """Return words as an attribute that a label of a page shows as they are, line by line.

    QGIS would compute `[% … %]` and put dates in place of words that begin with a dollar sign.
    """
    plain = words.replace("[%", f"[{_JOINER}%").replace("$", f"${_JOINER}")
    start = _RIGHT_TO_LEFT if current().rtl else ""
    return Markup("&#10;").join(start + line for line in plain.splitlines())


@cache
def _north() -> str:
    """Return the arrow as QGIS embeds a picture."""
    return b64encode(files(__package__).joinpath("templates", "north.svg").read_bytes()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("outputs.layers.qgis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": _plain, "wrapped": _wrapped}
    return environment
