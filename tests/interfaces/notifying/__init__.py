"""Ways out of the system, tried against real receivers."""
