"""The demo newspaper: a fictional town's paper, built through the same actions as real life."""
