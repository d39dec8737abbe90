"""What can be wrong with a place: one base error and its leaves, each one line that names file, feature and remedy."""


class AoiError(Exception):
    """A city or an area that cannot be used; the message is one line, complete for a user."""


class UnknownCityError(AoiError):
    """No city has this id."""

    def __init__(self, city_id: str, nearest: tuple[str, ...]) -> None:
        """Name the id that was asked for and the nearest ids that exist."""
        self.city_id = city_id
        self.nearest = nearest
        hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`umran cities` lists them."
        super().__init__(f"unknown city {city_id!r}: {hint}")


class AreaFileError(AoiError):
    """A file that a user brought as a study area cannot be read as one."""

    def __init__(self, file: str, problem: str, remedy: str, feature: str | None = None) -> None:
        """Name the file, the feature where there is one, what is wrong and what to do."""
        self.file = file
        self.feature = feature
        self.problem = problem
        self.remedy = remedy
        where = f"{file}, {feature}" if feature else file
        super().__init__(f"{where}: {problem}; {remedy}")


class CityFileError(AoiError):
    """A city's own file breaks its schema."""
