// Receipts that somebody kept, each proven by itself before: whether the bundle agrees.

import { sameBytes, textOf } from "./bytes.js";
import { readEventLine } from "./events.js";
import { Problem, Refused } from "./refusal.js";
import { beyond, remark } from "./remarks.js";
import { leafHash } from "./tree.js";

const LINE_FEED = 0x0a;

/** Refuse a bundle in which the event of a receipt is another; return why it is not compared. */
export function requireReceipt(receipt, compared) {
  const { sequence, index, entry, head, name } = receipt;
  const { origin, size } = head;
  if (!compared.logs.hasPlace(sequence, index, head)) {
    throw denied(
      `导出包里序号${sequence}的事件在日志中的位置与回执不同,回执属于日志${origin}`,
      `event ${sequence} has another place in the logs of the bundle than in the receipt, ` +
        `which is of ${origin}`,
      name,
    );
  }
  const leaf = compared.leaves.leafOf(sequence);
  if (leaf && !sameBytes(leaf, leafHash(entry))) {
    throw denied(
      `导出包内序号${sequence}的事件与回执不符`,
      `event ${sequence} of the bundle is not the one of the receipt`,
      name,
    );
  }
  const root = compared.rootOf(head);
  if (root && !sameBytes(root, head.root)) {
    throw denied(
      `与导出包内日志${origin}前${size}条记录的根哈希不同:取得回执之后历史被改动`,
      `differs from the root of ${origin} at size ${size}: history was altered since`,
      name,
    );
  }
  return leaf ? null : absent(receipt, compared);
}

function absent({ sequence, entry, name }, { scope, chain, selected }) {
  if (sequence > scope.knownAt) {
    return beyond(
      `回执是序号${sequence}的事件`, `the receipt is of event ${sequence}`, scope.knownAt,
    );
  }
  const event = eventOf(entry);
  const isKnown = event && chain.placeOf(event.aggregateId) !== undefined;
  if (event && selected.mustHold(event, isKnown)) {
    throw denied(
      `导出包缺少序号${sequence}的事件,回执证明它属于所选的记录`,
      `the bundle leaves out event ${sequence}, which the receipt shows to belong to it`,
      name,
    );
  }
  return remark(
    `回执是序号${sequence}的事件,不在这个部分导出包之内`,
    `the receipt is of event ${sequence}, which is not in this partial bundle`,
  );
}

/** Return what an entry says, null where it is no event of a county. */
function eventOf(entry) {
  const line = new Uint8Array(entry.length + 1);
  line.set(entry);
  line[entry.length] = LINE_FEED;
  try {
    return readEventLine(line, textOf(line));
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function denied(chinese, english, name) {
  return new Refused(Problem.RECEIPT_CONTRADICTS, chinese, english, name);
}
