// Checks a bundle from its ZIP inwards and comes to a verdict; the first thing wrong ends it.

import { Attachments } from "./attachments.js";
import { toHex } from "./bytes.js";
import { EventChain, LONGEST_LINE, readEventLine } from "./events.js";
import { ItemIndex, timeline } from "./items.js";
import { Leaves } from "./leaves.js";
import { Legality } from "./legality.js";
import { decodedLines, linesOf } from "./lines.js";
import { LogCheck } from "./log_check.js";
import { EVENTS_PATH, LARGEST_MANIFEST, MANIFEST_PATH, readManifest } from "./manifest.js";
import {
  requireAsStated, requireKnownTables, requireSameFiles, requireSchemas, requireSize,
} from "./members.js";
import { PersonalTexts } from "./personal_texts.js";
import { Problem, Refused } from "./refusal.js";
import {
  UNPROVEN, attachmentRemarks, personRemarks, replayRemark, selectionRemarks, shortHead,
  signatureRemarks, soundSentences, tableRemarks,
} from "./remarks.js";
import { Rules } from "./rules.js";
import { sha256 } from "./sha256.js";
import { Selected } from "./selected.js";
import { SharedFacts } from "./shared_facts.js";
import { Tables } from "./tables.js";
import { Tally } from "./tally.js";
import { toldEvents } from "./told_events.js";
import { Topics } from "./topics.js";
import { Archive } from "./zip.js";

const PROGRESS_EVERY = 8_388_608;

/**
 * One check of one bundle. `given` holds what the user brings along: `policy`, `checkpoints` and
 * `receipts`, each a name with a blob, and `leaves`, leaf hashes as they were written down. `tell`
 * is called with the share that is done.
 */
export class Check {
  #blob;
  #given;
  #tables;
  #tell;
  #archive = null;
  #manifest = null;
  #attachments = null;
  #leaves = new Leaves();
  #chain = null;
  #selected = null;
  #topics = new Topics();
  #texts = null;
  #index = new ItemIndex();
  #legality;
  #shared;
  #counts = { files: 0, events: 0, bytes: 0 };
  #manifestSha256 = null;
  #log = null;

  constructor(blob, given, tables, tell = () => {}) {
    this.#blob = blob;
    this.#given = { policy: null, checkpoints: [], receipts: [], leaves: [], ...given };
    this.#tables = tables;
    this.#legality = new Legality(tables);
    this.#shared = new SharedFacts(tables.transitions);
    this.#tell = tell;
  }

