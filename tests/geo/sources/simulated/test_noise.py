import numpy as np

from geo.sources.simulated.noise import fractal_noise, random_words


def test_words_are_those_of_pcg64() -> None:
    raw = np.random.PCG64([7, 3]).random_raw(2)
    expected = [int(word) >> shift & 0xFF for word in raw for shift in range(0, 64, 8)]
    assert random_words(7, 3, (4, 4)).ravel().tolist() == expected


def test_streams_differ() -> None:
    assert not np.array_equal(random_words(7, 3, (8,)), random_words(7, 4, (8,)))


def test_noise_is_smooth_and_about_zero() -> None:
    noise = fractal_noise(1, 1, (400, 400), wavelength=64, octaves=1)
    assert np.abs(np.diff(noise, axis=0)).max() < 0.1
    assert abs(noise.mean()) < 0.3
    assert noise.std() > 0.3


def test_noise_is_pinned() -> None:
    noise = fractal_noise(1990, 1, (64, 64), wavelength=16, octaves=3)
    assert noise.astype(np.float64).sum() == 641.6989865861833
