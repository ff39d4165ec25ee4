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

/** The experiment. */
export const EXPERIMENT = "bench";

/** Its table. */
export const TABLE: string = LOAD_SCHEMAS.lin.schema.name;

/** When it starts, in UNIX time. */
const START_TIME = 1_800_000_000;

/** Experiments of which one file each is imported at once. */
const PARTS = 10;

/** Capture files, and what is stored of them. */
export interface Captures {
  /** The paths. */
  readonly files: readonly string[];
  /** The contents. */
  readonly flows: readonly Flow[];
}

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
    for (const { flows } of [files.whole, files.parts, files.smallest]) {
      for (const flow of flows) files.#writeCapture(flow);
    }
    await files.#import(["-D", dir]);
    copyFileSync(files.database, files.copy);
    return files;
  }

  /** A capture file with all rows in one stream, as text. */
  get whole(): Captures {
    return this.#captures([EXPERIMENT], this.rows);
  }

  /** The rows in ten capture files of different experiments. */
  get parts(): Captures {
    const names = Array.from({ length: PARTS }, (_, i) => `part-${i}`);
    return this.#captures(names, Math.ceil(this.rows / PARTS));
  }

  /** A capture file with one row: an import takes as long as its start. */
  get smallest(): Captures {
    return this.#captures(["smallest"], 1);
  }

  /** A SQLite file. */
  get database(): string {
    return join(this.dir, `${EXPERIMENT}.sq3`);
  }

  /** Another one with the same contents. */
  get copy(): string {
    return join(this.dir, "copy.sq3");
  }

  /** Starts PostgreSQL with the experiment. */
  async startPostgres(): Promise<PostgresServer> {
    const postgres = await PostgresServer.start();
    await this.#import(postgres.args);
    return postgres;
  }

  #captures(domains: readonly string[], tuples: number): Captures {
    return {
      files: domains.map((domain) => this.#capture(domain)),
      flows: domains.map((domain) => ({ domain, sender: domain, tuples })),
    };
  }

  #capture(domain: string): string {
    return join(this.dir, `${domain}.oml`);
  }

  #writeCapture({ domain, sender, tuples }: Flow): void {
    const file = openSync(this.#capture(domain), "w");
    const header = formatHeader({
      ...{ domain, senderId: sender, appName: "load" },
      ...{ content: "text", startTime: START_TIME },
      schemas: [LOAD_SCHEMAS.lin.schema],
    });
    writeSync(file, header);
    const stream = new TupleStream(LOAD_SCHEMAS.lin, "text", (i) => i / 1000);
    for (const { bytes } of stream.chunks(tuples)) writeSync(file, bytes);
    closeSync(file);
  }

  async #import(args: readonly string[]): Promise<void> {
    const { output, errors } = await runOml2([
      ...["import", ...this.whole.files],
      ...args,
    ]);
    if (output.includes(" tuples")) return;
    throw new Error(`Cannot import the data: ${errors}`);
  }
}
