"""The variables that keep Prefect silent, as lines for a shell: `eval "$(python -m flows.prefect_env)"`."""

from flows.quiet import SILENT

if __name__ == "__main__":
    for name, value in SILENT.items():
        print(f"export {name}={value}")  # noqa: T201 (a shell reads it)
