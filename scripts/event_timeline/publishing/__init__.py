"""Before a package is published: the next version, the files of a deposit, the checks of FAIR assessors."""
