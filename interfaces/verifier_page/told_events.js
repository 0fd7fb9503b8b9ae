// The events of a bundle read once more, with what is told of persons in its place.

import { LONGEST_LINE, readEventLine } from "./events.js";
import { linesOf, decodedLines } from "./lines.js";
import { EVENTS_PATH } from "./manifest.js";

/** Yield the events, some at a time; `texts` tells them from the first on. */
export async function* toldEvents(archive, texts) {
  for await (const lines of linesOf(archive.blocks(EVENTS_PATH), LONGEST_LINE)) {
    const decoded = decodedLines(lines);
    const events = lines.map((line, at) => readEventLine(line, decoded[at]));
    for (const event of events) {
      const telling = texts.tell(event);
      if (telling) await telling;
    }
    yield events;
  }
}
