"""Brings the catalogues of translations up to the English texts: `make words`, or `python -m outputs.words.update`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from outputs.words.catalogue import DATA, data_texts, messages
from outputs.words.speech import LANGUAGES

FOLDER = Path(__file__).parent / "locale"
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""In the headers: a clock would change files that nobody changed."""


def template() -> Catalog:
    """Return all English texts as a catalogue without translations, in the order of their files."""
    made = Catalog()
    for message in messages().values():
        id_ = (message.english, message.many) if message.many else message.english
        made.add(id_, context=message.key, auto_comments=(f"chosen by {{{message.count}}}",) if message.many else ())
    for text in data_texts():
        made.add(text, context=DATA)
    return made


def updated(language: str, file: Path) -> Catalog:
    """Return a language's catalogue with a place for every English text and none for one that is gone.

    A text whose English changed is left untranslated: half-right sentences are worse than missing ones.
    """
    catalogue = Catalog(locale=language)
    if file.is_file():
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=language)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    written = Catalog(
        locale=language, project="Umran", version="1", creation_date=_FIXED, revision_date=_FIXED, fuzzy=False,
        header_comment=f"# The texts of Umran in {Locale(language).english_name}; `make words` keeps them in step.",
        last_translator="Umran", language_team=language, msgid_bugs_address="none",
    )  # fmt: skip
    for message in catalogue:
        if message.id:
            written.add(message.id, message.string, context=message.context, auto_comments=message.auto_comments)
    return written


def main() -> int:
    """Update every catalogue; say how many texts each has still to translate."""
    for language in LANGUAGES[1:]:
        file = FOLDER / f"{language}.po"
        catalogue = updated(language, file)
        with file.open("wb") as opened:
            write_po(opened, catalogue, width=120, omit_header=False)
        missing = sum(1 for message in catalogue if message.id and not all(_forms(message.string)))
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {missing} to translate\n")
    return 0


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


if __name__ == "__main__":
    sys.exit(main())