  /** Return the verdict, whatever the file holds. */
  async verdict() {
    try {
      await this.#run();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { ...error.verdict, ...this.#found(), remarks: [] };
    }
    return {
      ok: true,
      problem: null,
      path: null,
      line: null,
      ...soundSentences(this.#counts, this.#isWhole, this.#log.logs.last),
      ...this.#found(),
      remarks: this.#remarks(),
    };
  }

  /** Return what the bundle says of itself; call it once it has proven sound. */
  contents() {
    const { scope, events } = this.#manifest;
    const { last } = this.#log.logs;
    return {
      scope: { ...scope, knownAt: String(scope.knownAt) },
      events: String(events.count),
      head: last ? shortHead(last) : null,
    };
  }

  /** Return the items with this text in their number or title, as their events tell of them. */
  find(wanted) {
    const identityAt = (place) => this.#chain.identityAt(place);
    return this.#index.find(wanted, this.#legality, identityAt);
  }

  async timeline({ id, lastSequence }) {
    return timeline(this.#eventsAgain(), id, lastSequence);
  }

  async *#eventsAgain() {
    const texts = this.#texts.again() ?? (await this.#personalTexts());
    yield* toldEvents(this.#archive, texts);
  }

  #personalTexts() {
    return PersonalTexts.of(this.#archive, this.#manifest, this.#tables);
  }

  /** What the verdict tells beside its sentences, as far as the check came. */
  #found() {
    return {
      counts: { ...this.#counts },
      manifestSha256: this.#manifestSha256,
      head: this.#log?.head ?? null,
      keys: this.#log?.keys ?? [],
    };
  }

  #remarks() {
    const { selection } = this.#manifest.scope;
    return [
      ...this.#log.uncompared,
      ...signatureRemarks(this.#log, this.#manifest),
      ...selectionRemarks(selection, this.#chain.begunLater),
      ...personRemarks(this.#texts.untold),
      ...attachmentRemarks(this.#manifest.files),
      ...this.#log.sm3Roots.remarks,
      ...this.#substanceRemarks(),
      ...UNPROVEN,
    ];
  }

  #substanceRemarks() {
    if (!this.#requiredTables.length) return [];
    return [
      replayRemark(this.#counts.events, this.#chain.items),
      ...tableRemarks(this.#manifest, this.#requiredTables),
    ];
  }

  async #run() {
    this.#archive = await Archive.open(this.#blob);
    this.#manifest = await this.#readManifest();
    this.#log = new LogCheck(this.#archive, this.#manifest, this.#given);
    this.#attachments = new Attachments(this.#manifest.files);
    requireSameFiles(this.#archive, this.#manifest);
    if (this.#isWhole) requireKnownTables(this.#manifest, this.#tables);
    this.#texts = await this.#personalTexts();
    for (const file of this.#manifest.files) await this.#checkFile(file);
    requireSchemas(this.#manifest.files, this.#topics.all);
    const [leaves, chain, selected] = [this.#leaves, this.#chain, this.#selected];
    await this.#log.run({ leaves, chain, selected });
    // nothing asks for them any more, and they are most of what is kept of a long log
    this.#leaves = null;
    if (this.#requiredTables.length) {
      await this.#checkSubstance();
    } else {
      if (this.#isWhole) this.#legality.finish();
      this.#attachments.require();
    }
  }

  /** Refuse what was not allowed, then what does not follow from the events of the whole log. */
  async #checkSubstance() {
    if (this.#attachments.areStated) {
      await this.#checkTables(this.#requiredTables);
    } else {
      await exhausted(this.#judgedEvents());
      this.#attachments.require();
    }
  }

  /** Yield the events anew, those of each block together, allowed by the rules, or refuse one. */
  async *#judgedEvents() {
    const eventsOf = (place) => this.#legality.eventsOf(place);
    const rules = new Rules(this.#tables, (id) => this.#chain.placeOf(id), eventsOf);
    let line = 0;
    for await (const events of this.#eventsAgain()) {
      for (const event of events) {
        event.line = ++line;
        this.#judge(event, rules);
      }
      yield events;
    }
    judged(() => rules.finish());
  }

  /** Refuse an event that was not allowed, by the rules or as was found before. */
  #judge(event, rules) {
    const { finding } = this.#legality;
    const place = this.#chain.placeOf(event.aggregateId);
    if (finding?.line !== event.line) {
      judged(() => rules.follow(event, place));
      return;
    }
    if (finding.problem === Problem.MALFORMED_EVENT) throw finding;
    judged(() => {
      rules.beginAct(event);
      throw rules.named(finding, event, place);
    });
  }

  /** The paths of the tables that this bundle must have, in the order of their check. */
  get #requiredTables() {
    return this.#isWhole ? this.#tables.required : [];
  }

  get #isWhole() {
    return this.#manifest.scope.selection === null;
  }

  async #checkTables(paths) {
    const tables = new Tables(this.#manifest.scope, this.#tables, {
      dates: this.#legality,
      shared: this.#shared,
      placeOf: (id) => this.#chain.placeOf(id),
      readEvents: () => this.#judgedEvents(),
    });
    await tables.check(paths, (path) => this.#requiredBlocks(path));
  }

  #requiredBlocks(path) {
    if (this.#archive.has(path)) return this.#archive.blocks(path);
    throw new Refused(
      Problem.MISSING_FILE, "没有列入清单", "is not listed in the manifest", path,
    );
  }

  async #readManifest() {
    if (!this.#archive.has(MANIFEST_PATH)) {
      throw new Refused(
        Problem.MISSING_FILE,
        "不在压缩包内,这不是审计导出包",
        "is not in the archive, which is no audit bundle",
        MANIFEST_PATH,
      );
    }
    const bytes = await this.#archive.read(MANIFEST_PATH, LARGEST_MANIFEST);
    this.#manifestSha256 = toHex(sha256(bytes));
    return readManifest(bytes);
  }

  async #checkFile(file) {
    requireSize(file, BigInt(this.#archive.sizeOf(file.path)));
    const tally = new Tally(file.path);
    const passing = this.#passing(file, tally);
    if (file.path === EVENTS_PATH) this.#counts.events = await this.#followEvents(passing);
    else await exhausted(passing);
    requireAsStated(file, tally.total());
    this.#counts.files++;
    this.#counts.bytes += Number(file.bytes);
  }

  /** Yield a file's blocks while they are tallied. */
  async *#passing(file, tally) {
    const whole = Number(this.#manifest.files.reduce((sum, { bytes }) => sum + bytes, 0n));
    let told = 0;
    for await (const block of this.#archive.blocks(file.path)) {
      tally.add(block);
      if (tally.bytes - told >= PROGRESS_EVERY) {
        told = tally.bytes;
        await this.#tell((this.#counts.bytes + told) / whole);
      }
      yield block;
    }
  }

  async #followEvents(blocks) {
    const { events, scope } = this.#manifest;
    this.#chain = new EventChain(events, scope.selection?.kind === "unit");
    this.#selected = new Selected(scope.selection);
    let number = 0;
    for await (const lines of linesOf(blocks, LONGEST_LINE)) {
      const texts = decodedLines(lines);
      for (const [at, line] of lines.entries()) {
        number++;
        const [event, place] = this.#takeLine(line, texts[at], number);
        this.#selected.follow(event, number);
        const telling = this.#texts.tell(event, number);
        if (telling) await telling;
        this.#attachments.follow(event.state);
        const isLegal = this.#legality.follow(event, place);
        if (isLegal && this.#isWhole) this.#shared.follow(event, place);
        this.#index.follow(event, place);
      }
    }
    this.#chain.finish();
    this.#selected.finish();
    this.#texts.finish();
    return number;
  }

  #takeLine(line, text, number) {
    try {
      const event = readEventLine(line, text);
      const place = this.#chain.follow(event);
      this.#leaves.add(event.sequence, line);
      event.topic = this.#topics.known(event.topic);
      return [event, place];
    } catch (error) {
      throw error instanceof Refused ? error.at(EVENTS_PATH, number) : error;
    }
  }
}

async function exhausted(yielding) {
  for await (const each of yielding) void each;
}

/** Judge by the rules, which name the line of what they refuse. */
function judged(judge) {
  try {
    judge();
  } catch (error) {
    throw error instanceof Refused ? error.at(EVENTS_PATH, error.line) : error;
  }
}
