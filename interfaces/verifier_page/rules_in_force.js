// What a version of the rules of a congress decides, and what holds where there are none.

/** The opinions for which the law has a longer term. */
const DIFFICULT_SORTS = Object.freeze(["deputy_suggestion", "motion"]);

function months(length) {
  return { length, unit: "month" };
}

function resultClass(code, promises, resolved) {
  return { code, promises, resolved };
}

/** By default the unit above is told of what is overdue by working days. */
function warningLevel(colour, trigger, days, unit) {
  return { colour, trigger, days, counted_in: unit, up_the_line: unit === "working_day" };
}

/** Where a congress has no rules of its own. */
const DEFAULT_RULES = Object.freeze({
  extension: { total: months(6), each: null, asked_by: "before_due_day" },
  approval: { plan: null, extension: null, long_term: null },
  evaluation: { silence: "excluded", term: null, rehandling: null },
  closing: {
    promises: "tracking_required",
    public_notice_days: 0,
    result_classes: {
      classes: [
        resultClass("A", false, true), resultClass("B", true, false),
        resultClass("C", true, false), resultClass("D", false, false),
      ],
    },
  },
  referral: { return_window: null, first_contact: null },
  reply: {
    clarification_pauses: false,
    deputy_suggestion: months(3), motion: months(3), difficult: months(6),
    public: null, self_found: null, co_unit: null,
  },
  report: { deliberation: null, discussion: null, appraisal: null, inspection_finding: null },
  counting: { day_off: "roll" },
  warning: {
    scale: {
      levels: [
        warningLevel("蓝", "near_due", 10, "day"), warningLevel("黄", "behind", 0, "day"),
        warningLevel("红", "overdue", 1, "day"), warningLevel("红", "overdue", 10, "working_day"),
      ],
    },
  },
});

export class RulesInForce {
  #rules;

  constructor(rules = DEFAULT_RULES) {
    this.#rules = rules;
  }

  /** The longest extension in all, `total`, and each time, `each`, null where there is no limit. */
  get extension() {
    return this.#rules.extension;
  }

  get silence() {
    return this.#rules.evaluation.silence;
  }

  get evaluationTerm() {
    return this.#rules.evaluation.term;
  }

  get rehandlingTerm() {
    return this.#rules.evaluation.rehandling;
  }

  get returnWindow() {
    return this.#rules.referral.return_window;
  }

  get firstContactTerm() {
    return this.#rules.referral.first_contact;
  }

  get coUnitTerm() {
    return this.#rules.reply.co_unit;
  }

  get noticeDays() {
    return this.#rules.closing.public_notice_days;
  }

  /** The levels of its scale of warnings, the mildest first. */
  get levels() {
    return this.#rules.warning.scale.levels;
  }

  /** Whether an opinion closes only when what was promised is fulfilled. */
  get promisesAreTracked() {
    return this.#rules.closing.promises === "tracking_required";
  }

  /** Whether the clock stands still while a question awaits its answer. */
  get pauses() {
    return this.#rules.reply.clarification_pauses;
  }

  /** Whether a last day that is a day off moves on to the next working day. */
  get rolls() {
    return this.#rules.counting.day_off === "roll";
  }

  /** Return within what time an opinion of a sort is answered; null where that is stated. */
  replyTerm(sort, isDifficult) {
    const { reply, report } = this.#rules;
    if (isDifficult && DIFFICULT_SORTS.includes(sort)) return reply.difficult;
    return reply[sort] ?? report[sort] ?? null;
  }

  /** Return the class A to D that a local class amounts to; null where there is no such class. */
  standardClass(code) {
    const found = this.#classes.find((each) => each.code === code);
    if (!found) return null;
    if (found.resolved) return "A";
    const promising = this.#classes.filter(({ promises }) => promises);
    if (!promising.some((each) => each.code === code)) return "D";
    return promising[0].code === code ? "B" : "C";
  }

  /** Tell whether a reply of this class promises something. */
  promises(code) {
    return this.#classes.some((each) => each.code === code && each.promises);
  }

  /** Refuse an approval in another role than the rules name for the matter. */
  requireApprover(event, matter) {
    const approver = this.#rules.approval[matter];
    event.require(
      approver === null || event.role === approver.role, "审批身份不符合规则",
      "approved in another role than the rules require",
    );
  }

  /** Tell whether more time is asked for early enough. */
  isAskedInTime(asked, due) {
    return this.#rules.extension.asked_by === "before_due_day" ? asked < due : asked <= due;
  }

  get #classes() {
    return this.#rules.closing.result_classes.classes;
  }
}
