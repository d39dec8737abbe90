"""Nothing that people read is missing from a catalogue, and nothing in a catalogue is unused."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from outputs.words.catalogue import DATA, data_texts, messages, translations
from outputs.words.speech import LANGUAGES
from outputs.words.update import FOLDER, template, updated

ROOT = Path(__file__).parents[3]
ASKING = {"text", "rich", "table_of", "t", "t_rich"}
"""Functions whose first argument is a key."""
TEMPLATES = (".html", ".qml", ".qgs", ".xml")
BY_CODE = re.compile(r"(reason|flag|caveat|term|legend|measure|measure_group)\..*")
"""Keys that are asked for by a code; that each code has its text and no text is without a code is tested elsewhere."""


@pytest.fixture(scope="module", params=LANGUAGES[1:])
def catalogue(request: pytest.FixtureRequest) -> dict[str, Message]:
    with (FOLDER / f"{request.param}.po").open("rb") as file:
        found = read_po(file, locale=request.param)
    return {f"{one.context}|{forms(one.id)[-1]}": one for one in found if one.id}


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def test_every_text_is_translated_and_no_text_is_left_over(catalogue: dict[str, Message]) -> None:
    wanted = {f"{one.context}|{forms(one.id)[-1]}" for one in template() if one.id}
    assert sorted(wanted - set(catalogue)) == []
    assert sorted(set(catalogue) - wanted) == []
    assert [key for key, one in catalogue.items() if not all(forms(one.string)) or one.fuzzy] == []


def test_translations_fill_in_what_the_english_fills_in(catalogue: dict[str, Message]) -> None:
    for key, one in catalogue.items():
        english = forms(one.id)
        for translated in forms(one.string):
            if len(english) == 1:
                assert sorted(set(fields(translated))) == sorted(set(fields(english[0]))), key
            else:  # a form may say the number in words
                assert set(fields(translated)) <= set(fields(english[1])), key
            assert sorted(tags(translated)) == sorted(tags(english[-1])), key


def test_the_catalogues_on_disk_are_those_that_make_words_would_write() -> None:
    for language in LANGUAGES[1:]:
        file = FOLDER / f"{language}.po"
        with file.open("rb") as opened:
            found = read_po(opened, locale=language)
        again = updated(language, file)
        assert [(one.context, one.id, one.string) for one in found] == [
            (one.context, one.id, one.string) for one in again
        ]


def test_the_same_english_in_one_place_has_one_translation_of_its_units() -> None:
    assert len(set(data_texts())) == len(data_texts())
    for language in LANGUAGES[1:]:
        assert translations(language).pgettext(DATA, "% a year") != "% a year"


def fields(text: str) -> list[str]:
    return [f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(text) if name is not None]


def tags(text: str) -> list[str]:
    return re.findall(r"<[^>]+>", text)


def test_every_key_that_is_asked_for_exists() -> None:
    for place, pattern, under in asked():
        found = any(re.fullmatch(pattern + (r"\..+" if under else ""), key) for key in messages())
        assert found, f"{place}: no text for {pattern}"


def test_every_text_is_asked_for() -> None:
    patterns = [pattern + (r"\..+" if under else "") for _, pattern, under in (*asked(), *named())]
    together = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(set(patterns))))
    unused = [key for key in messages() if not BY_CODE.fullmatch(key) and not together.fullmatch(key)]
    assert [key for key in unused if not in_two_parts(key, patterns)] == []


def in_two_parts(key: str, patterns: list[str]) -> bool:
    """Return whether a key is asked for as `start.{rest}`, and its rest stands elsewhere as a string."""
    known = set(patterns)
    return any(
        re.escape(key[:at]) + "[^.]+" in known and re.escape(key[at:]) in known
        for at in (index + 1 for index, letter in enumerate(key) if letter == ".")
    )


def sources(suffix: str) -> Iterator[tuple[str, str]]:
    for folder in ("outputs", "flows"):
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def asked() -> Iterator[tuple[str, str, bool]]:
    """Yield where a key is asked for, its pattern, and whether all keys under it are."""
    for name, source in sources(".py"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args and called(node.func) in ASKING:
                for choice in choices(node.args[0]):
                    yield f"{name}:{node.lineno}", choice, called(node.func) == "table_of"
    for name, source in (found for kind in TEMPLATES for found in sources(kind)):
        for key, more in re.findall(r"\b(?:t|t_rich|text)\(\s*'([a-z_0-9.]+)'(\s*~)?", source):
            yield name, re.escape(key) + ("[a-z_0-9]+" if more else ""), False


def named() -> Iterator[tuple[str, str, bool]]:
    """Yield every string of the code that may be a key, asked for elsewhere by a variable."""
    for name, source in sources(".py"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                for choice in choices(node):
                    if "." in choice and not choice.startswith("[^.]+"):
                        yield f"{name}:{node.lineno}", choice, False


def called(function: ast.expr) -> str:
    """Return the name of a function that is called by its bare name; methods ask for other things."""
    return function.id if isinstance(function, ast.Name) else ""


def choices(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_0-9.]+", node.value):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^.]+" for p in node.values]
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from choices(node.body)
        yield from choices(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from choices(value)
