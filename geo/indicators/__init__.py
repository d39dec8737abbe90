"""SDG indicator 11.3.1, its companions, and the checks of the series they rest on."""
