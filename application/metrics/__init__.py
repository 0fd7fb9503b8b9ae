"""Rates that hold up in the chamber: exact counts for any day, opened to their items."""
