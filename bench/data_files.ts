/**
 * What `deno task bench:data` reads: one experiment, as a capture file, in
 * SQLite and in PostgreSQL.
 *
 * @module
 */
import { closeSync, copyFileSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { formatHeader } from "../codec/headers/header_format.ts";
import type { Flow } from "../load/load_options.ts";
import { LOAD_SCHEMAS } from "../load/load_schemas.ts";
import { TupleStream } from "../load/tuple_stream.ts";
import { PostgresServer } from "../tests/_support/postgres.ts";
import { runOml2 } from "./measure.ts";

/** The experiment and its sender. */
export const EXPERIMENT = "bench";

/** Its table. */
export const TABLE: string = LOAD_SCHEMAS.lin.schema.name;

/** When it starts, in UNIX time. */
const START_TIME = 1_800_000_000;

/** The data in a directory. */
export class DataFiles {
  /** The directory, also for output. */
  readonly dir: string;
  /** The number of rows. */
  readonly rows: number;

  private constructor(dir: string, rows: number) {
    this.dir = dir;
    this.rows = rows;
  }

  /** Writes the capture file, and imports it into two equal databases. */
  static async create(dir: string, rows: number): Promise<DataFiles> {
    const files = new DataFiles(dir, rows);
    files.#writeCapture();
    await files.#import(["-D", dir]);
    copyFileSync(files.database, files.copy);
    return files;
  }

  /** A capture file with one stream, as text. */
  get capture(): string {
    return join(this.dir, `${EXPERIMENT}.oml`);
  }

  /** A SQLite file. */
  get database(): string {
    return join(this.dir, `${EXPERIMENT}.sq3`);
  }

  /** Another one with the same contents. */
  get copy(): string {
    return join(this.dir, "copy.sq3");
  }

  /** What is stored in a database of the experiment. */
  get flow(): Flow {
    const { rows: tuples } = this;
    return { domain: EXPERIMENT, sender: EXPERIMENT, tuples };
  }

  /** Starts PostgreSQL with the experiment. */
  async startPostgres(): Promise<PostgresServer> {
    const postgres = await PostgresServer.start();
    await this.#import(postgres.args);
    return postgres;
  }

  #writeCapture(): void {
    const file = openSync(this.capture, "w");
    const header = formatHeader({
      ...{ domain: EXPERIMENT, senderId: EXPERIMENT, appName: "load" },
      ...{ content: "text", startTime: START_TIME },
      schemas: [LOAD_SCHEMAS.lin.schema],
    });
    writeSync(file, header);
    const stream = new TupleStream(LOAD_SCHEMAS.lin, "text", (i) => i / 1000);
    for (const { bytes } of stream.chunks(this.rows)) writeSync(file, bytes);
    closeSync(file);
  }

  async #import(args: readonly string[]): Promise<void> {
    const { output, errors } = await runOml2(["import", this.capture, ...args]);
    if (output.includes(" tuples")) return;
    throw new Error(`Cannot import the data: ${errors}`);
  }
}
