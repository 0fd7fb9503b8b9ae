"""The tamper-evident log at work: signed heads, witnesses, receipts, and the check of a store."""
