"""The tag that shows a picture."""
