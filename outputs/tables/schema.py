"""Writes the JSON Schema of summary.json beside the models: `python -m outputs.tables.schema`."""

from pathlib import Path

from outputs.tables.summary import SCHEMA_FILE, schema_json


def write_schema() -> Path:
    """Write the schema of today's models and return its path."""
    path = Path(__file__).with_name(SCHEMA_FILE)
    path.write_text(schema_json(), encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    write_schema()
