"""What the verifier says of each falsified history: a reason of its own, in both languages."""

import json
from pathlib import Path

from interfaces.verifier.finding import Finding

FILE = Path(__file__).with_suffix(".json")
SENTENCES: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
"""For each county and each way to falsify its history, the Chinese and the English sentence."""


def said(finding: Finding) -> list[str]:
    """Return the sentences of a finding as the file has them."""
    return [finding.chinese, finding.english]
