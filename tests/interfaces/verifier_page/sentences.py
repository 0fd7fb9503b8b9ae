"""What the page says of sound bundles and of what is spoiled, in both languages."""

import json
from pathlib import Path
from typing import Any

SENTENCES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)
"""By name: of a spoiled bundle one sentence, of a sound one its verdict and each remark,
of a policy, receipt, checkpoint or key out of form two sentences and a line."""
