from geo.measurement import Measurement
from outputs.report.page import render_page
from outputs.report.published import published_tables
from outputs.subject import Place, Run


def test_each_period_shows_the_source_and_below_it_our_own(published: Measurement) -> None:
    (table,) = published_tables(published)
    assert table.caption == "Published: GHS-UCDB R2019A"
    assert "Florczyk et al. (2019)" in table.note
    assert [group.title for group in table.groups] == ["1975–1990", "1990–2000", "2000–2015", "1975–2015"]
    theirs, own = table.groups[1].rows
    assert (theirs.head, theirs.extra) == ("GHS-UCDB R2019A", "centre of 2015")
    assert (own.head, own.extra) == ("This run", "city’s urban extent, fixed at 2010 (projected)")


def test_a_ratio_that_explodes_and_a_missing_year_have_their_footnotes(published: Measurement) -> None:
    (table,) = published_tables(published)
    letters = dict(table.footnotes)
    cells = [{cell.field: cell for cell in group.rows[0].cells} for group in table.groups]
    missing, still, shrinking, _ = cells
    assert missing["lcr"].value == "–"
    assert letters[missing["lcr"].marks].startswith("The published source has no figures of this city")
    assert (missing["built_up_start_km2"].value, missing["built_up_end_km2"].value) == ("–", "144.6")
    assert missing["built_up_start_km2"].marks == missing["lcr"].marks
    assert missing["built_up_end_km2"].marks == ""
    assert letters[still["lcrpgr"].marks].startswith("Population changes by less than 0.1 % a year")
    assert (shrinking["lcrpgr"].value, shrinking["lcrpgr"].marks) == ("−0.76", "")


def test_the_page_has_the_section_only_where_others_published(
    published: Measurement, measurement: Measurement, place: Place, run: Run
) -> None:
    pages = [render_page(one, place, run, created="2026-11-24", downloads=()) for one in (published, measurement)]
    assert ['<section id="published"' in page for page in pages] == [True, False]
    assert ['href="#published"' in page for page in pages] == [True, False]
