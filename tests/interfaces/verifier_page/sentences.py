"""What the page says in words of its own: of sound bundles, and of acts judged without rules."""

import json
from pathlib import Path
from typing import Any

SENTENCES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)
"""By name, in both languages: of an act a sentence, of a sound bundle verdict and remarks."""
