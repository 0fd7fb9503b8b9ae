"""What the system does of itself: what time calls for, and what was decided and is to be done."""
