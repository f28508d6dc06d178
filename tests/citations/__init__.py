"""Tests of the citation styles."""
