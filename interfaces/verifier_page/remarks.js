// What a sound verdict says: what was found, who signed, what was judged, what no check can prove.

import { toHex } from "./bytes.js";
import { fingerprint } from "./keys.js";
import { shown } from "./printable.js";

/** Return the beginning of a root in groups, as it is printed and read aloud. */
function shortRoot(root) {
  return toHex(root).toUpperCase().match(/.{4}/g).slice(0, 8).join(" ");
}

/** Return the last checkpoint, to be compared with the same of another bundle. */
export function statedHead({ origin, size, root, sm3Root }) {
  return {
    origin, size: String(size), root: toHex(root), sm3Root: sm3Root ? toHex(sm3Root) : null,
  };
}

/** Return the last checkpoint as it stands on paper. */
export function shortHead({ size, root, sm3Root }) {
  return {
    size: String(size), short: shortRoot(root), sm3Short: sm3Root ? shortRoot(sm3Root) : null,
  };
}

/** Return each key that was trusted as a line to compare with paper. */
export function keyLines({ logs, witnesses }) {
  const named = [
    ...logs.map((key) => [key.name, key]),
    ...witnesses.map(({ name, key }) => [`${name} (${key.name})`, key]),
  ];
  return named.map(([name, key]) => shown(`${name}  ${fingerprint(key)}`));
}

export function remark(chinese, english) {
  return { chinese, english };
}

/** Return of a file that was kept why nothing in the bundle is to be compared with it. */
export function notCompared(name, { chinese, english }) {
  const named = shown(name);
  return remark(`未比对:${named}:${chinese}。`, `Not compared: ${named}: ${english}.`);
}

/** Return that what was kept is of later than the bundle, which one made later would answer. */
export function beyond(chinese, english, knownAt) {
  return remark(
    `${chinese},导出包只到序号${knownAt};导出包若在其后制作,应当另行索取完整的`,
    `${english}, the bundle ends at ${knownAt}; if it was made later, ask for one that goes on`,
  );
}

/** Return the sentences of the verdict on a bundle nothing is wrong with. */
export function soundSentences({ files, events }, isWhole, last) {
  const whole = isWhole ? ["完整导出包", "whole bundle"] : ["部分导出包", "partial bundle"];
  const signed = last ? signedBy(last) : ["没有签名", "nothing is signed"];
  return remark(
    shown(`核验通过:${whole[0]},${files}个文件、${events}条事件相符;${signed[0]}。`),
    shown(`Sound: ${whole[1]}, ${files} files and ${events} events agree; ${signed[1]}.`),
  );
}

function signedBy({ origin, covers, quorum }) {
  const [chinese, english] = quorum.reason;
  return [
    `日志${origin}前${covers}条有签名,${chinese}`,
    `signed by ${origin} up to event ${covers}; ${english}`,
  ];
}

/** Return the remarks on who signed, and up to where. */
export function signatureRemarks({ policy, isGiven, logs }, { events, scope }) {
  if (!logs.last) return [NOTHING_SIGNED];
  const found = isGiven ? [] : [OWN_KEYS];
  if (logs.last.quorum.asksNobody) found.push(NO_WITNESS);
  const count = logs.checkpoints.length;
  const fewer = logs.checkpoints.filter((each) => !each.quorum.isMet).length;
  if (fewer) {
    found.push(
      remark(
        `${count}个检查点中有${fewer}个较早的没有达到见证法定数,由其后的检查点覆盖。`,
        `${fewer} earlier ones of ${count} checkpoints had too few witnesses; later ones ` +
          "cover them.",
      ),
    );
  }
  found.push(...rotationRemarks(logs));
  return scope.selection ? found : [...found, ...coverRemarks(logs.last, events.last ?? 0n)];
}

const NOTHING_SIGNED = remark(
  "包内没有签名的检查点:核验只证明各文件彼此一致,不能排除有权限的人连同清单一起改动。",
  "Nothing is signed: the files agree with each other, but whoever could alter the records " +
    "could have made all of them anew.",
);
const OWN_KEYS = remark(
  "所用公钥取自导出包本身;不信任发出单位的,请与纸面公布的指纹比对,或者自带公钥(策略文件)核验。",
  "The keys are the bundle's own; whoever does not trust the issuer compares their fingerprints " +
    "with paper, or brings keys of their own in a policy.",
);
const NO_WITNESS = remark(
  "策略不要求见证:日志只有自己的签名,持有其私钥的人可以另造整个日志。",
  "The policy asks for no witness: whoever holds the log's key could make a whole other log.",
);

