/**
 * The tuples of one experiment that could not be stored, sender by sender.
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

/** Where the tuples of an experiment may go. */
export interface UnsavedPlace {
  /** The experiment. */
  readonly domain: string;
  /** Directories for the files. */
  readonly directories: RescueDirectories;
  /** Where they tell what happens. */
  readonly log: Log;
}

/** What the tuples of some files have in common. */
type Doubt = Pick<Unwritten, "isInDoubt">;

/** A sender, and how many sessions it has. */
interface KnownSender {
  readonly name: string | undefined;
  sessions: number;
}

/** Knows the numbers that an experiment's flushes speak of. */
export class UnsavedTuples {
  /** Start of the experiment, in UNIX seconds, if any client gave one. */
  startTime: number | undefined;
  readonly #place: UnsavedPlace;
  readonly #files: FreeNames;
  /** The senders of sessions that may have rows. */
  readonly #names = new Map<number, KnownSender>();
  #invented = 0;
  readonly #schemas = new Map<number, Schema>();
  readonly #senders = new Map<string, UnsavedSender>();

  /** What the database was to count, and can't. */
  #rejected = 0;
  #converted = 0;

  /** Files go to `place`, if any have to be. */
  constructor(place: UnsavedPlace) {
    this.#place = place;
    this.#files = new FreeNames(place.domain);
  }

  /** Notes the number of a sender, for one more session of it. */
  addSender(senderId: number, { sender }: Member): void {
    const sessions = this.#names.get(senderId)?.sessions ?? 0;
    this.#names.set(senderId, { name: sender, sessions: sessions + 1 });
  }

  /** Sessions of these senders have no more rows, one for each number. */
  forgetSenders(senderIds: readonly number[] = []): void {
    for (const senderId of senderIds) {
      const known = this.#names.get(senderId);
      if (known !== undefined && --known.sessions === 0) {
        this.#names.delete(senderId);
      }
    }
  }

  /** Numbers a sender that the database could not be asked about. */
  inventSender(member: Member): number {
    if (member.sender === undefined) return 0;
    // Numbers of the database's own are positive.
    const senderId = --this.#invented;
    this.addSender(senderId, member);
    return senderId;
  }

  /**
   * Notes the numbers of tables. What comes of a resumable stream is not kept:
   * whoever sends it keeps it until it is stored.
   */
  addTables(tables: readonly TableDefinition[]): void {
    for (const { handle, schema, resume } of tables) {
      if (resume !== undefined) continue;
      const index = schema.name === METADATA_SCHEMA.name ? 0 : handle + 1;
      this.#schemas.set(handle, { ...schema, index });
    }
  }

  /** No rows with these numbers come any more. */
  forgetTables(handles: readonly number[] = []): void {
    for (const handle of handles) this.#schemas.delete(handle);
  }

  /** Writes the rows of a flush to files; returns how many there were. */
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

  /** Forces the files to disk, and tells where they are. */
  close(): void {
    for (const sender of this.#senders.values()) sender.close();
    if (this.#rejected + this.#converted > 0) this.#tellUncounted();
  }

  /** The files hold what is to be stored, and nothing of what was wrong. */
  #tellUncounted(): void {
    const { domain, log } = this.#place;
    log.warn(
      "{domain}: {rejected} rejected samples and {converted} converted values " +
        "are counted in this log only, not in the database",
      { domain, rejected: this.#rejected, converted: this.#converted },
    );
  }

  /** Tuples in doubt have files of their own, to be looked at one by one. */
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

/** How many there are, but for those of resumable streams: they come again. */
function total(
  counts: readonly { readonly count: number; readonly resume?: string }[],
): number {
  return counts.reduce(
    (sum, { count, resume }) => resume === undefined ? sum + count : sum,
    0,
  );
}
