"""How long a list in a body may be: far longer than on any paper, and no burden on others."""

MOST_LISTED = 500
