"""What may follow what: for each kind of event, the statuses it is allowed in and leads to.

Plain data, so that a verifier in another language decides by the very same table. ``begins``: the
status of an item that begins with the event; ``ways``: a list of ``[from, to, when]``, where
``to`` is ``None`` if the status stays and ``when`` is ``None`` or ``[field, value]``, a condition
on the event. The first way that fits is taken; without one the event is illegal.
"""

from __future__ import annotations

from typing import Any

_ANSWERING = ["in_handling", "merged", "rehandling"]
_ANSWERED = ["replied", "tracking"]
_UNDER_RULES = ["referred", "return_requested", *_ANSWERING, *_ANSWERED]
_OPINION_OPEN = ["drafted", "formed", *_UNDER_RULES]
_CONSULTED = ["referred", *_ANSWERING, *_ANSWERED, "closed"]
_WORKING = ["assigned", "in_progress", "long_term"]
_TASK_OPEN = ["planned", *_WORKING, "closeout_requested", "accepted"]
_EXTENDED = [*_WORKING, "closeout_requested"]
_UNPUBLISHED = ["drafted", "reviewed", "filed"]
_PUBLISHED = ["published", "verified", "fulfilment_published", "followed_up"]
_PROMISE_OPEN = [*_UNPUBLISHED, *_PUBLISHED, "claimed"]
_PLAN_OPEN = ["drafted", "submitted", "approved", "in_force"]
_NOTICE_IN_FORCE = ["issued", "acknowledged", "responded"]
_UNDECIDED = ["held", "restricted"]


def _topic(
    label: str,
    *ways: tuple[list[str] | None, str | None] | tuple[list[str] | None, str | None, list[Any]],
    begins: str | None = None,
    note: bool = False,
) -> dict[str, Any]:
    """Describe a kind of event; a way from ``None`` is open in every status."""
    return {
        "label": label,
        "step": not note,
        "begins": begins,
        "ways": [[way[0], way[1], way[2] if len(way) == 3 else None] for way in ways],  # noqa: PLR2004  from, to, when
    }


