// Whether the attachments of a bundle are evidence that its events state.

import { isObject } from "./json.js";
import { Problem, Refused } from "./refusal.js";

/** Follows the events while they pass; `files` are those of the manifest. */
export class Attachments {
  #files;
  #unstated;

  constructor(files) {
    this.#files = files.filter(({ kind }) => kind === "attachment");
    this.#unstated = new Set(this.#files.map(({ sha256 }) => sha256));
  }

  /**
   * Take the evidence an event states; of a bundle without attachments nothing is looked at. The
   * event may be of any form: whether that is right is judged elsewhere.
   */
  follow({ evidence }) {
    if (!this.#unstated.size || !Array.isArray(evidence)) return;
    for (const piece of evidence) if (isObject(piece)) this.#unstated.delete(piece.sha256);
  }

  /** Tell whether there is nothing wrong with them. */
  get areStated() {
    return this.#finding() === null;
  }

  /** Refuse an attachment under another name, or one that no event states. */
  require() {
    const finding = this.#finding();
    if (finding) throw finding;
  }

  #finding() {
    for (const { path, sha256 } of this.#files) {
      if (path !== `attachments/${sha256}`) {
        return attachmentDiffers(path, "内容的SHA-256与文件名不符", "its SHA-256 is not its name");
      }
      if (this.#unstated.has(sha256)) {
        return attachmentDiffers(
          path, "包内没有事件写明这份佐证材料", "is evidence that no event of the bundle states",
        );
      }
    }
    return null;
  }
}

function attachmentDiffers(path, chinese, english) {
  return new Refused(Problem.ATTACHMENT_DIFFERS, chinese, english, path);
}
