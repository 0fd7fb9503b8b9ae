"""The statutory default and local examples, one file each; read by ``shipped_profiles``."""
