"""What staff ask, kept ready: one module for each question, with its tables and its queries."""
