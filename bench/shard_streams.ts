/**
 * Streams of many clients of several experiments, in files: what sends them
 * takes little of the processors that servers are measured on.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { formatHeader } from "../codec/headers/header_format.ts";
import { LOAD_SCHEMAS } from "../load/load_schemas.ts";
import { TupleStream } from "../load/tuple_stream.ts";

/** Microseconds between two tuples of a client. */
const STEP = 1e-6;

/** How much is sent. */
export interface ShardLoad {
  /** The names of the experiments. */
  readonly domains: readonly string[];
  /** Clients of each. */
  readonly clients: number;
  /** Tuples of each client. */
  readonly tuples: number;
}

/** Writes a stream for each client into a directory; returns their paths. */
export function writeStreams(
  directory: string,
  { domains, clients, tuples }: ShardLoad,
): string[] {
  const lin = LOAD_SCHEMAS.lin;
  const { bytes } = new TupleStream(lin, "text", (i) => i * STEP).take(tuples);
  return domains.flatMap((domain) =>
    Array.from({ length: clients }, (_, client) => {
      const header = formatHeader({
        ...{ domain, startTime: 1_700_000_000, senderId: `client-${client}` },
        ...{ appName: "bench", schemas: [lin.schema] },
      });
      const path = join(directory, `${domain}-${client}-${tuples}.oml`);
      writeFileSync(path, header);
      writeFileSync(path, bytes, { flag: "a" });
      return path;
    })
  );
}

/**
 * Sends all streams at once; returns the seconds until the last client has been
 * told that everything is stored.
 *
 * @throws {Error} if a connection breaks, or there is no Python.
 */
export async function sendStreams(
  paths: readonly string[],
  port: number,
): Promise<number> {
  const script = fileURLToPath(new URL("send_files.py", import.meta.url));
  const args = [script, String(port), ...paths];
  const { stdout } = await promisify(execFile)("python3", args);
  return Number(stdout);
}
