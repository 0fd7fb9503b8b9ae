// Whether a due date that names a rule is the one that the rules in force prescribe.
//
// Of a deadline that people stated themselves no rule is named: it is what they decided.

import { isSameFact } from "./due_origins.js";
import { versionOf } from "./judged_event.js";

const OF_REFERRAL = Object.freeze({
  due: ({ item, state }, rules) => rules.replyTerm(item.sort, state.difficult ?? false),
  "terms.return_by": (_, rules) => rules.returnWindow,
  "terms.co_opinions_by": (_, rules) => rules.coUnitTerm,
  "terms.first_contact_by": (_, rules) => rules.firstContactTerm,
});
/** The due dates that rules may set when an event states them for the first time. */
const PRESCRIBED = new Map(Object.entries({
  "opinion.referred": OF_REFERRAL,
  "opinion.re-referred": OF_REFERRAL,
  "opinion.replied": { evaluation_by: (_, rules) => rules.evaluationTerm },
  "opinion.rehandling-ordered": { due: (_, rules) => rules.rehandlingTerm },
}));
const NOTHING = Object.freeze({});
/**
 * Those that nobody states, with what the rule is called: they are there exactly when the rules set
 * a term.
 */
const NEVER_STATED = new Map(Object.entries({
  "terms.return_by": "退办申请的期限",
  "terms.co_opinions_by": "协办单位提出意见的期限",
  "terms.first_contact_by": "与代表首次联系的期限",
  evaluation_by: "代表反馈评价的期限",
}));

/** Refuse new due dates of an event, by their fields, that rules in force set otherwise. */
export function requirePrescribed(event, dues, rules) {
  const prescribed = PRESCRIBED.get(event.topic) ?? NOTHING;
  for (const [field, termOf] of Object.entries(prescribed)) {
    event.require(
      !NEVER_STATED.has(field) || dues.has(field) === (termOf(event, rules) !== null),
      "规则规定的期限没有写明,或者写明的期限规则没有规定",
      "a due date is missing that the rules prescribe, or they prescribe none",
    );
  }
  for (const [field, due] of dues) {
    if (!NEVER_STATED.has(field) && !namesRule(due)) continue;
    const origin = { start: event.day, rule: ruleFor(event, field) };
    requireRuled(event, due, prescribed[field]?.(event, rules) ?? null, rules, origin);
  }
}

/**
 * Refuse a due date that is not this term of the rules in force, counted from the day it should be
 * and named after the rule.
 */
export function requireRuled(event, due, term, rules, { start, rule }) {
  const basis = due.basis ?? null;
  event.require(
    basis !== null &&
      term !== null &&
      isSameFact(basis.spec, { kind: "term", term, roll: rules.rolls }) &&
      versionOf(basis.profile) === event.profile &&
      basis.start === start &&
      basis.rule === rule,
    "期限与适用的规则所规定的不符",
    "a due date is not the one that the rules in force prescribe",
  );
}

/** Return what the rule is called that sets a due date; null where none does. */
function ruleFor(event, field) {
  const { topic, state, item } = event;
  if (topic === "opinion.rehandling-ordered") return "不满意件重新办理的期限";
  if (field === "due" && PRESCRIBED.has(topic)) {
    const scope = state.difficult ? "(涉及面广、处理难度大)" : "";
    return `${event.wordFor("opinion_kind", item.sort)}${scope}的办理期限`;
  }
  return NEVER_STATED.get(field) ?? null;
}

function namesRule({ basis = null }) {
  return basis !== null && (basis.rule !== null || basis.profile !== null);
}
