from geo.reasons import Flag, Reason
from outputs.tables.reasons import flag_texts, reason_texts, texts_of


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    assert set(reason_texts()) == {str(code) for code in Reason}
    assert set(flag_texts()) == {str(code) for code in Flag}


def test_texts_are_whole_sentences() -> None:
    for text in (*reason_texts().values(), *flag_texts().values()):
        assert text[0].isupper()
        assert text.endswith(".")


def test_texts_of_the_codes_in_use() -> None:
    found = texts_of([Flag.SIMULATED, Reason.ZERO_BUILT_UP, Flag.SIMULATED, "unheard_of"])
    assert list(found) == ["simulated", "unheard_of", "zero_built_up"]
    assert found["simulated"] == "The city is simulated: no real place has these figures."
    assert found["unheard_of"] == "unheard_of"
