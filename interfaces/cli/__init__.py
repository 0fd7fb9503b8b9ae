"""The command line ``zhuoluo``: for people by default, for programs with ``--json``."""
