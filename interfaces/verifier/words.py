"""What stored words are called in the tables of a bundle and in findings, in Chinese."""

from __future__ import annotations

KIND_LABELS = {
    "unit": "单位",
    "opinion": "意见",
    "plan": "整改方案",
    "task": "整改任务",
    "commitment": "承诺事项",
    "rule-profile": "规则方案",
    "calendar-year": "年度节假日安排",
    "notice": "督办通知",
    "reminder": "催办提醒",
    "tick": "定时催办",
    "personal-record": "个人信息档案",
}

OPINION_STATUSES = {
    "drafted": "已登记",
    "formed": "已形成",
    "referred": "已交办",
    "return_requested": "申请退办",
    "in_handling": "办理中",
    "merged": "合并办理",
    "replied": "已答复",
    "tracking": "跟踪办理",
    "rehandling": "重新办理",
    "closed": "已办结",
    "not_admitted": "不予受理",
    "withdrawn": "已撤回",
}
TASK_STATUSES = {
    "planned": "已列入方案",
    "assigned": "已分解落实",
    "in_progress": "整改中",
    "long_term": "长期整改",
    "closeout_requested": "已申请销号",
    "accepted": "验收通过",
    "closed_out": "已销号",
    "cancelled": "已取消",
}
COMMITMENT_STATUSES = {
    "drafted": "已起草",
    "reviewed": "已审定",
    "filed": "已备案",
    "published": "已公开,践诺中",
    "claimed": "已申报兑现",
    "verified": "已核验",
    "fulfilment_published": "已践诺公示",
    "followed_up": "已回访",
    "archived": "已归档",
    "withdrawn": "已撤回",
}
PLAN_STATUSES = {
    "drafted": "起草",
    "submitted": "已报送",
    "approved": "已审定",
    "in_force": "实施中",
    "concluded": "已办结",
}
NOTICE_STATUSES = {
    "issued": "已签发",
    "acknowledged": "已签收",
    "responded": "已回复",
    "lifted": "已解除",
    "escalated": "已升级",
}
PERSONAL_RECORD_STATUSES = {
    "held": "正常处理",
    "restricted": "限制处理",
    "erasure_requested": "已申请删除",
    "erasure_approved": "已批准删除",
    "erased": "已删除",
}
STATUS_LABELS = {
    "opinion": OPINION_STATUSES,
    "task": TASK_STATUSES,
    "commitment": COMMITMENT_STATUSES,
    "plan": PLAN_STATUSES,
    "notice": NOTICE_STATUSES,
    "personal-record": PERSONAL_RECORD_STATUSES,
    "unit": {"active": "存续", "ended": "已撤并"},
    "rule-profile": {"draft": "有草案", "settled": "没有草案"},
}

OPINION_KINDS = {
    "deliberation": "审议意见",
    "discussion": "讨论意见",
    "appraisal": "评议意见",
    "deputy_suggestion": "代表建议、批评和意见",
    "motion": "议案",
    "public": "群众意见",
    "self_found": "自查问题",
    "inspection_finding": "视察检查发现问题",
}
SOURCE_CHANNELS = {
    "meeting": "会议",
    "inspection": "视察",
    "forum": "座谈会",
    "questionnaire": "问卷",
    "suggestion_box": "意见箱",
    "reception_day": "接待日",
    "announcement": "公告",
    "self_check": "自查",
    "other": "其他",
}
GRADES = {
    "satisfied": "满意",
    "basically_satisfied": "基本满意",
    "dissatisfied": "不满意",
}
RESULT_CLASSES = {
    "A": "A类:已经解决或者基本解决",
    "B": "B类:正在解决",
    "C": "C类:列入计划解决",
    "D": "D类:留作参考或者解释说明",
}
FULFILMENT_RESULTS = {"fulfilled": "兑现", "partly": "部分兑现", "unfulfilled": "未兑现"}
HANDLING_TYPES = {"immediate": "立行立改", "phased": "分阶段整改", "long_term": "长期整改"}
UNIT_KINDS = {
    "standing_committee": "人大常委会",
    "presidium": "人大主席团",
    "committee": "人大专(工)委",
    "government": "人民政府",
    "supervisory_committee": "监察委员会",
    "court": "法院",
    "procuratorate": "检察院",
    "department": "政府部门",
    "township": "乡镇(街道)",
    "office": "内设机构(科室站所)",
    "institution": "事业单位(学校等)",
    "other": "其他",
}
UNIT_LEVELS = {"county": "县级", "township": "乡级"}
NOTICE_KINDS = {
    "supervision_notice": "督办通知单",
    "key_supervision": "重点督办",
    "interview": "建议约谈",
    "circular": "建议通报",
}
TRIGGERS = {"near_due": "临近期限", "behind": "进度滞后或者质量不高", "overdue": "逾期"}
SUBJECT_KINDS = {"opinion": "意见", "task": "任务", "commitment": "承诺", "unit": "单位工作"}
TERM_UNITS = {"day": "日", "working_day": "个工作日", "month": "个月"}
PROCESSING_BASES = {
    "consent": "取得个人的同意",
    "statutory_duty": "为履行法定职责或者法定义务所必需",
    "published": "个人自行公开或者其他已经合法公开",
    "other_law": "法律、行政法规规定的其他情形",
}
ERASURE_GROUNDS = {
    "purpose_met": "处理目的已实现、无法实现或者为实现处理目的不再必要",
    "retention_over": "停止提供产品或者服务,或者保存期限已届满",
    "consent_withdrawn": "个人撤回同意",
    "unlawful_processing": "违反法律、行政法规或者违反约定处理个人信息",
    "other_law": "法律、行政法规规定的其他情形",
}
REFUSAL_GROUNDS = {
    "retention_not_over": "法律、行政法规规定的保存期限未届满",
    "technically_hard": "删除个人信息从技术上难以实现",
    "unfounded": "不具备应当删除的情形",
}
RETENTION_CLASSES = {
    "permanent": "永久",
    "thirty_years": "定期30年",
    "ten_years": "定期10年",
    "as_needed": "实现处理目的所必需的最短时间",
}
