"""The rules of the house as checks. Each says what to do when it fails, and finds a planted fault."""
