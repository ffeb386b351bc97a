"""What funding gives to templates: the meter of a page, the appeals in a story."""
