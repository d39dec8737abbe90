"""Time and memory against a lean script, in one table: `make bench`."""
