/**
 * Result files that are to be sent to a server, whoever wrote them.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, open } from "node:fs/promises";
import { errorText } from "../ports/error_text.ts";
import type { Log } from "../ports/log.ts";
import { findHeader, recover } from "./spool/recover.ts";
import { journalPath } from "./spool/result_names.ts";
import { SpoolError } from "./spool/spool_error.ts";
import { SpooledStream } from "./spool/spooled_stream.ts";
import type { StreamSet } from "./spool/stream_set.ts";

/** Streams that are complete, each in a file of its own. */
export class SavedFiles implements StreamSet {
  /** Those that are not delivered yet. */
  readonly streams = new Set<SpooledStream>();

  /**
   * Opens files; a journal beside one, of a proxy or of an earlier replay,
   * says what a server has of it.
   *
   * @throws {SpoolError} if one can't be read.
   */
  static async open(paths: readonly string[], log: Log): Promise<SavedFiles> {
    const files = new SavedFiles();
    for (const [i, path] of paths.entries()) {
      try {
        files.streams.add(await openFile(path, i, log));
      } catch (cause) {
        throw new SpoolError(`Cannot read ${path}: ${errorText(cause)}`, {
          cause,
          hint: "give result files that are there, and readable",
        });
      }
    }
    return files;
  }

  /** What its journal says of it holds for the next try. */
  async refuse(stream: SpooledStream, reason: string): Promise<void> {
    await stream.sync();
    stream.delivery.refuse(reason);
  }

  /** A file that is delivered needs no journal. */
  async remove(stream: SpooledStream): Promise<void> {
    this.streams.delete(stream);
    await stream.remove(false);
  }
}

/** File number `i`; it counts as come and gone before the next one. */
async function openFile(
  path: string,
  i: number,
  log: Log,
): Promise<SpooledStream> {
  const times = { begun: 2 * i, ended: 2 * i + 1 };
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const known = existsSync(journalPath(path))
      ? await recover(path, log)
      : undefined;
    const facts = known ??
      { id: randomUUID(), size, header: await findHeader(file) };
    const canWrite = await access(path, constants.W_OK)
      .then(() => true, () => false);
    const keep = canWrite ? "interval" : "read-only";
    // Whoever gives the file wants another try.
    const refused = undefined;
    return new SpooledStream(path, { ...facts, ...times, refused }, keep);
  } finally {
    await file.close();
  }
}
