/**
 * One sender's tuples that could not be stored, in files that can be sent
 * again.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { formatHeader } from "../../../codec/headers/header_format.ts";
import { formatSchema, type Schema } from "../../../codec/values/schema.ts";
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";
import type { CellValue } from "../../batches/cell_values.ts";
import type { FreeNames } from "./free_names.ts";
import { writeTupleLine } from "../../batches/tuple_line.ts";
import { UnsavedFile } from "./unsaved_file.ts";

/** Maximum number of characters of schemas in headers, which servers limit. */
const MOST_IN_HEADERS = 32 * 1024;

const UNSAVED =
  "{domain}: {count} tuples of {sender} could not be stored and are in " +
  "{path}; send the file to a server later";

const DOUBTFUL =
  "{domain}: {count} tuples of {sender} were being committed when the server " +
  "stopped and may or may not be stored; they are in {path}; check whether " +
  "the database has them (by oml_seq) before you send them again";

/** The sender of the tuples, and the destination of the files. */
export interface UnsavedOrigin {
  /** The experiment. */
  readonly domain: string;
  /** Names for its files. */
  readonly names: FreeNames;
  /** The sender, if it has a name. */
  readonly sender: string | undefined;
  /** Start of the experiment, in UNIX seconds, if any client gave one. */
  readonly startTime: number | undefined;
  /** Directories in order of preference. */
  readonly directories: readonly string[];
  /** Whether the database may have stored the tuples. */
  readonly isInDoubt: boolean;
  /** Log for results. */
  readonly log: Log;
}

/** Collects tuples, and writes them on request. */
export class UnsavedSender {
  readonly #origin: UnsavedOrigin;
  readonly #writer = new ByteWriter();
  readonly #directories: string[];
  readonly #defined = new Map<number, Schema>();
  #file: UnsavedFile | undefined;
  #inFile = 0;
  #waiting = 0;
  #lost = 0;

  /** Collects tuples of `origin`. */
  constructor(origin: UnsavedOrigin) {
    this.#origin = origin;
    this.#directories = [...origin.directories];
  }

  /** Adds a row; `schema.index` must identify its stream. */
  add(schema: Schema, values: readonly CellValue[]): void {
    if (schema.index !== 0 && !this.#defined.has(schema.index)) {
      this.#defined.set(schema.index, schema);
      // Streams missing in a file's headers are defined among the tuples.
      if (this.#file !== undefined) this.#writer.text(definition(schema));
    }
    writeTupleLine(this.#writer, schema, values);
    this.#waiting++;
  }

  /** Writes the collected tuples. */
  write(): void {
    const bytes = this.#writer.take();
    while (this.#directories.length > 0) {
      try {
        this.#file ??= this.#create(this.#directories[0]);
        this.#file.add(bytes);
        this.#inFile += this.#waiting;
        this.#waiting = 0;
        return;
      } catch (error) {
        this.#giveUp(error);
      }
    }
    this.#lost += this.#waiting;
    this.#waiting = 0;
  }

  /** Forces the files to disk, and logs their paths. */
  close(): void {
    this.#closeFile();
    if (this.#lost === 0) return;
    const { domain, log } = this.#origin;
    log.error("{domain}: {lost} tuples of {sender} are lost", {
      domain,
      lost: this.#lost,
      sender: this.#name,
    });
  }

  get #name(): string {
    return this.#origin.sender ?? "a sender without a name";
  }

  #create(directory: string): UnsavedFile {
    const { domain, names, sender, startTime } = this.#origin;
    const file = new UnsavedFile(names.next(directory));
    const schemas = [...this.#defined.values()];
    const later = schemas.map(definition).join("");
    const fits = later.length <= MOST_IN_HEADERS;
    const header = { domain, startTime, senderId: sender };
    const start = fits
      ? formatHeader({ ...header, schemas })
      : formatHeader(header) + later;
    try {
      file.add(new TextEncoder().encode(start));
      return file;
    } catch (error) {
      file.close();
      rmSync(file.path);
      throw error;
    }
  }

  /** The current directory accepts no more. */
  #giveUp(error: unknown): void {
    const { domain, log } = this.#origin;
    log.error(
      "{domain}: cannot write unsaved tuples to {directory}: {reason}",
      {
        domain,
        directory: this.#directories.shift(),
        reason: errorText(error),
      },
    );
    this.#closeFile();
  }

  #closeFile(): void {
    if (this.#file === undefined) return;
    const { domain, isInDoubt, log } = this.#origin;
    log.error(
      isInDoubt ? DOUBTFUL : UNSAVED,
      {
        domain,
        count: this.#inFile,
        sender: this.#name,
        path: this.#file.path,
      },
    );
    this.#file.close();
    this.#file = undefined;
    this.#inFile = 0;
  }
}

/** Returns the metadata that defines a stream among the tuples. */
function definition(schema: Schema): string {
  return `0\t0\t0\t.\tschema\t${formatSchema(schema)}\n`;
}
