// Answers the page's questions, from a worker where there may be one, else from the page itself.

import { Check } from "./verdict.js";

/** Serve checks over a port; whatever happens, every question gets an answer. */
export function serveChecks(port, tables) {
  let check = null;
  const tell = (share) => {
    port.postMessage({ kind: "progress", share });
    return new Promise((resume) => setTimeout(resume));
  };
  const answers = {
    check: async ({ bundle, given }) => {
      check = new Check(bundle, given, tables, tell);
      const verdict = await check.verdict();
      return { kind: "verdict", verdict, contents: verdict.ok ? check.contents() : null };
    },
    find: async ({ wanted }) => ({ kind: "found", found: check.find(wanted) }),
    timeline: async ({ item }) => ({
      kind: "timeline",
      item,
      events: await check.timeline(item),
    }),
  };
  port.onmessage = async ({ data }) => {
    try {
      port.postMessage(await answers[data.kind](data));
    } catch (error) {
      port.postMessage({ kind: "failure", reason: String(error?.message ?? error) });
    }
  };
}
