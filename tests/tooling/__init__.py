"""The tools that watch the others are tested too."""
