"""What is allowed with personal data: kept its term, erased by two persons on a ground of law."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.items import Event, Item

STORED_ALONE_AFTER = ("retention_not_over", "technically_hard")
"""The grounds of a refusal after which the data is stored and secured alone."""


class PersonalDataRecord(Item):
    """Of one person's data: how long it is kept, and who asked for its erasure."""

    __slots__ = (
        "basis",
        "requester",
        "restricted",
        "retention",
        "shortened_by",
        "stored_alone_by",
        "term_before",
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("personal-record", state["subject"])
        self.basis: str = state["basis"]
        self.retention: dict[str, Any] = state["retention"]
        self.term_before: dict[str, Any] | None = None
        """The term that was shortened, unless what followed lasts as long again."""
        self.shortened_by: tuple[str, ...] = ()
        self.requester = ""
        self.restricted = False
        """Whether processing was restricted before the request at hand."""
        self.stored_alone_by: tuple[str, ...] = ()
        """Who asked and who refused, while after that the data is stored alone."""

    def binds(self, day: str) -> bool:
        """Return whether the law demands that the data is still there on this day."""
        return day <= last_bound_day(self.retention)

    def keep_for(self, retention: dict[str, Any], actor: str) -> None:
        """Keep the data for another term; remember who shortened which."""
        before, last = self.term_before or self.retention, last_bound_day(retention)
        if last >= last_bound_day(before):
            self.term_before, self.shortened_by = None, ()
        elif last < last_bound_day(self.retention):
            self.term_before, self.shortened_by = before, (*self.shortened_by, actor)
        self.retention = retention


def last_bound_day(retention: dict[str, Any]) -> str:
    """Return the last day on which the law demands that the data is still there, as text."""
    if retention["kept_as"] == "as_needed":
        return ""
    return retention["until"] or "9999-12-31"


def personal_data_opened(event: Event, county: County) -> None:
    """Keep the data for a term that is not over."""
    del county
    _require_retention(event)


def personal_data_reclassified(event: Event, county: County) -> None:
    """Keep the data for another term."""
    del county
    item, state = event.item, event.state
    event.require(
        state["retention_was"] == item.retention, "所写原保管期限不符", "another former term"
    )
    event.require(state["retention"] != item.retention, "保管期限没有变化", "the same term")
    _require_retention(event)
    item.keep_for(state["retention"], event.actor)


def _require_retention(event: Event) -> None:
    until = event.state["retention"]["until"]
    event.require(until is None or until >= event.day, "保管期限已届满", "the term is over")


def erasure_requested(event: Event, county: County) -> None:
    """Ask on a ground that can hold, and remember who asked."""
    del county
    item = event.item
    event.require(
        event.state["ground"] != "consent_withdrawn" or item.basis == "consent",
        "不是基于同意处理的个人信息",
        "the data was not held by consent",
    )
    _require_not_by_shortener(event)
    item.requester = event.actor
    item.restricted = item.status == "restricted"


def erasure_approved(event: Event, county: County) -> None:
    """Approve what somebody else asked for, once no term forbids it."""
    del county
    _require_other(event)
    _require_not_by_shortener(event)
    event.require(
        not event.item.binds(event.day), "法定保存期限未届满", "the term of the law is not over"
    )


def erasure_refused(event: Event, county: County) -> None:
    """Refuse what somebody else asked for; the law may still stop all other processing."""
    del county
    item, ground = event.item, event.state["ground"]
    _require_other(event)
    event.require(
        ground != "retention_not_over" or item.binds(event.day),
        "没有未届满的法定保存期限",
        "no term of the law forbids it",
    )
    event.require(
        event.state["restricted"] == (item.restricted or ground in STORED_ALONE_AFTER),
        "是否限制处理与不批准的理由不符",
        "whether it is restricted does not follow from the ground",
    )
    if ground in STORED_ALONE_AFTER:
        item.stored_alone_by = (item.requester, event.actor)


def restriction_lifted(event: Event, county: County) -> None:
    """Let processing go on; after storage alone as a third person decides."""
    del county
    event.require_independent(
        event.actor not in event.item.stored_alone_by,
        f"{event.actor}提出或者审批过删除申请,不得由其解除限制",
        f"{event.actor} asked for the erasure or decided on it and may not lift the restriction",
    )
    event.item.stored_alone_by = ()


def _require_other(event: Event) -> None:
    event.require_independent(
        event.actor != event.item.requester,
        f"{event.actor}提出了删除申请,不得由其审批",
        f"{event.actor} asked for the erasure and may not decide on it",
    )


def _require_not_by_shortener(event: Event) -> None:
    """Erasing what the term of before would keep takes two others than who shortened it."""
    item = event.item
    rests_on_it = item.term_before and event.day <= last_bound_day(item.term_before)
    event.require_independent(
        not rests_on_it or event.actor not in item.shortened_by,
        f"{event.actor}缩短过保管期限,不得由其申请或者批准据此的删除",
        f"{event.actor} shortened the term and may neither ask for the erasure nor approve it",
    )


PERSONAL_DATA_RULES = {
    "personal-record.opened": personal_data_opened,
    "personal-record.reclassified": personal_data_reclassified,
    "personal-record.restriction-lifted": restriction_lifted,
    "personal-record.erasure-requested": erasure_requested,
    "personal-record.erasure-approved": erasure_approved,
    "personal-record.erasure-refused": erasure_refused,
}
