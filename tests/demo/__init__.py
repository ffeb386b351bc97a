"""Tests of the demo newspaper."""
