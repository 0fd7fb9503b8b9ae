"""What each kind of event must state: the names of its fields and the kind of fact in each.

A field is written ``name:kind``. ``?`` after a kind allows null; ``*`` makes it a list of any
length, ``[2..12]`` one of so many; ``!`` after a list keeps anything from standing in it twice.
``~`` before a kind allows the field to be absent. ``0..100`` is a whole number within bounds,
``=early|late`` one of these words. A kind that is no plain fact names a shape.
Where a ``person`` is named, and nowhere else, a sealed value may stand in place of the text.
"""

from __future__ import annotations

_CORRECTION = "corrects:number field:text was:day now:day reason:reason"
_RECURRING = "kind:=recurring every:period first:day last:day?"

EVENT_FIELDS = {
    "unit.registered": "code:code name:name kind:unit_kind level:unit_level parent:code?",
    "unit.renamed": "name:name reason:reason",
    "unit.moved": "parent:code",
    "unit.merged": "successor:code reason:reason",
    "unit.closed": "reason:reason",
    "unit.corrected": _CORRECTION,
    "opinion.formed": (
        "formation_type:formation_type carrier:carrier approver:person compiled_by:person "
        "document_number:document?"
    ),
    "opinion.not-admitted": "reason:reason",
    "opinion.referred": (
        "lead:code* co_units:code* split_handling:flag letter_number:document meeting_on:day? "
        "demand:wording? due:due difficult:~flag terms:~terms"
    ),
    "opinion.re-referred": (
        "lead:code* co_units:code* split_handling:flag letter_number:document meeting_on:day? "
        "demand:wording? due:due difficult:~flag terms:~terms"
    ),
    "opinion.acknowledged": "",
    "opinion.return-requested": "reason:reason suggested_unit:code?",
    "opinion.return-accepted": "reason:reason",
    "opinion.return-refused": "reason:reason signed:~flag",
    "opinion.handed-over": "unit:code successor:code reason:reason",
    "opinion.co-opinion-submitted": "text:wording",
    "opinion.consulted": "with_deputy:person manner:name",
    "opinion.extension-requested": "asked:day reason:reason",
    "opinion.extension-granted": "until:day due_was:due deputy_told_on:day?",
    "opinion.extension-refused": "reason:reason",
    "opinion.clarification-requested": "question:wording pauses:flag",
    "opinion.clarification-given": "answer:wording due_was:due due:due",
    "opinion.due-settled": "round:number due_was:due due:due original_was:due original_due:due",
    "opinion.due-recounted": (
        "round:number due_was:due due:due original_was:due original_due:due corrected:number"
    ),
    "opinion.rules-migrated": (
        "was:profile? round:number due_was:due due:due original_was:due original_due:due "
        "reason:reason"
    ),
    "opinion.replied": (
        "round:number result_class:result_class stated_class:~code signer:person "
        "document_number:document text:wording answered:person* promised_items:promise* "
        "co_opinions_noted:reason? complete:flag evaluation_by:~due"
    ),
    "opinion.reply-evaluated": "round:number evaluator:person satisfaction:grade reasons:reason?",
    "opinion.feedback-lapsed": "round:number reminded_on:day unheard:person* silence:~silence",
    "opinion.rehandling-ordered": "round:number due:due reason:reason",
    "opinion.tracking-begun": "",
    "opinion.promised-item-fulfilled": "item:number fulfilled_on:day note:reason",
    "opinion.closed": "round:number completed_on:day ground:reason",
    "opinion.look-back-recorded": "passed:flag note:reason",
    "opinion.reopened": "round:number ground:reopen_ground reference:title due:due reason:reason",
    "opinion.registered": (
        "number:code kind:opinion_kind title:title wording:wording document_number:document? "
        "issuer:code channel:channel occasion:title? raised_on:day lead_deputy:person? "
        "co_signers:person* key:flag"
    ),
    "opinion.merged-into": "into:id into_number:code reason:reason",
    "opinion.separated": "reason:reason",
    "opinion.withdrawn": "document:title by:person",
    "opinion.work-linked": "kind:work_kind work_id:id work_number:code",
    "opinion.corrected": _CORRECTION,
    "plan.drafted": (
        "number:code title:title unit:code opinion_ids:id[1..]! document_number:document? "
        "phases:phase*"
    ),
    "plan.measure-added": "measure:measure",
    "plan.measure-revised": "measure:measure",
    "plan.measure-removed": "no:1.. reason:reason",
    "plan.opinion-waived": "opinion_id:id reason:reason",
    "plan.elements-waived": "no:1.. elements:element[1..] reason:reason",
    "plan.submitted": "",
    "plan.approved": "approver:person lineage:code*",
    "plan.rejected": "reason:reason lineage:code*",
    "plan.put-in-force": "",
    "plan.measure-amended": (
        "no:1.. text:wording? former_text:wording? due:due? former_due:due? target:target? "
        "former_target:target? reason:reason"
    ),
    "plan.measure-cancelled": "no:1.. reason:reason",
    "plan.handed-over": "unit:code successor:code reason:reason measures:1..*",
    "plan.concluded": "",
    "plan.corrected": _CORRECTION,
    "task.public-notice-given": "start:day end:day channel:name",
    "task.objection-recorded": "text:reason upheld:flag",
    "task.closed-out": "round:number completed_on:day",
    "task.look-back-passed": "note:reason",
    "task.recurrence-found": "note:reason due:due",
    "task.closeout-requested": (
        "round:number completed_on:day target_value:amount? evidence:evidence* "
        "collective_decision_on:day? lineage:code*"
    ),
    "task.verification-passed": "round:number note:reason lineage:code*",
    "task.verification-failed": "round:number reasons:reason new_due:due lineage:code*",
    "task.reporting-scheduled": "spec:recurring reason:reason?",
    "task.extension-requested": "asked:day due:due reason:reason",
    "task.extension-granted": "asked:day until:day due_was:due",
    "task.extension-refused": "asked:day reason:reason",
    "task.converted-to-long-term": "reason:reason plan:wording review_on:day",
    "task.amended": (
        "text:wording? text_was:wording? due:due? due_was:due? target:target? "
        "target_was:target? reason:reason"
    ),
    "task.due-settled": "due_was:due due:due of_original:flag",
    "task.due-recounted": "due_was:due due:due of_original:flag corrected:number",
    "task.planned": (
        "number:code text:wording plan_id:id? measure_no:1..? opinion_ids:id*! "
        "sub_actions:sub_action* target:target? due:due handling:handling"
    ),
    "task.assigned": "units:code* leaders:person*! offices:name*! assignees:person*!",
    "task.reassigned": (
        "units:code* leaders:person*! offices:name*! assignees:person*! reason:reason"
    ),
    "task.progress-reported": (
        "percent:0..100 text:wording evidence:evidence* sub_actions_done:1..* "
        "reason_for_fall:reason? lineage:code*"
    ),
    "task.cancelled": "reason:reason",
    "task.corrected": _CORRECTION,
    "commitment.fulfilment-claimed": "fulfilled_on:day evidence:evidence* lineage:code*",
    "commitment.verified": "result:fulfilment note:reason lineage:code*",
    "commitment.result-published": "channel:name result:fulfilment",
    "commitment.follow-up-recorded": "satisfaction:grade note:reason",
    "commitment.drafted": (
        "number:code unit:code text:wording quantified:target? due:due opinion_ids:id*! "
        "plan_id:id?"
    ),
    "commitment.reviewed": "waiver:reason?",
    "commitment.filed": "filing_number:document",
    "commitment.published": "channel:name",
    "commitment.amended": (
        "text:wording? text_was:wording? due:due? due_was:due? quantified:target? "
        "quantified_was:target? reason:reason channel:name?"
    ),
    "commitment.due-settled": "due_was:due due:due of_original:flag",
    "commitment.due-recounted": "due_was:due due:due of_original:flag corrected:number",
    "commitment.handed-over": "unit:code successor:code reason:reason",
    "commitment.withdrawn": "reason:reason",
    "commitment.archived": "",
    "commitment.corrected": _CORRECTION,
    "rule-profile.drafted": "congress:code title:title rules:rules basis:title[..20]",
    "rule-profile.redrafted": "title:title rules:rules basis:title[..20]",
    "rule-profile.draft-discarded": "reason:reason",
    "rule-profile.published": (
        "version:number title:title rules:rules basis:title[..20] valid_from:day "
        "valid_until:day? basis_document:document"
    ),
    "rule-profile.ended": "version:number valid_until:day reason:reason",
    "calendar-year.published": "year:number notice:arrangement",
    "calendar-year.amended": "notice:arrangement reason:reason",
    "notice.issued": (
        "number:code kind:notice_kind colour:name trigger:trigger subject:subject unit:code "
        "competent_body:code? demand:wording reply_due:due signer:person refers_to:reference?"
    ),
    "notice.acknowledged": "",
    "notice.responded": "response:wording",
    "notice.lifted": "reason:reason",
    "notice.escalated": "to:reference",
    "notice.corrected": _CORRECTION,
    "reminder.raised": (
        "item_kind:subject_kind item_id:id item_number:code unit:code round:number due:day "
        "level:level unit_above:code? days_left:number? days_overdue:number?"
    ),
    "tick.advanced": "day:day raised:number",
    "tick.done": "day:day raised:number",
    "personal-record.opened": (
        "subject:id purpose:title basis:processing_basis retention:retention"
    ),
    "personal-record.reclassified": "retention:retention retention_was:retention reason:reason",
    "personal-record.restricted": "reason:reason",
    "personal-record.restriction-lifted": "reason:reason",
    "personal-record.erasure-requested": "ground:erasure_ground document:document reason:reason",
    "personal-record.erasure-approved": "",
    "personal-record.erasure-refused": "ground:refusal_ground restricted:flag reason:reason",
    "personal-record.erased": "",
}

