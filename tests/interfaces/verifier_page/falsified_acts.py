"""Acts in the name of units there are not, of those they may not be of, and out of their time."""

from typing import Any

from tests.interfaces.verifier.falsified import Edit, by, states, twice

NOBODY = "NONE"
LONG_AGO: dict[str, Any] = {"on": "2010-01-01", "undated": False}

TOLD: dict[str, Edit] = {
    "commitment of no unit": states("commitment.drafted", -1, unit=NOBODY),
    "opinion of no unit": states("opinion.registered", -1, issuer=NOBODY),
    "plan of no unit": states("plan.drafted", -1, unit=NOBODY),
    "task entrusted to no unit": states("task.assigned", -1, units=[NOBODY]),
    "unit under no unit": states("unit.registered", -1, parent=NOBODY),
    "unit moved under no unit": states("unit.moved", -1, parent=NOBODY),
    "no unit suggested": states("opinion.return-requested", 0, suggested_unit=NOBODY),
    "silence established by the lead": by("opinion.feedback-lapsed", 0, unit="DLZZF"),
    "extension refused twice": twice("opinion.extension-refused"),
    "reopened twice": twice("opinion.reopened"),
    "merged twice": twice("opinion.merged-into"),
    "rules published twice": twice("rule-profile.published"),
    "task put off to a day long ago": states("task.extension-granted", 0, until="2014-01-01"),
    "recurrence due before it": states("task.recurrence-found", 0, due=LONG_AGO),
    "promise due before it": states(
        "opinion.replied", -1, promised_items=[{"text": "道路硬化", "due": LONG_AGO}]
    ),
    "notice due before it": states("notice.issued", 0, reply_due=LONG_AGO),
    "evaluated after the opinion was closed": by(
        "opinion.reply-evaluated", -1, occurred_on="2029-01-01"
    ),
}
RARE: dict[str, Edit] = {
    "rules in the name of another congress": states("rule-profile.drafted", -1, congress=NOBODY),
    "former day of a measure left out": states("plan.measure-amended", 0, former_due=None),
}
