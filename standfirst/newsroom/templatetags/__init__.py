"""Tags that bring what the newsroom reads into page templates."""
