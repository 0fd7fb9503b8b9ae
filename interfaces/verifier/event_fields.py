"""What each kind of event must state: the names of its fields and the kind of fact in each.

A field is written ``name:kind``. ``?`` after a kind allows null, ``*`` makes it a list of any
length, ``~`` before it allows the field to be absent. A kind that is no plain fact names a shape.
Where a ``person`` is named, and nowhere else, a sealed value may stand in place of the text.
"""

from __future__ import annotations

_CORRECTION = "corrects:number field:text was:day now:day reason:text"

EVENT_FIELDS = {
    "unit.registered": "code:text name:text kind:unit_kind level:unit_level parent:text?",
    "unit.renamed": "name:text reason:text",
    "unit.moved": "parent:text",
    "unit.merged": "successor:text reason:text",
    "unit.closed": "reason:text",
    "unit.corrected": _CORRECTION,
    "opinion.formed": (
        "formation_type:text carrier:text approver:person compiled_by:person document_number:text?"
    ),
    "opinion.not-admitted": "reason:text",
    "opinion.referred": (
        "lead:text* co_units:text* split_handling:flag letter_number:text meeting_on:day? "
        "demand:text? due:due difficult:~flag terms:~terms"
    ),
    "opinion.re-referred": (
        "lead:text* co_units:text* split_handling:flag letter_number:text meeting_on:day? "
        "demand:text? due:due difficult:~flag terms:~terms"
    ),
    "opinion.acknowledged": "",
    "opinion.return-requested": "reason:text suggested_unit:text?",
    "opinion.return-accepted": "reason:text",
    "opinion.return-refused": "reason:text signed:~flag",
    "opinion.handed-over": "unit:text successor:text reason:text",
    "opinion.co-opinion-submitted": "text:text",
    "opinion.consulted": "with_deputy:person manner:text",
    "opinion.extension-requested": "asked:day reason:text",
    "opinion.extension-granted": "until:day due_was:due deputy_told_on:day?",
    "opinion.extension-refused": "reason:text",
    "opinion.clarification-requested": "question:text pauses:flag",
    "opinion.clarification-given": "answer:text due_was:due due:due",
    "opinion.due-settled": ("round:number due_was:due due:due original_was:due original_due:due"),
    "opinion.due-recounted": (
        "round:number due_was:due due:due original_was:due original_due:due corrected:number"
    ),
    "opinion.rules-migrated": (
        "was:profile? round:number due_was:due due:due original_was:due original_due:due "
        "reason:text"
    ),
    "opinion.replied": (
        "round:number result_class:result_class stated_class:~text? signer:person "
        "document_number:text text:text answered:person* promised_items:promise* "
        "co_opinions_noted:text? complete:flag evaluation_by:~due?"
    ),
    "opinion.reply-evaluated": "round:number evaluator:person satisfaction:grade reasons:text?",
    "opinion.feedback-lapsed": "round:number reminded_on:day unheard:person* silence:~text",
    "opinion.rehandling-ordered": "round:number due:due reason:text",
    "opinion.tracking-begun": "",
    "opinion.promised-item-fulfilled": "item:number fulfilled_on:day note:text",
    "opinion.closed": "round:number completed_on:day ground:text",
    "opinion.look-back-recorded": "passed:flag note:text",
    "opinion.reopened": "round:number ground:text reference:text due:due reason:text",
    "opinion.registered": (
        "number:text kind:opinion_kind title:text wording:text document_number:text? issuer:text "
        "channel:channel occasion:text? raised_on:day lead_deputy:person? co_signers:person* "
        "key:flag"
    ),
    "opinion.merged-into": "into:id into_number:text reason:text",
    "opinion.separated": "reason:text",
    "opinion.withdrawn": "document:text by:person",
    "opinion.work-linked": "kind:text work_id:id work_number:text",
    "opinion.corrected": _CORRECTION,
    "plan.drafted": (
        "number:text title:text unit:text opinion_ids:id* document_number:text? phases:phase*"
    ),
    "plan.measure-added": "measure:measure",
    "plan.measure-revised": "measure:measure",
    "plan.measure-removed": "no:number reason:text",
    "plan.opinion-waived": "opinion_id:id reason:text",
    "plan.elements-waived": "no:number elements:text* reason:text",
    "plan.submitted": "",
    "plan.approved": "approver:person lineage:text*",
    "plan.rejected": "reason:text lineage:text*",
    "plan.put-in-force": "",
    "plan.measure-amended": (
        "no:number text:text? former_text:text? due:due? former_due:due? target:target? "
        "former_target:target? reason:text"
    ),
    "plan.measure-cancelled": "no:number reason:text",
    "plan.concluded": "",
    "plan.corrected": _CORRECTION,
    "task.public-notice-given": "start:day end:day channel:text",
    "task.objection-recorded": "text:text upheld:flag",
    "task.closed-out": "round:number completed_on:day",
    "task.look-back-passed": "note:text",
    "task.recurrence-found": "note:text due:due",
    "task.closeout-requested": (
        "round:number completed_on:day target_value:amount? evidence:evidence* "
        "collective_decision_on:day? lineage:text*"
    ),
    "task.verification-passed": "round:number note:text lineage:text*",
    "task.verification-failed": "round:number reasons:text new_due:due lineage:text*",
    "task.reporting-scheduled": "spec:recurring reason:text?",
    "task.extension-requested": "asked:day due:due reason:text",
    "task.extension-granted": "asked:day until:day due_was:due",
    "task.extension-refused": "asked:day reason:text",
    "task.converted-to-long-term": "reason:text plan:text review_on:day",
    "task.amended": (
        "text:text? text_was:text? due:due? due_was:due? target:target? target_was:target? "
        "reason:text"
    ),
    "task.due-settled": "due_was:due due:due of_original:flag",
    "task.due-recounted": "due_was:due due:due of_original:flag corrected:number",
    "task.planned": (
        "number:text text:text plan_id:id? measure_no:number? opinion_ids:id* "
        "sub_actions:sub_action* target:target? due:due handling:handling"
    ),
    "task.assigned": "units:text* leaders:person* offices:text* assignees:person*",
    "task.reassigned": "units:text* leaders:person* offices:text* assignees:person* reason:text",
    "task.progress-reported": (
        "percent:number text:text evidence:evidence* sub_actions_done:number* "
        "reason_for_fall:text? lineage:text*"
    ),
    "task.cancelled": "reason:text",
    "task.corrected": _CORRECTION,
    "commitment.fulfilment-claimed": "fulfilled_on:day evidence:evidence* lineage:text*",
    "commitment.verified": "result:fulfilment note:text lineage:text*",
    "commitment.result-published": "channel:text result:fulfilment",
    "commitment.follow-up-recorded": "satisfaction:grade note:text",
    "commitment.drafted": (
        "number:text unit:text text:text quantified:target? due:due opinion_ids:id* plan_id:id?"
    ),
    "commitment.reviewed": "waiver:text?",
    "commitment.filed": "filing_number:text",
    "commitment.published": "channel:text",
    "commitment.amended": (
        "text:text? text_was:text? due:due? due_was:due? quantified:target? "
        "quantified_was:target? reason:text channel:text?"
    ),
    "commitment.due-settled": "due_was:due due:due of_original:flag",
    "commitment.due-recounted": "due_was:due due:due of_original:flag corrected:number",
    "commitment.withdrawn": "reason:text",
    "commitment.archived": "",
    "commitment.corrected": _CORRECTION,
    "rule-profile.drafted": "congress:text title:text rules:rules basis:text*",
    "rule-profile.redrafted": "title:text rules:rules basis:text*",
    "rule-profile.draft-discarded": "reason:text",
    "rule-profile.published": (
        "version:number title:text rules:rules basis:text* valid_from:day valid_until:day? "
        "basis_document:text"
    ),
    "rule-profile.ended": "version:number valid_until:day reason:text",
    "calendar-year.published": "year:number notice:arrangement",
    "calendar-year.amended": "notice:arrangement reason:text",
    "notice.issued": (
        "number:text kind:notice_kind colour:text trigger:trigger subject:subject unit:text "
        "competent_body:text? demand:text reply_due:due signer:person refers_to:reference?"
    ),
    "notice.acknowledged": "",
    "notice.responded": "response:text",
    "notice.lifted": "reason:text",
    "notice.escalated": "to:reference",
    "notice.corrected": _CORRECTION,
    "reminder.raised": (
        "item_kind:subject_kind item_id:id item_number:text unit:text round:number due:day "
        "level:level unit_above:text? days_left:number? days_overdue:number?"
    ),
    "tick.advanced": "day:day raised:number",
    "tick.done": "day:day raised:number",
    "personal-record.opened": (
        "subject:id purpose:text basis:processing_basis retention:retention"
    ),
    "personal-record.reclassified": "retention:retention retention_was:retention reason:text",
    "personal-record.restricted": "reason:text",
    "personal-record.restriction-lifted": "reason:text",
    "personal-record.erasure-requested": "ground:erasure_ground document:text reason:text",
    "personal-record.erasure-approved": "",
    "personal-record.erasure-refused": "ground:refusal_ground restricted:flag reason:text",
    "personal-record.erased": "",
}

