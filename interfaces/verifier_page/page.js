// The page: takes files, has them checked, and shows what came of it.

import { bilingual, replaceContents } from "./elements.js";
import { ItemsView } from "./items_view.js";
import { serveChecks } from "./serving.js";
import { showFailure, showProgress, showScope, showVerdict } from "./verdict_view.js";

/** Return a port to the program: a worker's, so that the page stays responsive, or its own. */
function openPort(tables) {
  const program = document.getElementById("verifier").textContent;
  const begin = `\nserveChecks(self, TABLES);`;
  try {
    const url = URL.createObjectURL(new Blob([program, begin], { type: "text/javascript" }));
    return new Worker(url);
  } catch {
    const { port1, port2 } = new MessageChannel();
    serveChecks(port2, tables);
    return port1;
  }
}

function chosen(id) {
  return [...document.getElementById(id).files].map((blob) => ({ name: blob.name, blob }));
}

function hideContents() {
  for (const id of ["scope", "items", "timeline"]) replaceContents(id);
  document.getElementById("contents").hidden = true;
}

/** Wire the page up to the program. */
export function openPage(tables) {
  const port = openPort(tables);
  const search = document.getElementById("search");
  const view = new ItemsView(tables, (item) => port.postMessage({ kind: "timeline", item }));
  const find = (wanted) => port.postMessage({ kind: "find", wanted });
  const check = (bundle) => {
    hideContents();
    showProgress(0);
    const [policy = null] = chosen("policy");
    const leaves = document.getElementById("leaves").value.split(/\s+/).filter(Boolean);
    const files = { checkpoints: chosen("checkpoints"), receipts: chosen("receipts") };
    const given = { policy, ...files, leaves };
    port.postMessage({ kind: "check", bundle, given });
  };
  const showContents = (contents) => {
    showScope(contents);
    document.getElementById("contents").hidden = false;
    search.value = "";
    find("");
  };
  const shows = {
    progress: ({ share }) => showProgress(share),
    failure: ({ reason }) => showFailure(reason),
    verdict: ({ verdict, contents }) => {
      showVerdict(verdict);
      if (contents) showContents(contents);
    },
    found: ({ found }) => view.show(found),
    timeline: ({ item, events }) => view.showTimeline(item, events),
  };
  port.onmessage = ({ data }) => shows[data.kind](data);
  port.onerror = (event) => showFailure(event.message ?? "");
  search.addEventListener("input", () => find(search.value));
  takeBundles(check);
}

/** Have bundles checked that are chosen or dropped. */
function takeBundles(check) {
  const input = document.getElementById("bundle");
  const drop = document.getElementById("drop");
  document.getElementById("begin").addEventListener("click", () => {
    if (input.files.length) check(input.files[0]);
    else replaceContents("verdict", bilingual("p", "请先选择导出包。", "Choose a bundle first."));
  });
  input.addEventListener("change", () => input.files.length && check(input.files[0]));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) check(file);
  });
}
