"""What the page says in words of its own: of acts judged without rules."""

import json
from pathlib import Path

SENTENCES: dict[str, list[str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)
"""By name, in both languages."""
