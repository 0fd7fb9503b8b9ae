"""Migrations of the schema, applied by ``application.migrations``."""
