// Names of files inside a bundle: plain on every system, and no two alike on any.

import { characters, isPrintable } from "./printable.js";

const LONGEST_PATH = 200;
const FORBIDDEN_IN_PATH = /[\\:*?"<>|]/;
/** What is said of a path that is not plain. */
export const NOT_PLAIN = Object.freeze([
  "文件名不可用:应为包内的相对路径,不含特殊字符",
  "the name cannot be used: it must be a plain path inside the bundle",
]);
const STEP = /^(?![ .]).*(?<![ .])$/su;

/** Tell whether a path leads nowhere but into the folder, on every system. */
export function isPlainPath(path) {
  return (
    characters(path) <= LONGEST_PATH &&
    isPrintable(path) &&
    !FORBIDDEN_IN_PATH.test(path) &&
    path.split("/").every((step) => step !== "" && STEP.test(step))
  );
}

/** Return what two paths have in common that some system would take for one. */
export function foldedPath(path) {
  const fold = (each) => (each === "ı" ? each : each.toLowerCase().toUpperCase().toLowerCase());
  return [...path].map(fold).join("");
}
