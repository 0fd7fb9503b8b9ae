"""What the verifier says of each bundle and history it is shown, in both languages."""

import json
from pathlib import Path

from interfaces.verifier.finding import Finding

FILE = Path(__file__).with_suffix(".json")
SENTENCES: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
"""For each way to falsify a county's history or to spoil a bundle, Chinese and English."""


def require_illegal(finding: Finding, group: str, name: str) -> None:
    """Require what is kept of a history in which something happened that could not."""
    assert finding.code == "illegal-transition"
    assert finding.sequence is not None
    assert said(finding) == SENTENCES[group][name]


def require_dependent(finding: Finding, group: str, name: str) -> None:
    """Require what is kept of a history in which somebody decided on what is their own."""
    assert finding.code == "four-eyes-violated"
    assert said(finding) == SENTENCES[group][name]


def said(finding: Finding) -> list[str]:
    """Return the sentences of a finding: of one about an event, whatever the event's number."""
    if finding.path is not None:
        chinese, english = finding.path, finding.path
        if finding.line is not None:
            chinese, english = f"{chinese}第{finding.line}行", f"{english}, line {finding.line}"
        return [f"{chinese}:{finding.chinese}", f"{english}: {finding.english}"]
    number = str(finding.sequence)
    return [
        finding.chinese.replace(f"序号{number}", "序号…", 1),
        finding.english.replace(f"event {number}", "event …", 1),
    ]
