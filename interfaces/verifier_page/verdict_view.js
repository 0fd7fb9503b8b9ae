// Shows the verdict, and what the bundle says of itself.

import { bilingual, element, replaceContents } from "./elements.js";

const SELECTED = Object.freeze({
  opinion: "意见", task: "任务", commitment: "承诺", unit: "单位",
});

export function showVerdict(verdict) {
  const box = element("div", verdict.ok ? "verdict sound" : "verdict refused");
  box.append(
    bilingual("h2", verdict.ok ? "核验通过" : "核验不通过", verdict.ok ? "Sound" : "Refused"),
    element("p", "", verdict.chinese),
    element("p", "en", verdict.english),
  );
  if (verdict.problem) box.append(element("p", "code", verdict.problem));
  for (const [chinese, english] of compared(verdict)) {
    box.append(bilingual("p", chinese, english, "code"));
  }
  const remarks = verdict.remarks.map(({ chinese, english }) => bilingual("li", chinese, english));
  if (remarks.length) box.append(element("ul", "remarks", ...remarks));
  replaceContents("verdict", box);
}

/** Yield what a reader compares with paper or with another bundle. */
function* compared({ head, manifestSha256, keys }) {
  if (head) yield [`日志 ${head.origin} ${head.size} ${grouped(head.root)}`, "log, size, root"];
  if (head?.sm3Root) yield [`SM3 ${grouped(head.sm3Root)}`, "root under SM3"];
  if (manifestSha256) yield [`清单摘要 ${grouped(manifestSha256)}`, "SHA-256 of the manifest"];
  for (const key of keys) yield [`公钥 ${key}`, "key"];
}

export function showFailure(reason) {
  const box = element("div", "verdict refused");
  box.append(
    bilingual("h2", "没有结论", "No verdict"),
    bilingual("p", "本页未能完成核验,请改用 verify.py。", "The page could not finish; use verify.py."),
    element("p", "code", reason),
  );
  replaceContents("verdict", box);
}

export function showProgress(share) {
  const percent = Math.min(100, Math.floor(share * 100));
  replaceContents("verdict", bilingual("p", `正在核验…… ${percent}%`, "checking", "progress"));
}

/** Show whom the bundle is about, its period and clocks, and the head to compare with paper. */
export function showScope({ scope, events, head }) {
  const facts = [
    ["单位", "of", scope.county],
    ["标题", "title", scope.title],
    ["期间", "period", `${scope.periodFrom} — ${scope.periodTo}`],
    ["截止日期", "as of", scope.asOf],
    ["知悉至序号", "known up to", scope.knownAt],
    ["事件条数", "events", events],
    ["范围", "selection", selectionText(scope.selection)],
  ];
  if (head) facts.push(["日志记录总数", "size of the log", head.size]);
  if (head) facts.push(["首部", "head", head.short]);
  if (head?.sm3Short) facts.push(["SM3首部", "head under SM3", head.sm3Short]);
  const list = element("dl", "facts");
  for (const [zh, en, fact] of facts) {
    list.append(bilingual("dt", zh, en), element("dd", "", fact));
  }
  replaceContents("scope", list);
}

function selectionText(selection) {
  return selection ? `${SELECTED[selection.kind]} ${selection.key}` : "全部 whole";
}

function grouped(hex) {
  return hex.match(/.{1,4}/g).join(" ");
}