TRANSITIONS: dict[str, dict[str, Any]] = {
    "unit.registered": _topic("登记单位", begins="active"),
    "unit.renamed": _topic("更名", (["active"], None)),
    "unit.moved": _topic("调整隶属关系", (["active"], None)),
    "unit.merged": _topic("并入其他单位", (["active"], "ended")),
    "unit.closed": _topic("撤销单位", (["active"], "ended")),
    "unit.corrected": _topic("更正日期", (None, None), note=True),
    "opinion.registered": _topic("登记意见", begins="drafted"),
    "opinion.formed": _topic("形成意见", (["drafted"], "formed")),
    "opinion.not-admitted": _topic("不予受理", (["drafted"], "not_admitted")),
    "opinion.referred": _topic("交办", (["formed"], "referred")),
    "opinion.re-referred": _topic("重新交办", (["formed"], "referred")),
    "opinion.acknowledged": _topic("签收", (["referred", "in_handling"], "in_handling")),
    "opinion.return-requested": _topic(
        "申请退办", (["referred", "in_handling"], "return_requested")
    ),
    "opinion.return-accepted": _topic("同意退办", (["return_requested"], "formed")),
    "opinion.return-refused": _topic(
        "不同意退办",
        (["return_requested"], "in_handling", ["signed", True]),
        (["return_requested"], "referred"),
    ),
    "opinion.handed-over": _topic("移交承接单位", (_UNDER_RULES, None)),
    "opinion.co-opinion-submitted": _topic(
        "提交协办意见", (["referred", *_ANSWERING, *_ANSWERED], None), note=True
    ),
    "opinion.consulted": _topic("面商", (_CONSULTED, None), note=True),
    "opinion.extension-requested": _topic("申请延期", (_ANSWERING, None)),
    "opinion.extension-granted": _topic("同意延期", (_ANSWERING, None)),
    "opinion.extension-refused": _topic("不同意延期", (_ANSWERING, None)),
    "opinion.clarification-requested": _topic("请求说明", (_ANSWERING, None)),
    "opinion.clarification-given": _topic("答复说明请求", (_ANSWERING, None)),
    "opinion.due-settled": _topic("期限按正式安排重算", (_UNDER_RULES, None), note=True),
    "opinion.due-recounted": _topic(
        "期限按更正后的日期重算", ([*_UNDER_RULES, "closed", "withdrawn"], None), note=True
    ),
    "opinion.rules-migrated": _topic("改按新规则办理", (_UNDER_RULES, None), note=True),
    "opinion.replied": _topic(
        "答复", (_ANSWERING, "replied", ["complete", True]), (_ANSWERING, None)
    ),
    "opinion.reply-evaluated": _topic("评价答复", (_ANSWERED, None), note=True),
    "opinion.feedback-lapsed": _topic("逾期未反馈", (_ANSWERED, None)),
    "opinion.rehandling-ordered": _topic("责成重新办理", (_ANSWERED, "rehandling")),
    "opinion.tracking-begun": _topic("转入跟踪办理", (["replied"], "tracking")),
    "opinion.promised-item-fulfilled": _topic("承诺事项兑现", (["tracking"], None)),
    "opinion.closed": _topic("办结", (_ANSWERED, "closed")),
    "opinion.look-back-recorded": _topic("回头看", (["closed"], None)),
    "opinion.reopened": _topic("重新启动办理", (["closed"], "in_handling")),
    "opinion.merged-into": _topic("合并办理", (["referred", "in_handling"], "merged")),
    "opinion.separated": _topic("分案", (["merged"], "formed")),
    "opinion.withdrawn": _topic("撤回", (_OPINION_OPEN, "withdrawn")),
    "opinion.work-linked": _topic("关联整改工作", (_OPINION_OPEN, None), note=True),
    "opinion.corrected": _topic("更正日期", (None, None), note=True),
    "plan.drafted": _topic("起草方案", begins="drafted"),
    "plan.measure-added": _topic("列入措施", (["drafted"], None)),
    "plan.measure-revised": _topic("修改措施", (["drafted"], None)),
    "plan.measure-removed": _topic("删去措施", (["drafted"], None)),
    "plan.opinion-waived": _topic("说明不予回应", (["drafted", "in_force"], None)),
    "plan.elements-waived": _topic("免除要素", (["drafted", "submitted"], None)),
    "plan.submitted": _topic("报送方案", (["drafted"], "submitted")),
    "plan.approved": _topic("审定方案", (["submitted"], "approved")),
    "plan.rejected": _topic("退回修改", (["submitted", "approved"], "drafted")),
    "plan.put-in-force": _topic("开始实施", (["approved"], "in_force")),
    "plan.measure-amended": _topic("调整措施", (["in_force"], None)),
    "plan.measure-cancelled": _topic("取消措施", (["in_force"], None)),
    "plan.handed-over": _topic("移交承接单位", (_PLAN_OPEN, None)),
    "plan.concluded": _topic("方案办结", (["in_force"], "concluded")),
    "plan.corrected": _topic("更正日期", (None, None), note=True),
    "task.planned": _topic("列入方案", begins="planned"),
    "task.assigned": _topic("分解落实", (["planned"], "assigned")),
    "task.reassigned": _topic("调整责任", (_WORKING, None)),
    "task.progress-reported": _topic(
        "报告进展",
        (["assigned"], "in_progress"),
        (["in_progress", "long_term"], None),
        note=True,
    ),
    "task.closeout-requested": _topic(
        "申请销号", (["in_progress", "long_term"], "closeout_requested")
    ),
    "task.verification-passed": _topic("核查通过", (["closeout_requested"], "accepted")),
    "task.verification-failed": _topic(
        "核查未通过", (["closeout_requested", "accepted"], "in_progress")
    ),
    "task.public-notice-given": _topic("公示", (["accepted"], None)),
    "task.objection-recorded": _topic("登记公示异议", (["accepted"], None), note=True),
    "task.closed-out": _topic("销号", (["accepted"], "closed_out")),
    "task.look-back-passed": _topic("回头看未反弹", (["closed_out"], None)),
    "task.recurrence-found": _topic("回头看发现反弹", (["closed_out"], "in_progress")),
    "task.reporting-scheduled": _topic("安排定期报告进展", (_WORKING, None)),
    "task.extension-requested": _topic("申请延期", (_WORKING, None)),
    "task.extension-granted": _topic("同意延期", (_EXTENDED, None)),
    "task.extension-refused": _topic("不同意延期", (_EXTENDED, None)),
    "task.converted-to-long-term": _topic(
        "转为长期整改", (["assigned", "in_progress"], "long_term")
    ),
    "task.amended": _topic("调整任务", (["planned", *_WORKING], None)),
    "task.due-settled": _topic("期限按正式安排重算", (None, None), note=True),
    "task.due-recounted": _topic("期限按更正后的日期重算", (None, None), note=True),
    "task.cancelled": _topic("取消任务", (_TASK_OPEN, "cancelled")),
    "task.corrected": _topic("更正日期", (None, None), note=True),
    "commitment.drafted": _topic("起草承诺", begins="drafted"),
    "commitment.reviewed": _topic("审定承诺", (["drafted"], "reviewed")),
    "commitment.filed": _topic("备案", (["reviewed"], "filed")),
    "commitment.published": _topic("公开承诺", (["filed"], "published")),
    "commitment.amended": _topic("变更承诺", ([*_UNPUBLISHED, *_PUBLISHED], None)),
    "commitment.due-settled": _topic("时限按正式安排重算", (None, None), note=True),
    "commitment.due-recounted": _topic("时限按更正后的日期重算", (None, None), note=True),
    "commitment.fulfilment-claimed": _topic("申报兑现", (_PUBLISHED, "claimed")),
    "commitment.verified": _topic("核验", (["claimed"], "verified")),
    "commitment.result-published": _topic("践诺公示", (["verified"], "fulfilment_published")),
    "commitment.follow-up-recorded": _topic(
        "回访",
        (
            ["fulfilment_published", "followed_up"],
            "published",
            ["satisfaction", "dissatisfied"],
        ),
        (["fulfilment_published", "followed_up"], "followed_up"),
    ),
    "commitment.handed-over": _topic("移交承接单位", (_PROMISE_OPEN, None)),
    "commitment.withdrawn": _topic("撤回承诺", (_PROMISE_OPEN, "withdrawn")),
    "commitment.archived": _topic("归档", (["followed_up", "withdrawn"], "archived")),
    "commitment.corrected": _topic("更正日期", (None, None), note=True),
    "rule-profile.drafted": _topic("起草规则方案", (["settled"], "draft"), begins="draft"),
    "rule-profile.redrafted": _topic("修改规则方案草案", (["draft"], None)),
    "rule-profile.draft-discarded": _topic("放弃规则方案草案", (["draft"], "settled")),
    "rule-profile.published": _topic("公布规则方案", (["draft"], "settled")),
    "rule-profile.ended": _topic("废止规则方案", (None, None)),
    "calendar-year.published": _topic("公布节假日安排", begins="published"),
    "calendar-year.amended": _topic("调整节假日安排", (["published"], None)),
    "notice.issued": _topic("签发督办通知", begins="issued"),
    "notice.acknowledged": _topic("签收督办通知", (["issued"], "acknowledged")),
    "notice.responded": _topic("回复督办通知", (["acknowledged"], "responded")),
    "notice.lifted": _topic("解除督办", (_NOTICE_IN_FORCE, "lifted")),
    "notice.escalated": _topic("升级督办", (_NOTICE_IN_FORCE, "escalated")),
    "notice.corrected": _topic("更正日期", (None, None), note=True),
    "reminder.raised": _topic("催办提醒", begins="raised"),
    "tick.advanced": _topic("完成部分定时催办", (None, None), begins="under_way"),
    "tick.done": _topic("完成定时催办", (None, None), begins="under_way"),
    "personal-record.opened": _topic("登记个人信息", begins="held"),
    "personal-record.reclassified": _topic("调整保管期限", (_UNDECIDED, None)),
    "personal-record.restricted": _topic("限制处理", (["held"], "restricted")),
    "personal-record.restriction-lifted": _topic("解除限制处理", (["restricted"], "held")),
    "personal-record.erasure-requested": _topic(
        "申请删除个人信息", (_UNDECIDED, "erasure_requested")
    ),
    "personal-record.erasure-approved": _topic(
        "批准删除个人信息", (["erasure_requested"], "erasure_approved")
    ),
    "personal-record.erasure-refused": _topic(
        "不批准删除个人信息",
        (["erasure_requested"], "restricted", ["restricted", True]),
        (["erasure_requested"], "held"),
    ),
    "personal-record.erased": _topic("删除个人信息", (["erasure_approved"], "erased")),
}
