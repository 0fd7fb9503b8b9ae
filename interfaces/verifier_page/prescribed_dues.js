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
/** Those that nobody states: they are there exactly when the rules set a term. */
const NEVER_STATED = Object.freeze([
  "terms.return_by", "terms.co_opinions_by", "terms.first_contact_by", "evaluation_by",
]);

/** Refuse new due dates of an event, by their fields, that rules in force set otherwise. */
export function requirePrescribed(event, dues, rules) {
  const prescribed = PRESCRIBED.get(event.topic) ?? NOTHING;
  for (const [field, termOf] of Object.entries(prescribed)) {
    event.require(
      !NEVER_STATED.includes(field) || dues.has(field) === (termOf(event, rules) !== null),
      "规则规定的期限没有写明,或者写明的期限规则没有规定",
      "a due date is missing that the rules prescribe, or they prescribe none",
    );
  }
  for (const [field, due] of dues) {
    if (!NEVER_STATED.includes(field) && !namesRule(due)) continue;
    requireRuled(event, due, prescribed[field]?.(event, rules) ?? null, rules, event.day);
  }
}

/** Refuse a due date that is not this term of the rules in force, counted from a day. */
export function requireRuled(event, due, term, rules, start) {
  const basis = due.basis ?? null;
  event.require(
    basis !== null &&
      term !== null &&
      isSameFact(basis.spec, { kind: "term", term, roll: rules.rolls }) &&
      versionOf(basis.profile) === event.profile &&
      basis.start === start,
    "期限与适用的规则所规定的不符",
    "a due date is not the one that the rules in force prescribe",
  );
}

function namesRule({ basis = null }) {
  return basis !== null && (basis.rule !== null || basis.profile !== null);
}
