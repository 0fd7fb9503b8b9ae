"""Where events are kept: exact bytes, one dense sequence, one transaction with the read models."""
