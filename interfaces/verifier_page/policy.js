// Whom to trust: logs, witnesses and how many of them must have cosigned (C2SP tlog-policy).

import { LINE_END, textOf, toHex } from "./bytes.js";
import { KeyType, readKey } from "./keys.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { requireName, strictNumber } from "./strict.js";

export const LONGEST_POLICY = 64 * 1024;
const MOST_POLICY_LINES = 1_024;
const MOST_OF_A_KIND = 32;
const NO_QUORUM = "none";
const CONTROL_IN_POLICY = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Return the policy in a file; the first thing wrong is named with its line. */
export function readPolicy(bytes) {
  const reading = new PolicyReading();
  policyLines(bytes).forEach((line, at) => {
    const words = line.split(/[\t ]/).filter((word) => word);
    if (words.length && !words[0].startsWith("#")) reading.read(words, at + 1);
  });
  return reading.policy();
}

function policyLines(bytes) {
  if (bytes.length > LONGEST_POLICY) throw new NotCanonical(WRONG.TOO_LARGE, ABOUT.POLICY);
  const ends = [...bytes.keys()].filter((at) => bytes[at] === LINE_END);
  if (ends.length >= MOST_POLICY_LINES) {
    throw new NotCanonical(WRONG.TOO_MANY_LINES, ABOUT.POLICY);
  }
  if (bytes.length && ends.at(-1) !== bytes.length - 1) {
    throw new NotCanonical(WRONG.NO_FINAL_NEWLINE, ABOUT.POLICY, ends.length + 1);
  }
  return ends.map((end, at) => policyLine(bytes.subarray((ends[at - 1] ?? -1) + 1, end), at + 1));
}

function policyLine(bytes, number) {
  const line = textOf(bytes);
  if (line === null) throw new NotCanonical(WRONG.NOT_UTF8, ABOUT.POLICY, number);
  if (CONTROL_IN_POLICY.test(line)) {
    throw new NotCanonical(WRONG.CONTROL_CHARACTER, ABOUT.POLICY, number);
  }
  return line;
}

/** A policy while its lines are read; names must be defined before they are used. */
class PolicyReading {
  #logs = [];
  #witnesses = [];
  #groups = [];
  #quorum = null;
  #names = new Set();
  #members = new Set();
  #publicKeys = new Set();

  read([kind, ...words], line) {
    const counts = { log: [1, 2], witness: [2, 3], group: [3, Infinity], quorum: [1, 1] };
    const [least, most] = Object.hasOwn(counts, kind) ? counts[kind] : [1, 0];
    if (words.length < least || words.length > most) {
      throw new NotCanonical(WRONG.MALFORMED_LINE, ABOUT.POLICY, line);
    }
    if (kind === "log") this.#log(words, line);
    else if (kind === "witness") this.#witness(words, line);
    else if (kind === "group") this.#group(words, line);
    else this.#takeQuorum(words[0], line);
  }

  policy() {
    if (this.#quorum === null) throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.QUORUM);
    if (!this.#logs.length) throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.LOG);
    return {
      logs: this.#logs,
      witnesses: this.#witnesses,
      groups: this.#groups,
      quorum: this.#quorum,
    };
  }

  #log([text], line) {
    this.#requireRoom(this.#logs, ABOUT.LOG, line);
    this.#logs.push(this.#key(text, KeyType.LOG, line));
  }

  #witness([name, text], line) {
    this.#requireRoom(this.#witnesses, ABOUT.WITNESS, line);
    this.#define(name, ABOUT.WITNESS, line);
    this.#witnesses.push({ name, key: this.#key(text, KeyType.WITNESS, line) });
  }