function rotationRemarks(logs) {
  return logs.ends.slice(0, -1).map(({ origin, covers }) =>
    remark(
      `日志${origin}止于序号${covers},此后换用新的密钥和日志,其第一条就是这个检查点,已经核对。`,
      `The log ${origin} ended at event ${covers}; the one after it, under another key, begins ` +
        "on that checkpoint.",
    ),
  );
}

function coverRemarks({ covers }, last) {
  if (last <= covers) return [];
  const first = covers + 1n;
  return [
    remark(
      `最后${last - covers}条事件(序号${first}至${last})还没有检查点覆盖,` +
        "请待下一个检查点之后再核验。",
      `The last ${last - covers} events (${first} to ${last}) are not yet covered by a checkpoint.`,
    ),
  ];
}

/** Return what a part of the events leaves open; `begunLater` items lack their first events. */
export function selectionRemarks(selection, begunLater) {
  if (!selection) return [];
  const found = [
    remark(
      `部分导出包,只含与“${selection.key}”有关的事件:不能证明没有遗漏其他有关事件,` +
        "办理步骤、台账和比率须看完整导出包才能核验。",
      `A partial bundle about ${selection.key}: it may leave out events, and whether acts were ` +
        "allowed and tables follow from them can be judged in a whole bundle alone.",
    ),
  ];
  if (begunLater) {
    found.push(
      remark(
        `有${begunLater}个事项不是从第一条记录开始。`,
        `${begunLater} items are not told from their first version on.`,
      ),
    );
  }
  return found;
}

/** Return what to say of the places where a person's text is not told. */
export function personRemarks(untold) {
  if (!untold) return [];
  return [
    remark(
      `有${untold}处个人信息没有原文,读作“〔个人信息已停止处理·…〕”:已依法删除、限制处理,` +
        "或者没有随包给出。",
      `In ${untold} places a person's text is not told and a marker is read instead: it was ` +
        "erased or restricted, or left out of the bundle.",
    ),
  ];
}

/** Return what was found of the attachments among the files. */
export function attachmentRemarks(files) {
  const count = files.filter(({ kind }) => kind === "attachment").length;
  if (!count) return [];
  return [
    remark(
      `附有${count}个附件,内容与其文件名所载摘要相符,都是事件写明的佐证材料;` +
        "没有附上的附件无从核验。",
      `${count} attachments are what their names say and evidence that events state; ` +
        "those left out are not checked.",
    ),
  ];
}

/** Return that so many events of so many items were allowed. */
export function replayRemark(events, items) {
  return remark(
    `已逐条重演${events}条记录、${items}个事项,办理步骤和相互独立的要求均合规。`,
    `All ${events} events of ${items} items were replayed; each was allowed.`,
  );
}

/** Return which tables of a bundle are recomputed, and which are covered by their digest alone. */
export function tableRemarks({ files }, recomputed) {
  const tables = ["ledger", "rates"].flatMap((kind) => files.filter((each) => each.kind === kind));
  const alone = tables.map(({ path }) => path).filter((path) => !recomputed.includes(path));
  const listed = recomputed.join("、");
  const found = [
    remark(
      `按记录重新算出并逐格比对(“计算口径”的文字除外):${listed}。`,
      `Recomputed from the events and compared cell by cell, but for formulas in words: ${listed}.`,
    ),
  ];
  if (alone.length) {
    found.push(
      remark(
        `只核对摘要、未重新计算:${alone.join("、")}。`,
        `Covered by their digests alone, not recomputed: ${alone.join("、")}.`,
      ),
    );
  }
  return found;
}

/** What this page, and any check, leaves open. */
export const UNPROVEN = Object.freeze([
  remark(
    "不能证明:登记时所填内容是否属实;签名和见证只说明此后没有改动。",
    "Not proven: that what was entered is true; signatures show only that it was not altered " +
      "since.",
  ),
  remark(
    "不能证明:第一个见证方看到日志之前发生过什么;法定数所需的见证方与签署方串通的,也发现不了。",
    "Not proven: what happened before the first witness saw the log, nor anything where the " +
      "signer and as many witnesses as make up the quorum collude.",
  ),
  remark(
    "不能证明:有没有事情从未登记;要查这一点,请各单位拿留存的回执一并核对。",
    "Not proven: that nothing was left unrecorded; receipts kept by the units, checked with the " +
      "bundle, show that.",
  ),
  remark(
    "不能证明:清单自称的单位、标题、期间、截至日期和知悉序号属实;签名只覆盖事件。",
    "Not proven: the county, title, period, business date and known_at the manifest names; " +
      "only events are signed.",
  ),
  remark(
    "不能证明:公钥属于谁,事件中的办理人是不是本人。",
    "Not proven: whose a key is, nor that whoever is named in an event acted in person.",
  ),
]);
