"""`umran cities`: which cities there are, built in and one's own."""

from flows.cli import options


def cities(*, as_json: options.Json = False) -> None:
    """List the cities that can be run, with those of your own folder ($UMRAN_CITIES_DIR, else ./cities)."""
    import json

    from rich.table import Table

    from aoi import registry
    from flows.cli import terminal
    from flows.settings import settings

    found = registry.cities(own=settings().cities_dir)
    if as_json:
        rows = [
            {
                "id": city.id,
                "names": dict(city.names),
                "local_language": city.local_language,
                "iso3": city.iso3,
                "region": city.region,
                "region_m49": city.region_m49,
                "centre": list(city.centre),
                "area_km2": city.study_area.area_km2,
                "simulated": city.simulated,
            }
            for city in found
        ]
        terminal.print_json(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("Id", "Name", "Local name", "Country", "Region", "Study area", box=None, header_style="bold")
    table.columns[-1].justify = "right"
    table.columns[1].no_wrap = True
    for city in found:
        area = f"{city.study_area.area_km2:,.0f} km²"
        country = "simulated" if city.simulated else city.notes.get("country", city.iso3)
        table.add_row(city.id, city.name, city.names[city.local_language], country, city.region, area)
    terminal.answers().print(table)
