/**
 * Result files that are to be sent to a server, whoever wrote them.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import {
  access,
  type FileHandle,
  open,
  readFile,
  stat,
} from "node:fs/promises";
import { resolve } from "node:path";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { lookThrough, type SavedStream } from "./saved_file.ts";
import { tellHarm } from "./file_harm.ts";
import { parseJournal } from "./journal_facts.ts";
import { checksum } from "./range_check.ts";
import { foldFacts, recover } from "./recover.ts";
import { journalPath, savedJournalPath } from "./result_names.ts";
import { SpoolError } from "./spool_error.ts";
import { SpooledStream } from "./spooled_stream.ts";
import type { StreamFacts } from "./stream_facts.ts";
import type { StreamSet } from "./stream_set.ts";

/** A replay that is broken off reads its file again, as no pipe can be. */
const NO_FILE = "it is no regular file: save what it gives in one first";

/** Streams that are complete, in files that may hold several. */
export class SavedFiles implements StreamSet {
  /** Those that are not delivered yet. */
  readonly streams = new Set<SpooledStream>();
  /** Files that no server takes, and why. */
  readonly faults: { readonly path: string; readonly fault: string }[] = [];
  readonly #log: Log;
  readonly #names = new Map<SpooledStream, string>();

  private constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Looks through files, each once; a journal beside one, of a proxy or of an earlier
   * replay, says what a server has of it.
   *
   * @throws {SpoolError} if one can't be read.
   */
  static async open(paths: readonly string[], log: Log): Promise<SavedFiles> {
    const files = new SavedFiles(log);
    const different = new Map(paths.map((path) => [resolve(path), path]));
    for (const path of different.values()) {
      try {
        await files.#add(path);
      } catch (cause) {
        throw new SpoolError(`Cannot read ${path}: ${errorText(cause)}`, {
          cause,
          hint: "give result files that are there, and readable",
        });
      }
    }
    return files;
  }

  /** What to call a stream: its file, and which one of several it is. */
  nameOf(stream: SpooledStream): string {
    return this.#names.get(stream) ?? stream.path;
  }

  /** What its journal says of it holds for the next try. */
  async refuse(stream: SpooledStream, reason: string): Promise<void> {
    await stream.sync();
    stream.delivery.refuse(reason);
  }

  /**
   * A file of which all is delivered needs no journals. Before that, another
   * try must not send again what is.
   */
  async remove(stream: SpooledStream): Promise<void> {
    const { path } = stream;
    this.streams.delete(stream);
    if ([...this.streams].some((other) => other.path === path)) return;
    for (const [one] of this.#names) {
      if (one.path === path) await one.remove(false);
    }
  }

  async #add(path: string): Promise<void> {
    // Opening a pipe waits for a writer, which may never come.
    if (!(await stat(path)).isFile()) {
      this.faults.push({ path, fault: NO_FILE });
      return;
    }
    const file = await open(path, "r");
    try {
      const { streams, fault } = await lookThrough(file);
      if (fault !== undefined) this.faults.push({ path, fault });
      else if (!await this.#addProxys(path)) {
        await this.#addAll(path, file, streams);
      }
    } finally {
      await file.close();
    }
  }

  /**
   * A file that a proxy has not delivered yet is one stream, whatever is in it;
   * whether it is one.
   */
  async #addProxys(path: string): Promise<boolean> {
    if (!existsSync(journalPath(path))) return false;
    const facts = await recover(path, this.#log);
    if (facts !== undefined) await this.#addStream(path, facts);
    return facts !== undefined;
  }

  async #addAll(
    path: string,
    file: FileHandle,
    streams: readonly SavedStream[],
  ): Promise<void> {
    const { ino: inode } = await file.stat();
    for (const [i, stream] of streams.entries()) {
      const journal = savedJournalPath(path, i + 1);
      const known = await this.#readJournal(journal, file, stream);
      const facts = {
        id: randomUUID(),
        begun: 0,
        ...known,
        ...stream,
        // They have just been looked at.
        data: [],
        inode,
        journal,
      };
      const name = `${path}, stream ${i + 1} of ${streams.length}`;
      await this.#addStream(path, facts, streams.length > 1 ? name : path);
    }
  }

  /** What an earlier replay has learned, if it was of the same bytes. */
  async #readJournal(
    path: string,
    file: FileHandle,
    { from, size }: SavedStream,
  ): Promise<StreamFacts | undefined> {
    if (!existsSync(path)) return undefined;
    const facts = foldFacts(parseJournal(await readFile(path, "utf8")).facts);
    const data = facts?.data.at(-1);
    if (data !== undefined && data.to <= size) {
      const crc = await checksum(file, from + data.from, from + data.to);
      if (crc === data.crc) return facts;
    }
    this.#log.warn("{path}: is of other bytes; sending all from the start", {
      path,
    });
    return undefined;
  }

  /** The streams count as come and gone, one before the next. */
  async #addStream(
    path: string,
    facts: StreamFacts,
    name = path,
  ): Promise<void> {
    const count = this.streams.size;
    const times = { begun: 2 * count, ended: 2 * count + 1 };
    const canWrite = await access(path, constants.W_OK)
      .then(() => true, () => false);
    const keep = canWrite ? "interval" : "read-only";
    // To give the file is to ask for another try.
    const refused = undefined;
    const stream = new SpooledStream(
      path,
      { ...facts, ...times, refused },
      keep,
    );
    stream.harmed = (harm) => tellHarm(stream, harm, this.#log);
    this.#names.set(stream, name);
    this.streams.add(stream);
  }
}
