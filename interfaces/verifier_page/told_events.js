// The events of a bundle read once more, with what is told of persons in its place.

import { LONGEST_LINE, readEventLine } from "./events.js";
import { linesOf } from "./lines.js";
import { EVENTS_PATH } from "./manifest.js";

/** Yield each event; `texts` must not have told anything before. */
export async function* toldEvents(archive, texts) {
  for await (const lines of linesOf(archive.blocks(EVENTS_PATH), LONGEST_LINE)) {
    for (const line of lines) {
      const event = readEventLine(line);
      const telling = texts.tell(event);
      if (telling) await telling;
      yield event;
    }
  }
}
