"""Personal data in events: sealed under a key of its subject, and gone when that key is."""