SHAPES = {
    "act": (
        "actor:name unit:code role:role occurred_on:day recorded_at:text correlation_id:id "
        "causation_id:id profile:~profile"
    ),
    "profile": "congress:code version:1..",
    "due": "on:day? undated:flag basis:~basis",
    "basis": "spec:deadline start:day? raw:day? calendar:needed* profile:profile? rule:title?",
    "deadline": "kind:deadline_kind confirmed_by:~person",
    "needed": "year:number version:1..?",
    "promise": "text:wording due:due",
    "evidence": "name:name sha256:digest size:1.. media_type:media_type effective_on:day?",
    "target": "text:wording minimum:amount? maximum:amount? unit_of_measure:name",
    "sub_action": "no:1.. text:wording",
    "phase": "name:name starts_on:day ends_on:day",
    "recurring": _RECURRING,
    "measure": (
        "no:1.. text:wording sub_actions:sub_action* responsibility:responsibility "
        "fund:wording? due:due answers:id*! target:target? handling:handling review_on:day? "
        "safety_hazard:flag"
    ),
    "responsibility": "leaders:person*! offices:name*! lead_unit:code? assignees:person*!",
    "subject": "kind:subject_kind id:id number:text due:due?",
    "reference": "id:id number:text",
    "level": "colour:name trigger:trigger days:0..366 counted_in:term_unit up_the_line:flag",
    "arrangement": (
        "notice_number:document? notice_date:day? source:title days_off:day[..366] "
        "working_days:day[..366]"
    ),
    "terms": "return_by:~due co_opinions_by:~due first_contact_by:~due",
    "term": "length:number unit:term_unit",
    "rules": (
        "extension:extension_rules evaluation:evaluation_rules closing:closing_rules "
        "approval:approval_rules reply:reply_rules figures:figure_rules warning:warning_rules "
        "referral:referral_rules report:report_rules counting:counting_rules"
    ),
    "extension_rules": "total:term each:term? asked_by:asked_by",
    "evaluation_rules": "silence:silence term:term? rehandling:term?",
    "closing_rules": "promises:promise_closing result_classes:scheme public_notice_days:0..90",
    "scheme": "classes:class[2..12] name:name",
    "class": "code:code label:name promises:flag resolved:flag",
    "approval_rules": "plan:approver? extension:approver? long_term:approver?",
    "approver": "role:role post:name",
    "reply_rules": (
        "clarification_pauses:flag deputy_suggestion:term motion:term difficult:term "
        "public:term? self_found:term? co_unit:term?"
    ),
    "referral_rules": "return_window:term? first_contact:term?",
    "report_rules": "deliberation:term? discussion:term? appraisal:term? inspection_finding:term?",
    "counting_rules": "day_off:day_off_rule",
    "figure_rules": "ranking_base:1..1000",
    "warning_rules": "scale:scale",
    "scale": "levels:level[1..12]",
    "retention": "kept_as:retention_class until:day?",
}
"""Nothing else stands in them. Of a deadline: where one may name a person, whatever its kind."""

DEADLINES = {
    "fixed_day": "kind:=fixed_day day:day",
    "window": "kind:=window first:day last:day",
    "month_part": "kind:=month_part year:1949..2199 month:1..12 part:month_part",
    "period_end": (
        "kind:=period_end period:=month|quarter|half_year|year year:1949..2199 ordinal:1..12"
    ),
    "vague": "kind:=vague words:title day:day? confirmed_by:person",
    "term": "kind:=term term:term roll:flag",
    "recurring": _RECURRING,
    "before_meeting": "kind:=before_meeting meeting_on:day term:term",
    "by_difficulty": "kind:=by_difficulty difficulty:handling day:day? review_on:day?",
    "undated": "kind:=undated",
}
"""What each kind of deadline states."""
