"""Reference data that ships with the system, each number with its source."""
