"""Tests, laid out as the code is: tests/<app>/test_<module>.py; journeys, browser and house beside them."""
