"""What leaves the system: letters written from the log, sent at least once, with a stable id."""
