"""What people can do: one module for each aggregate, one function of ``Work`` for each act."""