  #group([name, least, ...members], line) {
    this.#requireRoom(this.#groups, ABOUT.GROUP, line);
    for (const member of members) {
      if (!this.#names.has(member)) {
        throw new NotCanonical(WRONG.UNKNOWN_NAME, ABOUT.GROUP, line);
      }
      if (this.#members.has(member)) {
        throw new NotCanonical(WRONG.REPEATED_MEMBER, ABOUT.GROUP, line);
      }
      this.#members.add(member);
    }
    const words = { any: 1n, all: BigInt(members.length) };
    const isWord = Object.hasOwn(words, least);
    const threshold = isWord ? words[least] : strictNumber(least, ABOUT.GROUP, line);
    if (threshold < 1n || threshold > BigInt(members.length)) {
      throw new NotCanonical(WRONG.NUMBER_OUT_OF_RANGE, ABOUT.GROUP, line);
    }
    this.#define(name, ABOUT.GROUP, line);
    this.#groups.push({ name, least: Number(threshold), members });
  }

  #takeQuorum(name, line) {
    if (this.#quorum !== null) {
      throw new NotCanonical(WRONG.UNEXPECTED_LINE, ABOUT.QUORUM, line);
    }
    if (name !== NO_QUORUM && !this.#names.has(name)) {
      throw new NotCanonical(WRONG.UNKNOWN_NAME, ABOUT.QUORUM, line);
    }
    this.#quorum = name;
  }

  #define(name, about, line) {
    requireName(name, about, line);
    if (name === NO_QUORUM || this.#names.has(name)) {
      throw new NotCanonical(WRONG.REPEATED_NAME, about, line);
    }
    this.#names.add(name);
  }

  #key(text, type, line) {
    const key = readKey(text, line);
    if (key.type !== type) throw new NotCanonical(WRONG.UNSUPPORTED_KEY, ABOUT.KEY, line);
    if (this.#publicKeys.has(toHex(key.publicKey))) {
      throw new NotCanonical(WRONG.REPEATED_KEY, ABOUT.KEY, line);
    }
    this.#publicKeys.add(toHex(key.publicKey));
    return key;
  }

  #requireRoom(taken, about, line) {
    if (taken.length < MOST_OF_A_KIND) return;
    throw new NotCanonical(WRONG.TOO_MANY_LINES, about, line);
  }
}

const ASKS_NOBODY = Object.freeze({
  isMet: true,
  asksNobody: true,
  reason: [
    "策略不要求见证,只有日志自己的签名",
    "the policy asks for no witness: the log vouches for itself",
  ],
});

/** Tell whether the witnesses whose keys cosigned make up the quorum, with the `reason`. */
export function decideQuorum(policy, cosigners) {
  if (policy.quorum === NO_QUORUM) return ASKS_NOBODY;
  const present = new Map();
  for (const { name, key } of policy.witnesses) present.set(name, cosigners.has(key));
  for (const { name, least, members } of policy.groups) {
    present.set(name, members.filter((member) => present.get(member)).length >= least);
  }
  const isMet = present.get(policy.quorum);
  return { isMet, asksNobody: false, reason: reasonOf(policy, present, isMet) };
}

function reasonOf({ groups, quorum }, present, isMet) {
  const alone = { name: quorum, least: 1, members: [quorum] };
  const { name, least, members } = groups.find((each) => each.name === quorum) ?? alone;
  const there = members.filter((member) => present.get(member));
  const absent = members.filter((member) => !present.get(member));
  return [
    `“${name}”要求${members.length}个中至少${least}个见证,` +
      `实有${there.length}个(${there.join("、") || "无"}),` +
      (isMet ? "已达到法定数" : `未达到法定数;缺${absent.join("、")}`),
    `${name} asks for ${least} of ${members.length} witnesses, ` +
      `${there.length} cosigned (${there.join(", ") || "none"})` +
      (isMet ? "" : `; missing ${absent.join(", ")}`),
  ];
}

/** Return the name of the log, where it is the only one, or null. */
export function onlyLog({ logs }) {
  const names = new Set(logs.map(({ name }) => name));
  return names.size === 1 ? logs[0].name : null;
}
