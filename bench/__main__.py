"""``python -m bench [--quick] [section …]``: print each figure beside its budget."""

import argparse
import sys

from bench import append, durable_command, group_commit, over_http, reading
from tests.postgres import postgres_server

SECTIONS = ("command", "append", "growth", "group", "http", "reading")


def main() -> int:
    """Run the sections asked for; the exit code says whether every budget was kept."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=[])
    asked = parser.parse_args()
    sections = asked.sections or SECTIONS
    kept: list[bool] = []
    with postgres_server() as url:
        if "command" in sections:
            kept += durable_command.run(url, quick=asked.quick)
        if "append" in sections:
            kept += append.run(url, quick=asked.quick)
        if "growth" in sections:
            kept += durable_command.growth(url, quick=asked.quick)
        if "group" in sections:
            kept += group_commit.run(quick=asked.quick)
        if "http" in sections:
            kept += over_http.run(quick=asked.quick)
        if "reading" in sections:
            kept += reading.run(url, quick=asked.quick)
    print(f"\n{sum(kept)} of {len(kept)} budgets kept")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
