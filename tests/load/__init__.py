"""Real processes under a load that is bounded and ends by itself."""
