/**
 * The tuples of one experiment that could not be stored, by sender.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import { METADATA_SCHEMA, type Schema } from "../../../codec/values/schema.ts";
import { cellValues } from "../../batches/cell_values.ts";
import type { Member, TableDefinition, Unwritten } from "../store.ts";
import { FreeNames } from "./free_names.ts";
import type { RescueDirectories } from "./rescue_directories.ts";
import { UnsavedSender } from "./unsaved_sender.ts";

/** Destination of an experiment's unsaved tuples. */
export interface UnsavedPlace {
  /** The experiment. */
  readonly domain: string;
  /** Directories for the files. */
  readonly directories: RescueDirectories;
  /** Log for results. */
  readonly log: Log;
}

/** The common property of the tuples in a file. */
type Doubt = Pick<Unwritten, "isInDoubt">;

/** A sender, and its number of sessions. */
interface KnownSender {
  readonly name: string | undefined;
  sessions: number;
}

/** Maps the numbers that an experiment's flushes use. */
export class UnsavedTuples {
  /** Start of the experiment, in UNIX seconds, if any client gave one. */
  startTime: number | undefined;
  readonly #place: UnsavedPlace;
  readonly #files: FreeNames;
  /** Senders of sessions that may have rows. */
  readonly #names = new Map<number, KnownSender>();
  #invented = 0;
  readonly #schemas = new Map<number, Schema>();
  readonly #senders = new Map<string, UnsavedSender>();

  /** Counts that the database could not store. */
  #rejected = 0;
  #converted = 0;

  /** Files go to `place`, if any are needed. */
  constructor(place: UnsavedPlace) {
    this.#place = place;
    this.#files = new FreeNames(place.domain);
  }

  /** Records the number of a sender, for one more session. */
  addSender(senderId: number, { sender }: Member): void {
    const sessions = this.#names.get(senderId)?.sessions ?? 0;
    this.#names.set(senderId, { name: sender, sessions: sessions + 1 });
  }

  /**
   * These senders have no more rows in one session, for each occurrence of
   * their number.
   */
  forgetSenders(senderIds: readonly number[] = []): void {
    for (const senderId of senderIds) {
      const known = this.#names.get(senderId);
      if (known !== undefined && --known.sessions === 0) {
        this.#names.delete(senderId);
      }
    }
  }

  /** Assigns a number to a sender unknown to the unavailable database. */
  inventSender(member: Member): number {
    if (member.sender === undefined) return 0;
    // The database's own numbers are positive.
    const senderId = --this.#invented;
    this.addSender(senderId, member);
    return senderId;
  }

  /**
   * Records the handles of tables. Tuples of resumable streams are not saved:
   * their sender keeps them until they are stored.
   */
  addTables(tables: readonly TableDefinition[]): void {
    for (const { handle, schema, resume } of tables) {
      if (resume !== undefined) continue;
      const index = schema.name === METADATA_SCHEMA.name ? 0 : handle + 1;
      this.#schemas.set(handle, { ...schema, index });
    }
  }

  /** No more rows with these handles follow. */
  forgetTables(handles: readonly number[] = []): void {
    for (const handle of handles) this.#schemas.delete(handle);
  }

  /** Writes the rows of a flush to files; returns their number. */
  async write(unwritten: Unwritten): Promise<number> {
    const directories = await this.#place.directories.answering();
    const { flush, isInDoubt } = unwritten;
    const written = new Set<UnsavedSender>();
    let count = 0;
    for (const { handle, cells: { bytes, offsets, columns } } of flush.rows) {
      const schema = this.#schemas.get(handle);
      if (schema === undefined) continue;
      for (const at of offsets) {
        const values = cellValues(bytes, at, columns);
        const senderId = Number(values[0]);
        const sender = this.#sender(senderId, { isInDoubt }, directories);
        sender.add(schema, values);
        written.add(sender);
      }
      count += offsets.length;
    }
    for (const sender of written) sender.write();
    this.#rejected += total(flush.rejectCounts);
    this.#converted += total(flush.conversions);
    return count;
  }

  /** Forces the files to disk, and logs their paths. */
  close(): void {
    for (const sender of this.#senders.values()) sender.close();
    if (this.#rejected + this.#converted > 0) this.#logUncounted();
  }

  /** Logs the counts, because the files only contain tuples to store. */
  #logUncounted(): void {
    const { domain, log } = this.#place;
    log.warn(
      "{domain}: {rejected} rejected samples and {converted} converted values " +
        "are counted in this log only, not in the database",
      { domain, rejected: this.#rejected, converted: this.#converted },
    );
  }

  /** Tuples in doubt have their own files, to be checked individually. */
  #sender(
    senderId: number,
    { isInDoubt }: Doubt,
    directories: readonly string[],
  ): UnsavedSender {
    const key = `${senderId} ${isInDoubt}`;
    const known = this.#senders.get(key);
    if (known !== undefined) return known;
    const { domain, log } = this.#place;
    const sender = new UnsavedSender({
      domain,
      names: this.#files,
      log,
      directories,
      isInDoubt,
      sender: this.#names.get(senderId)?.name,
      startTime: this.startTime,
    });
    this.#senders.set(key, sender);
    return sender;
  }
}

/**
 * Returns the total, without resumable streams, whose tuples are sent again.
 */
function total(
  counts: readonly { readonly count: number; readonly resume?: string }[],
): number {
  return counts.reduce(
    (sum, { count, resume }) => resume === undefined ? sum + count : sum,
    0,
  );
}
