"""How placeholders are filled in by locale: numbers as the language writes them, each isolated where it would turn."""

from decimal import Decimal

from markupsafe import Markup

from geo.caveats import Filler, Term
from outputs.words import figures
from outputs.words.speech import current, isolated, left_to_right


class LocalFiller(Filler):
    """Fills placeholders in for the language spoken now."""

    def __init__(self, terms: dict[str, str]) -> None:
        self.terms = terms
        self.joint = "، " if current().language == "ar" else ", "

    def one(self, value: object, format_spec: str) -> str:
        """Return a number as the language writes it, a text isolated."""
        if isinstance(value, Term):
            return self.terms[value]
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return isolated(format(value, format_spec))
        return _number(float(value) if isinstance(value, Decimal) else value, format_spec)


class MarkupFiller(LocalFiller):
    """The same for a text whose own tags are HTML: what is filled in is escaped."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a value escaped; what is markup already stays so."""
        if isinstance(value, Markup) and not format_spec:
            return value
        return str(Markup.escape(super().format_field(value, format_spec)))


def _number(value: float, spec: str) -> str:
    sign, plain = spec.startswith("+"), spec.removeprefix("+")
    if not plain:
        return digits(value) if isinstance(value, int) else left_to_right(figures.general(value))
    if plain == ",":
        return figures.decimal(value, 0, sign=sign)
    places = int(plain.strip(",").removeprefix(".").rstrip("f%") or 0)
    if plain.endswith("%"):
        return figures.percent(value, places, sign=sign)
    return figures.decimal(value, places, sign=sign)


def digits(number: int) -> str:
    """Return a whole number in the language's digits, without groups: a year."""
    return left_to_right(figures.native(str(number)))
