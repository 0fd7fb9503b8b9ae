// Whom to trust: logs, witnesses and how many of them must have cosigned (C2SP tlog-policy).

import { LINE_END, textOf, toHex } from "./bytes.js";
import { KeyType, readKey } from "./keys.js";
import { NotCanonical, requireName, strictNumber } from "./strict.js";

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
  if (bytes.length > LONGEST_POLICY) throw new NotCanonical("过大", "is too large");
  const ends = [...bytes.keys()].filter((at) => bytes[at] === LINE_END);
  if (ends.length >= MOST_POLICY_LINES) throw new NotCanonical("行数过多", "has too many lines");
  if (bytes.length && ends.at(-1) !== bytes.length - 1) {
    throw new NotCanonical("末行没有换行", "has no line end at its end", ends.length + 1);
  }
  return ends.map((end, at) => policyLine(bytes.subarray((ends[at - 1] ?? -1) + 1, end), at + 1));
}

function policyLine(bytes, number) {
  const line = textOf(bytes);
  if (line === null) throw new NotCanonical("不是UTF-8文字", "is not UTF-8", number);
  if (CONTROL_IN_POLICY.test(line)) {
    throw new NotCanonical("含有控制字符", "has a control character", number);
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
      throw new NotCanonical("这一行的写法不对", "the line is malformed", line);
    }
    if (kind === "log") this.#log(words, line);
    else if (kind === "witness") this.#witness(words, line);
    else if (kind === "group") this.#group(words, line);
    else this.#takeQuorum(words[0], line);
  }

  policy() {
    if (this.#quorum === null) throw new NotCanonical("没有写明法定数", "has no quorum");
    if (!this.#logs.length) throw new NotCanonical("没有列出日志", "names no log");
    return {
      logs: this.#logs,
      witnesses: this.#witnesses,
      groups: this.#groups,
      quorum: this.#quorum,
    };
  }

  #log([text], line) {
    this.#requireRoom(this.#logs, line);
    this.#logs.push(this.#key(text, KeyType.LOG, line));
  }

  #witness([name, text], line) {
    this.#requireRoom(this.#witnesses, line);
    this.#define(name, line);
    this.#witnesses.push({ name, key: this.#key(text, KeyType.WITNESS, line) });
  }

  #group([name, least, ...members], line) {
    this.#requireRoom(this.#groups, line);
    for (const member of members) {
      if (!this.#names.has(member) || this.#members.has(member)) {
        throw new NotCanonical("小组成员不明或重复", "a member is unknown or taken", line);
      }
      this.#members.add(member);
    }
    const words = { any: 1n, all: BigInt(members.length) };
    const threshold = Object.hasOwn(words, least) ? words[least] : strictNumber(least, line);
    if (threshold < 1n || threshold > BigInt(members.length)) {
      throw new NotCanonical("小组的数目不对", "the number of a group is out of range", line);
    }
    this.#define(name, line);
    this.#groups.push({ name, least: Number(threshold), members });
  }

  #takeQuorum(name, line) {
    if (this.#quorum !== null || (name !== NO_QUORUM && !this.#names.has(name))) {
      throw new NotCanonical("法定数重复或名称不明", "the quorum is repeated or unknown", line);
    }
    this.#quorum = name;
  }

  #define(name, line) {
    requireName(name, line);
    if (name === NO_QUORUM || this.#names.has(name)) {
      throw new NotCanonical("名称重复或为保留名称", "a name is taken or reserved", line);
    }
    this.#names.add(name);
  }

  #key(text, type, line) {
    const key = readKey(text, line);
    if (key.type !== type) throw new NotCanonical("公钥种类不对", "a key is of another kind", line);
    if (this.#publicKeys.has(toHex(key.publicKey))) {
      throw new NotCanonical("同一公钥列出两次", "one key is listed twice", line);
    }
    this.#publicKeys.add(toHex(key.publicKey));
    return key;
  }

  #requireRoom(taken, line) {
    if (taken.length < MOST_OF_A_KIND) return;
    throw new NotCanonical("同类过多", "has too many of a kind", line);
  }
}

/** Tell whether the witnesses whose keys cosigned make up the quorum, and which are absent. */
export function decideQuorum(policy, cosigners) {
  const present = new Map();
  for (const { name, key } of policy.witnesses) present.set(name, cosigners.has(key));
  for (const { name, least, members } of policy.groups) {
    present.set(name, members.filter((member) => present.get(member)).length >= least);
  }
  const names = policy.witnesses.map(({ name }) => name);
  return {
    isMet: policy.quorum === NO_QUORUM || present.get(policy.quorum),
    asksNobody: policy.quorum === NO_QUORUM,
    present: names.filter((name) => present.get(name)),
    absent: names.filter((name) => !present.get(name)),
  };
}
