"""The HTTP API: one router for each resource, no rules."""
