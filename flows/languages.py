"""Languages of pages and documents: the type of a choice of them in settings and forms."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from outputs.words.speech import LANGUAGES, Language


def _split(value: object) -> object:
    """Return the parts of a text with commas; what is no text as it is, for pydantic to say what is wrong."""
    return [part.strip().lower() for part in value.split(",")] if isinstance(value, str) else value


def _in_order(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    if not languages:
        msg = f"expected at least one language of {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return tuple(language for language in LANGUAGES if language == LANGUAGES[0] or language in languages)


Languages = Annotated[
    tuple[Language, ...],
    BeforeValidator(_split),
    AfterValidator(_in_order),
    Field(json_schema_extra={"minItems": 1, "uniqueItems": True}),
]
"""Each once, in the order of LANGUAGES; English, whose page is index.html, is always among them. A text with commas
will do."""
