"""Rates that hold up in the chamber: exact counts, for any day, opened to the items behind them."""
