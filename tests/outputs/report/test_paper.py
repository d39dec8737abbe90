import numpy as np

from outputs.report.paper import Paper


def test_an_image_lies_on_the_paper_pixel_for_pixel_and_the_rest_is_white() -> None:
    image = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    paper = Paper(20, 10)
    paper.lay(image, left=3, bottom=2)
    found = paper.pixels()
    assert found.shape == (10, 20, 3)
    assert np.array_equal(found[4:8, 3:8], image)
    found[4:8, 3:8] = 255
    assert found.min() == 255


def test_what_is_drawn_lies_over_the_images() -> None:
    paper = Paper(20, 10)
    paper.lay(np.zeros((10, 20, 3), dtype=np.uint8), 0, 0)
    paper.axes.fill([4, 8, 8, 4], [2, 2, 6, 6], color="#ff0000", lw=0)
    found = paper.pixels()
    assert found[6, 6].tolist() == [255, 0, 0], "6 pixels from the top is 3 from the foot"
    assert found[1, 1].tolist() == [0, 0, 0]
