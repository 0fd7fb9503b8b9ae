"""Which acts a case file may state: each bears the name of its event and runs a command."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from application.commands import opinions, plans, tasks, units
from application.commands.opinions import ReturnDecision
from domain.model import Aggregate, DomainEvent
from domain.opinion import Opinion
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.unit import Unit
from interfaces.sample_county.case_file import Entries, Place
from interfaces.sample_county.facts import Wanted, wanted_by_command

ITEM_KEYS: dict[type[Aggregate], str] = {
    Opinion: "意见",
    RectificationPlan: "方案",
    RectificationTask: "任务",
}
"""Under which key a file names the item an act is about."""


class Deed:
    """An act on an item of one kind, or the act that begins one."""

    COMMON: ClassVar[tuple[str, ...]] = ("日期", "办理", "经办")

    def __init__(
        self,
        kind: type[Aggregate],
        event: type[DomainEvent],
        command: Callable[..., Aggregate],
        *,
        begins: bool = False,
        renamed: Mapping[str, str] | None = None,
        settled: Mapping[str, Any] | None = None,
    ) -> None:
        """Take keys of facts that differ here, and facts that follow from the act's name."""
        self.kind = kind
        self.name = event.LABEL
        self.command = command
        self.item_key = None if begins else ITEM_KEYS[kind]
        self.settled = settled or {}
        self._renamed = renamed or {}

    @cached_property
    def wanted(self) -> dict[str, Wanted]:
        """The facts the file states, by parameter of the command."""
        return wanted_by_command(self.command, self._renamed, self.settled)

    def begins(self, kind: type[Aggregate]) -> bool:
        """Say whether the act begins an item of this kind."""
        return self.kind is kind and self.item_key is None

    @cached_property
    def known_keys(self) -> frozenset[str]:
        """Every key the act may have."""
        item = () if self.item_key is None else (self.item_key,)
        return frozenset((*self.COMMON, *item, *(one.key for one in self.wanted.values())))


def _on(kind: type[Aggregate], *deeds: tuple[type[DomainEvent], Callable[..., Any]]) -> list[Deed]:
    return [Deed(kind, event, command) for event, command in deeds]


DEEDS: Sequence[Deed] = (
    Deed(Unit, Unit.Registered, units.register, begins=True),
    Deed(Opinion, Opinion.Registered, opinions.register, begins=True),
    *_on(
        Opinion,
        (Opinion.Formed, opinions.form),
        (Opinion.NotAdmitted, opinions.refuse_admission),
        (Opinion.Referred, opinions.refer),
        (Opinion.ReReferred, opinions.refer),
        (Opinion.Acknowledged, opinions.acknowledge),
        (Opinion.ReturnRequested, opinions.request_return),
        (Opinion.CoOpinionSubmitted, opinions.submit_co_opinion),
        (Opinion.Consulted, opinions.consult),
        (Opinion.ExtensionRequested, opinions.request_extension),
        (Opinion.ExtensionGranted, opinions.grant_extension),
        (Opinion.ExtensionRefused, opinions.refuse_extension),
        (Opinion.Replied, opinions.reply),
        (Opinion.ReplyEvaluated, opinions.evaluate),
        (Opinion.FeedbackLapsed, opinions.record_no_feedback),
        (Opinion.RehandlingOrdered, opinions.order_rehandling),
        (Opinion.TrackingBegun, opinions.track),
        (Opinion.PromisedItemFulfilled, opinions.fulfil_promised_item),
        (Opinion.Closed, opinions.close),
        (Opinion.LookBackRecorded, opinions.look_back),
        (Opinion.Reopened, opinions.reopen),
        (Opinion.MergedInto, opinions.merge_into),
        (Opinion.Withdrawn, opinions.withdraw),
    ),
    Deed(
        Opinion,
        Opinion.ReturnAccepted,
        opinions.decide_return,
        settled={"decision": ReturnDecision.ACCEPTED},
    ),
    Deed(
        Opinion,
        Opinion.ReturnRefused,
        opinions.decide_return,
        settled={"decision": ReturnDecision.REFUSED},
    ),
    Deed(
        RectificationPlan,
        RectificationPlan.Drafted,
        plans.draft,
        begins=True,
    ),
    *_on(
        RectificationPlan,
        (RectificationPlan.MeasureAdded, plans.add_measure),
        (RectificationPlan.MeasureRevised, plans.revise_measure),
        (RectificationPlan.MeasureRemoved, plans.remove_measure),
        (RectificationPlan.OpinionWaived, plans.waive_opinion),
        (RectificationPlan.ElementsWaived, plans.waive_elements),
        (RectificationPlan.Submitted, plans.submit),
        (RectificationPlan.Approved, plans.approve),
        (RectificationPlan.Rejected, plans.reject),
        (RectificationPlan.PutInForce, plans.put_in_force),
        (RectificationPlan.MeasureAmended, plans.amend_measure),
        (RectificationPlan.MeasureCancelled, plans.cancel_measure),
        (RectificationPlan.Concluded, plans.conclude),
    ),
    Deed(
        RectificationTask,
        RectificationTask.ExtensionRequested,
        tasks.request_extension,
        renamed={"asked": "申请延至"},
    ),
    *_on(
        RectificationTask,
        (RectificationTask.Assigned, tasks.assign),
        (RectificationTask.Reassigned, tasks.assign),
        (RectificationTask.ProgressReported, tasks.report),
        (RectificationTask.CloseoutRequested, tasks.claim),
        (RectificationTask.VerificationPassed, tasks.pass_verification),
        (RectificationTask.VerificationFailed, tasks.fail_verification),
        (RectificationTask.PublicNoticeGiven, tasks.give_public_notice),
        (RectificationTask.ObjectionRecorded, tasks.record_objection),
        (RectificationTask.ClosedOut, tasks.close_out),
        (RectificationTask.LookBackPassed, tasks.look_back),
        (RectificationTask.RecurrenceFound, tasks.find_recurrence),
        (RectificationTask.ExtensionGranted, tasks.grant_extension),
        (RectificationTask.ExtensionRefused, tasks.refuse_extension),
        (RectificationTask.ConvertedToLongTerm, tasks.convert_to_long_term),
        (RectificationTask.Amended, tasks.amend),
        (RectificationTask.Cancelled, tasks.cancel),
    ),
)


def deed_stated_in(entries: Entries, at: Place) -> Deed:
    """Return the deed a step names; an extension may be of an opinion or of a task."""
    name = entries.get("办理")
    named = [deed for deed in DEEDS if deed.name == name]
    if not named:
        raise at.of("办理").broken(f"没有“{name}”这种办理")
    chosen = [deed for deed in named if deed.item_key in entries]
    if len(named) > 1 and len(chosen) != 1:
        keys = "或者".join(str(deed.item_key) for deed in named)
        raise at.broken(f"应当写明是哪一件{keys}")
    return (chosen or named)[0]
