import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from shapely import Polygon, box

from geo.measurement import Boundary, Caveat, Measurement
from outputs.layout import Download
from outputs.report import rows
from outputs.report.page import render_page
from outputs.report.tables import extent_table, indicator_table
from outputs.subject import Place, Run
from outputs.words import figures

CREATED = "2026-11-23T22:10:00Z"
DOWNLOADS = (
    Download("sample.gpkg", "sample.gpkg", "Extents and clusters", 1_234_567, "layers"),
    Download("a b.tif", "built_up/a b.tif", "Built-up", 12_345, "layers"),
    Download("summary.json", "summary.json", "All figures", 999, "tables"),
)
HOSTILE = "<script>alert(1)</script> \"' & {{ 7 * 7 }}"


class Reader(HTMLParser):
    """Collects tags with attributes, and the text of cells by their table, row and field."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: dict[tuple[str, str, str, str], str] = {}
        self._table = self._group = self._row = self._field = ""
        self._in: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        self._in.append(tag)
        if tag == "table":
            self._table = values.get("id") or ""
        elif tag == "tr":
            self._row = ""
        elif tag == "td":
            self._field = values.get("data-field") or ""
        elif tag == "th" and values.get("scope") == "rowgroup":
            self._group = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            while self._in.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if "sup" in self._in[-1:] or "style" in self._in:
            return
        if self._in[-1:] == ["b"] and "th" in self._in:
            self._group = data
        elif self._in[-1:] == ["th"] and not self._row:
            self._row = data.strip()
        elif self._in[-1:] == ["td"] and self._table:
            self.cells[self._table, self._group, self._row, self._field] = data.strip()


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def page(measurement: Measurement) -> str:
    place = Place("sample", {"en": "Sample", "ar": "عيّنة"}, "XXX", "none", (0, 0), _area(), "drawn", (), simulated=True)
    run = Run("r0123456789ab", {"epochs": [1990, 2000], "area": None}, {"umran": "0.1.0"})
    return render_page(measurement, place, run, created=CREATED, downloads=DOWNLOADS)


def _area() -> Polygon:
    return box(-20.9999, 18.0893, -20.9244, 18.1434)


def test_the_tables_figures_are_those_of_the_measurement(page: str, measurement: Measurement) -> None:
    cells = read(page).cells
    titles = {
        rows.URBAN_EXTENT: "City’s urban extent, fixed at 2010 (projected)",
        rows.Scope("urban_extent", "each_epoch"): "City’s urban extent, each epoch’s own",
        rows.STUDY_AREA: "Whole study area",
    }
    for scope, title in titles.items():
        for row in rows.periods(measurement, scope):
            at = ("table-indicators", title, f"{row.start}–{row.end}")
            assert cells[*at, "built_up_start_km2"] == f"{row.built_up_start_km2:.2f}"
            assert cells[*at, "population_end"].replace(figures.GAP, "") == f"{row.population_end:.0f}"
            assert cells[*at, "lcr"] == f"{(row.lcr or 0) * 100:.2f}"
            assert cells[*at, "lcrpgr"] == ("–" if row.lcrpgr is None else f"{row.lcrpgr:.2f}")
            log = ("table-log", *at[1:])
            assert cells[*log, "lcr_log"] == f"{(row.lcr_log or 0) * 100:.2f}"
            assert row.growth_by_type_km2
            growth = ("table-growth", *at[1:])
            assert cells[*growth, "extension"] == f"{row.growth_by_type_km2.extension:.2f}"


def test_the_extents_table_has_each_epoch(page: str, measurement: Measurement) -> None:
    cells = read(page).cells
    for row in rows.epochs(measurement, rows.STUDY_AREA):
        at = ("table-extents", "Whole study area", str(row.year))
        assert cells[*at, "urban_km2"] == f"{row.urban_km2:.2f}"
        assert cells[*at, "built_up_km2"] == f"{row.built_up_km2:.2f}"


def test_an_undefined_cell_leads_to_its_reason(page: str) -> None:
    cell = re.search(r'<td data-field="lcrpgr">–<sup>(\w)</sup></td>', page)
    assert cell
    assert f"<sup>{cell[1]}</sup> The population growth rate is exactly zero, so that the ratio has no value." in page


def test_maps_of_epochs_not_to_be_compared_say_so(measurement: Measurement, place: Place, run: Run) -> None:
    flagged = tuple(
        replace(row, flags=("incomparable_epochs",)) if row.whole_span else row for row in measurement.indicators
    )
    html = render_page(replace(measurement, indicators=flagged), place, run, created=CREATED, downloads=())
    said = "The source says that the difference of these two epochs is no growth"
    captions = dict(
        re.findall(r'<figure class="map" id="map-(\w+)">.*?<figcaption>(.*?)</figcaption>', html, re.DOTALL)
    )
    assert {name for name, caption in captions.items() if said in caption} == {"first_built", "expansion"}
    assert f'<p class="doubt">{said}' in html


def test_boundaries_stand_in_their_order_and_one_that_never_moves_once(measurement: Measurement) -> None:
    moving: tuple[Boundary, ...] = ("urban_centre", "urban_cluster")
    more = [
        replace(row, boundary=boundary)
        for boundary in (*moving, "administrative")
        for row in measurement.indicators
        if row.boundary == "study_area"
    ]
    found = rows.scopes(replace(measurement, indicators=(*more, *measurement.indicators)))
    assert [(scope.boundary, scope.rule) for scope in found] == [
        ("urban_extent", "fixed"),
        ("urban_extent", "each_epoch"),
        ("urban_centre", "fixed"),
        ("urban_centre", "each_epoch"),
        ("urban_cluster", "fixed"),
        ("urban_cluster", "each_epoch"),
        ("administrative", "fixed"),
        ("study_area", "fixed"),
    ]


def test_long_tables_behind_the_first_are_folded(measurement: Measurement) -> None:
    assert not extent_table(measurement).folded
    more = [replace(row, boundary="urban_centre") for row in measurement.epochs] * 3
    assert extent_table(replace(measurement, epochs=(*measurement.epochs, *more))).folded
    assert not indicator_table(measurement).folded


def test_log_and_linear_never_stand_in_one_table(page: str) -> None:
    fields = {(key[0], key[3]) for key in read(page).cells}
    assert ("table-indicators", "lcr_log") not in fields
    assert ("table-log", "lcr") not in fields


def test_a_simulated_city_is_named_so_everywhere(page: str) -> None:
    reader = read(page)
    images = [values["alt"] or "" for tag, values in reader.tags if tag == "img"]
    charts = [values["aria-label"] or "" for tag, values in reader.tags if values.get("role") == "img"]
    assert len(images) == 6
    assert len(charts) == 6
    assert all("Simulated city, not a real place." in words for words in images + charts)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>|<caption id=(.*?)</caption>", page, re.DOTALL)
    assert len(captions) == 14
    assert all("not a real place" in "".join(words) for words in captions)
    assert page.index("SIMULATED CITY — not a real place") < page.index("<style>")


def test_a_real_city_is_nowhere_called_simulated(measurement: Measurement, place: Place, run: Run) -> None:
    sources = tuple(
        replace(source, simulated=False, title="GHSL", citation="JRC", measures="Built-up.", files=())
        for source in measurement.sources
    )
    real = replace(measurement, sources=sources, caveats=())
    plain = replace(run, parameters={})
    html = render_page(real, replace(place, simulated=False, area_origin="drawn"), plain, created=CREATED, downloads=())
    assert "simulated" not in html.lower().replace(".simulated", "")


def test_names_are_text_whatever_they_hold(measurement: Measurement, place: Place, run: Run) -> None:
    sources = tuple(replace(source, title=HOSTILE, citation=HOSTILE, licence=HOSTILE) for source in measurement.sources)
    odd = replace(measurement, sources=sources, caveats=(Caveat("odd", HOSTILE),))
    names = {"en": HOSTILE, "ar": f"{HOSTILE}!", 'x"><b>': f"{HOSTILE}?"}
    html = render_page(
        odd,
        replace(place, names=names, area_origin=HOSTILE, area_notes=(HOSTILE,)),
        replace(run, parameters={HOSTILE: HOSTILE}),
        created=CREATED,
        downloads=[Download(HOSTILE, HOSTILE, HOSTILE, 1, "layers")],
    )
    reader = read(html)
    assert "script" not in {tag for tag, _ in reader.tags}
    assert not any(name.startswith("on") for _, values in reader.tags for name in values)
    assert HOSTILE in "".join(reader.text)


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    reader = read(page)
    assert not {"script", "link", "iframe", "object", "embed", "video"} & {tag for tag, _ in reader.tags}
    for tag, values in reader.tags:
        source = values.get("src")
        assert source is None or source.startswith("data:image/png;base64,"), tag
        assert tag == "a" or not (values.get("href") or "").startswith("http"), tag
    assert not re.search(r"url\((?!#)|@import", page)
    assert "default-src 'none'" in page


def test_links_are_relative_and_quoted(page: str) -> None:
    links = [values["href"] or "" for tag, values in read(page).tags if tag == "a"]
    assert "built_up/a%20b.tif" in links
    assert all(link.startswith("#") for link in links if "." not in link)
    assert [link for link in links if "://" in link] == [
        "https://unstats.un.org/sdgs/metadata/files/Metadata-11-03-01.pdf"
    ]


def test_headings_descend_and_ids_are_unique(page: str) -> None:
    reader = read(page)
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(values["id"] for _, values in reader.tags if "id" in values)
    assert [name for name, count in ids.items() if count > 1] == []
    anchors = [
        values["href"][1:] for tag, values in reader.tags if tag == "a" and (values["href"] or "").startswith("#")
    ]  # type: ignore[index]
    assert set(anchors) <= set(ids)


def test_arabic_runs_from_right_to_left(page: str) -> None:
    assert '<bdi lang="ar" dir="rtl">عيّنة</bdi>' in page


def test_a_name_that_is_the_english_one_is_not_repeated(measurement: Measurement, place: Place, run: Run) -> None:
    same = replace(place, names={"en": "Quito", "es": "Quito", "ar": "كيتو"})
    html = render_page(measurement, same, run, created=CREATED, downloads=())
    assert html.count("<bdi lang=") == 1
    lone = replace(place, names={"en": "Quito", "es": "Quito"})
    assert 'class="names"' not in render_page(measurement, lone, run, created=CREATED, downloads=())


def test_the_same_input_gives_the_same_page(measurement: Measurement, place: Place, run: Run) -> None:
    first, second = (render_page(measurement, place, run, created=CREATED, downloads=DOWNLOADS) for _ in range(2))
    assert first == second


def test_warnings_inputs_and_provenance_are_on_it(page: str, measurement: Measurement) -> None:
    text = "".join(read(page).text)
    for source in measurement.sources:
        assert source.citation in text
        assert all(file.sha256 in text for file in source.files)
    assert all(caveat.text in text for caveat in measurement.caveats)
    assert "r0123456789ab" in text
    assert "1.2\u202fMB" in text
    assert "1990, 2000" in text
