// What a sound verdict adds: what was counted, by whose keys, and what no check can prove.

import { toHex } from "./bytes.js";
import { fingerprint } from "./keys.js";

/** Return the beginning of a root in groups, as it is printed and read aloud. */
export function shortRoot(root) {
  return toHex(root).toUpperCase().match(/.{4}/g).slice(0, 8).join(" ");
}

function remark(chinese, english) {
  return { chinese, english };
}

/** Return the remarks on who signed, with each key in a form to compare with paper. */
export function logRemarks({ policy, isGiven, logs, sm3Roots }, { events }) {
  if (!logs.last) {
    return [
      remark(
        "本包没有日志签名:只证明包内各文件彼此一致,不能排除有权限的人整体改动。",
        "Nothing is signed: the files agree with each other; whoever writes them could change all.",
      ),
      ...sm3Roots.sentences.map((each) => remark(...each)),
    ];
  }
  const { last } = logs;
  const unmet = logs.checkpoints.filter((each) => !each.quorum.isMet).length;
  const found = [...keyRemarks(policy, isGiven), ...rotationRemarks(logs), quorumRemark(last)];
  if (unmet) {
    found.push(
      remark(`另有${unmet}个较早的检查点见证不足。`, `${unmet} earlier checkpoints lack witnesses.`),
    );
  }
  // of a part of the events each has proven covered
  const uncovered = (events.last ?? 0n) - last.covers;
  if (uncovered > 0n) {
    found.push(
      remark(
        `最后${uncovered}条事件尚未被检查点覆盖。`,
        `The last ${uncovered} events are not yet covered by a checkpoint.`,
      ),
    );
  }
  return [...found, ...sm3Roots.sentences.map((each) => remark(...each))];
}

/** Return what to say of the places where a person's text is not told. */
export function personRemarks(untold) {
  if (!untold) return [];
  return [
    remark(
      `有${untold}处个人信息没有原文,读作“〔个人信息已停止处理·…〕”:已依法删除、限制处理,或者没有随包给出。`,
      `In ${untold} places a person's text is not told and a marker is read instead: it was ` +
        "erased or restricted, or left out of the bundle.",
    ),
  ];
}

/** Return which tables of a bundle are recomputed, and which are covered by their digest alone. */
export function tableRemarks({ files }, recomputed) {
  const tables = files.filter(({ kind }) => kind === "ledger" || kind === "rates");
  const alone = tables.map(({ path }) => path).filter((path) => !recomputed.includes(path));
  const found = [];
  if (recomputed.length) {
    const listed = recomputed.join("、");
    found.push(
      remark(
        `按事件重新算出并逐格比对(“计算口径”的文字除外):${listed}。`,
        "Recomputed from the events and compared cell by cell, but for formulas in words: " +
          `${listed}.`,
      ),
    );
  }
  if (alone.length) {
    const listed = alone.join("、");
    found.push(
      remark(
        `只核对摘要、未重新计算:${listed}。`,
        `Covered by their digests alone, not recomputed: ${listed}.`,
      ),
    );
  }
  return found;
}

function rotationRemarks(logs) {
  return logs.ends.slice(0, -1).map(({ origin, covers }) =>
    remark(
      `日志${origin}止于序号${covers},此后换用新的密钥和日志,其第一条就是这个检查点,已经核对。`,
      `The log ${origin} ended at event ${covers}; the next, under another key, begins on that.`,
    ),
  );
}

function keyRemarks(policy, isGiven) {
  const whose = isGiven
    ? remark("使用了您提供的公钥。", "The keys you provided were used.")
    : remark(
        "使用的是包内自带的公钥;请把下列指纹与纸质公布的逐字比对。",
        "The bundle's own keys were used; compare these fingerprints with those on paper.",
      );
  const logs = policy.logs.map((key) => keyLine("日志", "log", key.name, key));
  const witnesses = policy.witnesses.map(({ name, key }) => keyLine("见证方", "witness", name, key));
  return [whose, ...logs, ...witnesses];
}

function keyLine(chinese, english, name, key) {
  const digits = fingerprint(key);
  return remark(`${chinese} ${name}:${digits}`, `${english} ${name}: ${digits}`);
}

function quorumRemark({ size, root, sm3Root, quorum }) {
  const head = sm3Root ? `${shortRoot(root)},SM3 ${shortRoot(sm3Root)}` : shortRoot(root);
  const by = quorum.present.join("、");
  return quorum.asksNobody
    ? remark(
        `最后的检查点:记录总数${size},首部 ${head};策略不要求见证。`,
        `Last checkpoint: size ${size}, root ${head}; the policy asks for no witness.`,
      )
    : remark(
        `最后的检查点:记录总数${size},首部 ${head};见证方:${by}。`,
        `Last checkpoint: size ${size}, root ${head}; witnessed by ${by}.`,
      );
}

/** What this page, and any check, leaves open. */
export const LIMITS = Object.freeze([
  remark(
    "不能证明:形式完备的虚假记录;第一位见证方看到日志之前的改动;法定数所需的见证方与签署方串通;" +
      "从未登记的事情(持有回执者可以证明被漏掉)。",
    "Not shown: false entries in good form, changes before the first witness saw the log, a " +
      "signer and as many witnesses as make up the quorum who collude, and what was never " +
      "recorded (a receipt shows what was left out).",
  ),
]);
