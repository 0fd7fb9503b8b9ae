"""The vocabulary of opinions: stored in English, shown in Chinese (glossary)."""

from enum import StrEnum


class Term(StrEnum):
    """A word with a stored value and the label people read."""

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _LABELS[type(self)][self]


class OpinionKind(Term):
    """What an opinion is; a township has no standing committee, so it never deliberates."""

    DELIBERATION = "deliberation"
    DISCUSSION = "discussion"
    APPRAISAL = "appraisal"
    DEPUTY_SUGGESTION = "deputy_suggestion"
    MOTION = "motion"
    PUBLIC = "public"
    SELF_FOUND = "self_found"
    INSPECTION_FINDING = "inspection_finding"


class OpinionStatus(Term):
    """How far an opinion has come. Overdue is never a status; it is derived."""

    DRAFTED = "drafted"
    FORMED = "formed"
    REFERRED = "referred"
    RETURN_REQUESTED = "return_requested"
    IN_HANDLING = "in_handling"
    MERGED = "merged"
    REPLIED = "replied"
    TRACKING = "tracking"
    REHANDLING = "rehandling"
    CLOSED = "closed"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"


class SourceChannel(Term):
    """Through which channel an opinion came in (requirement R1)."""

    MEETING = "meeting"
    INSPECTION = "inspection"
    FORUM = "forum"
    QUESTIONNAIRE = "questionnaire"
    SUGGESTION_BOX = "suggestion_box"
    RECEPTION_DAY = "reception_day"
    ANNOUNCEMENT = "announcement"
    SELF_CHECK = "self_check"
    OTHER = "other"


class FormationType(Term):
    """How a formal opinion was formed (requirement R2)."""

    STANDING_COMMITTEE_VOTE = "standing_committee_vote"
    CHAIRPERSONS_MEETING = "chairpersons_meeting"
    WORKING_BODY_DECISION = "working_body_decision"
    PRESIDIUM = "presidium"


class Carrier(Term):
    """What a formal opinion was written down in (requirement R2)."""

    FORMAL_DOCUMENT = "formal_document"
    LETTER = "letter"
    MINUTES = "minutes"
    BULLETIN = "bulletin"


class ResultClass(Term):
    """What a reply says of the result; B and C promise something and are tracked."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Satisfaction(Term):
    """How a reply was evaluated."""

    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


class ReopenGround(Term):
    """What showed that a closed opinion was not settled."""

    LOOK_BACK = "look_back"
    FOLLOW_UP = "follow_up"
    COMPLAINT = "complaint"


class WorkKind(Term):
    """The kinds of work that answer an opinion."""

    PLAN = "plan"
    TASK = "task"
    COMMITMENT = "commitment"


_LABELS: dict[type[Term], dict[str, str]] = {
    OpinionKind: {
        OpinionKind.DELIBERATION: "审议意见",
        OpinionKind.DISCUSSION: "讨论意见",
        OpinionKind.APPRAISAL: "评议意见",
        OpinionKind.DEPUTY_SUGGESTION: "代表建议、批评和意见",
        OpinionKind.MOTION: "议案",
        OpinionKind.PUBLIC: "群众意见",
        OpinionKind.SELF_FOUND: "自查问题",
        OpinionKind.INSPECTION_FINDING: "视察检查发现问题",
    },
    OpinionStatus: {
        OpinionStatus.DRAFTED: "已登记",
        OpinionStatus.FORMED: "已形成",
        OpinionStatus.REFERRED: "已交办",
        OpinionStatus.RETURN_REQUESTED: "申请退办",
        OpinionStatus.IN_HANDLING: "办理中",
        OpinionStatus.MERGED: "合并办理",
        OpinionStatus.REPLIED: "已答复",
        OpinionStatus.TRACKING: "跟踪办理",
        OpinionStatus.REHANDLING: "重新办理",
        OpinionStatus.CLOSED: "已办结",
        OpinionStatus.NOT_ADMITTED: "不予受理",
        OpinionStatus.WITHDRAWN: "已撤回",
    },
    SourceChannel: {
        SourceChannel.MEETING: "会议",
        SourceChannel.INSPECTION: "视察",
        SourceChannel.FORUM: "座谈会",
        SourceChannel.QUESTIONNAIRE: "问卷",
        SourceChannel.SUGGESTION_BOX: "意见箱",
        SourceChannel.RECEPTION_DAY: "接待日",
        SourceChannel.ANNOUNCEMENT: "公告",
        SourceChannel.SELF_CHECK: "自查",
        SourceChannel.OTHER: "其他",
    },
    FormationType: {
        FormationType.STANDING_COMMITTEE_VOTE: "常委会会议表决",
        FormationType.CHAIRPERSONS_MEETING: "主任会议讨论",
        FormationType.WORKING_BODY_DECISION: "工作机构负责人决定",
        FormationType.PRESIDIUM: "主席团会议讨论",
    },
    Carrier: {
        Carrier.FORMAL_DOCUMENT: "正式文书",
        Carrier.LETTER: "文件或函",
        Carrier.MINUTES: "会议纪要",
        Carrier.BULLETIN: "公报",
    },
    ResultClass: {
        ResultClass.A: "已经解决或者基本解决",
        ResultClass.B: "正在解决",
        ResultClass.C: "列入计划解决",
        ResultClass.D: "留作参考或者解释说明",
    },
    Satisfaction: {
        Satisfaction.SATISFIED: "满意",
        Satisfaction.BASICALLY_SATISFIED: "基本满意",
        Satisfaction.DISSATISFIED: "不满意",
    },
    ReopenGround: {
        ReopenGround.LOOK_BACK: "回头看",
        ReopenGround.FOLLOW_UP: "回访",
        ReopenGround.COMPLAINT: "投诉",
    },
    WorkKind: {
        WorkKind.PLAN: "整改方案",
        WorkKind.TASK: "整改任务",
        WorkKind.COMMITMENT: "公开承诺",
    },
}
