from outputs.report.alt import area, series_alt, told
from outputs.words import speaking


def test_a_picture_in_words_is_written_as_the_language_does() -> None:
    pairs = [("1990", "20.20"), ("1995", "24.43")]
    assert told(pairs) == "1990: 20.20; 1995: 24.43"
    assert area("infill", 1.2) == "infill 1.20\u202fkm²"
    assert area("infill", None) == "infill –\u202fkm²"
    with speaking("fr"):
        assert told(pairs[:1]).split() == ["1990", ":", "20.20"]
    with speaking("ar", "JOR"):
        assert area("ملء", 1.2).startswith("ملء ")
        assert "١٫٢٠" in area("ملء", 1.2)
    assert series_alt("Title", "study area", told(pairs)) == "Title, study area. 1990: 20.20; 1995: 24.43."
