"""How a city grew between two epochs: infill, extension, leapfrog, inclusion and loss."""