SHAPES = {
    "act": (
        "actor:text unit:text role:text occurred_on:day recorded_at:text "
        "correlation_id:id causation_id:id profile:~profile?"
    ),
    "profile": "congress:text version:number",
    "due": "on:day? undated:flag basis:~basis?",
    "basis": "spec:deadline start:day? raw:day? calendar:needed* profile:profile? rule:text?",
    "deadline": "kind:deadline_kind confirmed_by:~person",
    "needed": "year:number version:number?",
    "promise": "text:text due:due",
    "evidence": "name:text sha256:text size:number",
    "target": "text:text minimum:amount? maximum:amount?",
    "sub_action": "no:number text:text",
    "phase": "name:text starts_on:day ends_on:day",
    "recurring": "every:period first:day last:day?",
    "measure": (
        "no:number text:text sub_actions:sub_action* responsibility:responsibility fund:text? "
        "due:due answers:id*"
    ),
    "responsibility": "leaders:person* offices:text* lead_unit:text? assignees:person*",
    "subject": "kind:subject_kind id:id number:text due:due?",
    "reference": "id:id number:text",
    "level": "colour:text trigger:trigger days:number counted_in:term_unit up_the_line:flag",
    "arrangement": (
        "notice_number:text? notice_date:day? source:text days_off:day* working_days:day*"
    ),
    "terms": "return_by:~due? co_opinions_by:~due? first_contact_by:~due?",
    "term": "length:length unit:term_unit",
    "term_in_days": "length:length unit:day_unit",
    "rules": (
        "extension:extension_rules evaluation:evaluation_rules closing:closing_rules "
        "approval:approval_rules reply:reply_rules figures:figure_rules warning:warning_rules "
        "referral:referral_rules report:report_rules counting:counting_rules"
    ),
    "extension_rules": "total:term each:term? asked_by:text",
    "evaluation_rules": "silence:text term:term? rehandling:term?",
    "closing_rules": "promises:text result_classes:scheme public_notice_days:number",
    "scheme": "classes:class*",
    "class": "code:text label:text promises:flag resolved:flag",
    "approval_rules": "plan:approver? extension:approver? long_term:approver?",
    "approver": "role:text post:text",
    "reply_rules": (
        "clarification_pauses:flag deputy_suggestion:term motion:term difficult:term public:term? "
        "self_found:term? co_unit:term?"
    ),
    "referral_rules": "return_window:term? first_contact:term?",
    "report_rules": "deliberation:term? discussion:term? appraisal:term? inspection_finding:term?",
    "counting_rules": "day_off:text",
    "figure_rules": "ranking_base:number",
    "warning_rules": "scale:scale",
    "scale": "levels:level*",
    "retention": "kept_as:retention_class until:day?",
}
"""Of a shape only the fields named here are looked at; others may stand beside them."""

DEADLINES = {
    "fixed_day": "day:day",
    "window": "first:day last:day",
    "month_part": "year:number month:number part:month_part",
    "period_end": "period:period_of_months year:number ordinal:number",
    "vague": "words:text day:day? confirmed_by:person",
    "term": "term:term roll:flag",
    "recurring": "every:period first:day last:day?",
    "before_meeting": "meeting_on:day term:term_in_days",
    "by_difficulty": "difficulty:text day:day? review_on:day?",
    "undated": "",
}
"""What else each kind of deadline states."""
