/**
 * Result files to be sent to a server, whichever program wrote them.
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
import { inspectFile, type SavedStream } from "./saved_file.ts";
import { logHarm } from "./file_harm.ts";
import { parseJournal } from "./journal_facts.ts";
import { checksum } from "./range_check.ts";
import { foldFacts, recover } from "./recover.ts";
import { firstName, journalPath, savedJournalPath } from "./result_names.ts";
import { readSharedLog, sharedLogPath } from "./shared_log.ts";
import { SpoolError } from "./spool_error.ts";
import { SpooledStream } from "./spooled_stream.ts";
import type { StreamFacts } from "./stream_facts.ts";
import type { StreamSet } from "./stream_set.ts";

/** An interrupted replay reads its file again, which a pipe does not allow. */
const NO_FILE = "it is not a regular file: save its contents in one first";

/** Complete streams, in files that may hold several. */
export class SavedFiles implements StreamSet {
  /** Those that are not delivered yet. */
  readonly streams = new Set<SpooledStream>();
  /** Files that servers reject, and why. */
  readonly faults: { readonly path: string; readonly fault: string }[] = [];
  readonly #log: Log;
  readonly #names = new Map<SpooledStream, string>();

  private constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Checks files, each once; a journal beside one, written by a proxy or an
   * earlier replay, records what a server has.
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
          hint: "give result files that exist and are readable",
        });
      }
    }
    return files;
  }

  /** The name of a stream: its file, and its number if there are several. */
  nameOf(stream: SpooledStream): string {
    return this.#names.get(stream) ?? stream.path;
  }

  /** The journal records what the server has, for the next attempt. */
  async reject(stream: SpooledStream, reason: string): Promise<void> {
    await stream.sync();
    stream.delivery.reject(reason);
  }

  /**
   * A file needs its journals until all of it is delivered, so that another
   * attempt does not send delivered streams again.
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
      const { streams, fault } = await inspectFile(file);
      if (fault !== undefined) this.faults.push({ path, fault });
      else if (!await this.#addSpooled(path)) {
        await this.#addAll(path, file, streams);
      }
    } finally {
      await file.close();
    }
  }

  /**
   * A file that a proxy has not delivered yet is one stream, whatever its
   * contents; resolves to false if it is not such a file.
   */
  async #addSpooled(path: string): Promise<boolean> {
    if (!existsSync(journalPath(path))) return false;
    const logged = await readSharedLog(sharedLogPath(firstName(path)));
    const facts = await recover(path, this.#log, logged);
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
        // Already checked.
        data: [],
        inode,
        journal,
      };
      const name = `${path}, stream ${i + 1} of ${streams.length}`;
      await this.#addStream(path, facts, streams.length > 1 ? name : path);
    }
  }

  /** What an earlier replay recorded, if it was of the same bytes. */
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
    this.#log.warn(
      "{path}: does not match the file; sending everything from the start",
      {
        path,
      },
    );
    return undefined;
  }

  /** Each stream counts as ended before the next one begins. */
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
    // Naming a file again is a request for another attempt.
    const rejected = undefined;
    const stream = new SpooledStream(
      path,
      { ...facts, ...times, rejected },
      keep,
    );
    stream.harmed = (harm) => logHarm(stream, harm, this.#log);
    this.#names.set(stream, name);
    this.streams.add(stream);
  }
}
