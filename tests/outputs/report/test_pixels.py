import io

import numpy as np
from PIL import Image

from outputs.report.pixels import coloured, png, ruled


def test_the_commonest_colours_are_kept_exactly_and_rare_ones_become_the_nearest() -> None:
    image = np.zeros((64, 64, 3), dtype=np.uint8)
    image[:, :, 0], image[:, :, 1] = np.arange(64) * 4, np.arange(64)[:, None] * 4  # 4096 colours, once each
    image[:32] = (10, 20, 30)
    back = np.asarray(Image.open(io.BytesIO(png(image))).convert("RGB")).astype(int)
    assert (back[:32] == (10, 20, 30)).all()
    assert len(np.unique(back.reshape(-1, 3), axis=0)) == 256
    assert np.abs(back - image).max() < 256


def test_codes_get_their_colours_and_unknown_codes_are_white() -> None:
    assert coloured(np.array([[1, 9]], dtype=np.uint8), {1: "#0A141E"}).tolist() == [[[10, 20, 30], [255, 255, 255]]]


def test_lines_are_ruled_only_where_they_should_be() -> None:
    image = np.zeros((24, 24, 3), dtype=np.uint8)
    where = np.zeros((24, 24), dtype=bool)
    where[:, :12] = True
    level = ruled(image, where, "#FFFFFF", slanting=False)[:, :, 0] > 0
    assert level[:, 12:].sum() == 0
    assert np.flatnonzero(level[:, 0]).tolist() == [0, 6, 12, 18]
    slanting = ruled(image, where, "#FFFFFF", slanting=True)[:, :, 0] > 0
    assert slanting[:, :12].mean() == 0.25
    assert slanting[0, 0] and not slanting[0, 4] and slanting[4, 4]  # noqa: PT018
    assert image.max() == 0, "the image itself is left as it is"
