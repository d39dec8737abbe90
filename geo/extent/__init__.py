"""The urban extent (UN-Habitat; Angel et al. 2016): circle shares, classes, clusters and the inclusion rule."""
