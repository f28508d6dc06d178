"""Properties that generated packages must have; every module says how to try more of them by hand."""
