from geo.sources.declarations import declared_sources


def test_every_declared_source_names_its_file_and_is_complete() -> None:
    declared = declared_sources()
    assert "simulated" in declared
    for source in declared.values():
        assert source.title
        assert source.licence
        assert source.citation
        assert source.measures.strip()


def test_the_simulated_source_says_what_it_is() -> None:
    simulated = declared_sources()["simulated"]
    assert simulated.simulated
    assert "simulated" in simulated.title.lower()
