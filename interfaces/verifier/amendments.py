"""What an amendment says of what was before: neither more nor other than there was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interfaces.verifier.due_origins import Known, require_former_due
from interfaces.verifier.items import Event

CALLED = {"text": ("内容", "text"), "target": ("目标", "target"), "quantified": ("指标", "figure")}
NOTHING_CHANGES = "没有变化", "nothing changes"


def require_amendment(
    event: Event, present: Mapping[str, Any], due: Known, former: str = "{}_was"
) -> None:
    """Refuse an amendment that changes nothing, or states something else as former.

    ``present`` is what there is before it; ``former`` names what an event states as former.
    """
    state = event.state
    changed = [name for name in (*present, "due") if state[name] is not None]
    event.require(changed, *NOTHING_CHANGES)
    for name, was in present.items():
        is_changed = name in changed
        event.require(not is_changed or state[name] != was, *NOTHING_CHANGES)
        chinese, english = CALLED[name]
        event.require(
            state[former.format(name)] == (was if is_changed else None),
            f"所写原{chinese}与实际{chinese}不符",
            f"the {english} stated as former is not the one there was",
        )
    stated = state[former.format("due")]
    event.require(
        (stated is not None) == ("due" in changed),
        "期限与原期限应当一并写明",
        "a due date and the one before it are stated together",
    )
    if stated is not None:
        require_former_due(event, stated, due)
        event.require(state["due"]["on"] != due.on, *NOTHING_CHANGES)
