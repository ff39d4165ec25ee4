/**
 * The scenarios of `deno task bench:data`.
 *
 * @module
 */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { checkFlows } from "../load/check.ts";
import type { PostgresServer } from "../tests/_support/postgres.ts";
import { type Forms, ownPrograms, server } from "./contestants.ts";
import {
  type Captures,
  type DataFiles,
  EXPERIMENT,
  TABLE,
} from "./data_files.ts";
import { countLines, sendFile } from "./file_streams.ts";
import type { Measured } from "./results.ts";
import { type ProcessRun, runProcess } from "./run_process.ts";
import { ServerUnderTest } from "./server_under_test.ts";

/** What is read, and from where. */
export interface Data {
  /** The files. */
  readonly files: DataFiles;
  /** A database server with the same rows, if a scenario needs it. */
  readonly postgres: PostgresServer | undefined;
}

/** A program in a scenario. */
interface DataContestant {
  /** Its name in the results. */
  readonly name: string;
  /** Measures it once. */
  measure(data: Data): Promise<Measured>;
}

/** Programs that do the same. */
export interface DataScenario {
  /** Its name, as in `--only`. */
  readonly name: string;
  /** What it is, in the tables. */
  readonly title: string;
  /** Whether it needs PostgreSQL. */
  readonly inPostgres: boolean;
  /** The programs; the others are compared to the last. */
  readonly contestants: readonly DataContestant[];
}

/** Formats of an export that have at least a line for each row. */
const LINE_FORMATS = ["csv", "jsonl", "omsp"];

/** The scenarios with these forms of our program. */
export function dataScenarios(forms: Forms): DataScenario[] {
  const programs = ownPrograms(forms);
  return [
    ...programs.map(([name, oml2]) =>
      importing(name, { oml2, chosen: ({ whole }) => whole })
    ),
    ...programs.map(([name, oml2]) =>
      importing(`${name}, ten files`, { oml2, chosen: ({ parts }) => parts })
    ),
    ...[...LINE_FORMATS, "parquet"].map((format) => ({
      ...{ name: `export-${format}`, title: format },
      inPostgres: false,
      contestants: [
        ...programs.map(([name, oml2]) => ({
          name,
          measure: ({ files }: Data) =>
            exportOnce(files, oml2, files.database, format),
        })),
        { name: "sqlite3 -csv", measure: sqlite3 },
      ],
    })),
    {
      ...{ name: "postgres-csv", title: "csv" },
      inPostgres: true,
      contestants: [
        ...programs.map(([name, oml2]) => ({
          name,
          measure: ({ files, postgres }: Data) =>
            exportOnce(files, oml2, postgresUri(postgres), "csv"),
        })),
        { name: "psql \\copy", measure: psqlCopy },
      ],
    },
    reading("verify", programs, ({ database, copy }) => [database, copy]),
    // The exit status of a report is its verdict.
    reading("report", programs, ({ database }) => [database], [0, 1]),
  ];
}

/** A subcommand that only reads databases. */
function reading(
  name: string,
  programs: ReturnType<typeof ownPrograms>,
  args: (files: DataFiles) => readonly string[],
  statuses?: readonly number[],
): DataScenario {
  return {
    ...{ name, title: name, inPostgres: false },
    contestants: programs.map(([program, oml2]) => ({
      name: program,
      measure: async ({ files }: Data) => {
        const run = await runProcess([...oml2, name, ...args(files)]);
        return toMeasured(files, run, statuses);
      },
    })),
  };
}

/** The import of capture files, compared with a server that receives them. */
function importing(
  title: string,
  { oml2, chosen }: {
    readonly oml2: readonly string[];
    readonly chosen: (files: DataFiles) => Captures;
  },
): DataScenario {
  const name = `import-${title.toLowerCase().replace(/[, ]+/g, "-")}`;
  return {
    ...{ name, title, inPostgres: false },
    contestants: [
      {
        name: "import",
        measure: ({ files }) => importOnce(files, oml2, chosen(files)),
      },
      {
        name: "server",
        measure: ({ files }) => serveOnce(files, oml2, chosen(files)),
      },
    ],
  };
}

/** Imports files into a new directory: what that takes beside the start. */
async function importOnce(
  files: DataFiles,
  oml2: readonly string[],
  { files: captures, flows }: Captures,
): Promise<Measured> {
  const dir = mkdtempSync(join(files.dir, "import-"));
  const into = ["-D", dir];
  const run = (captures: readonly string[]) =>
    runProcess([...oml2, "import", ...captures, ...into]);
  const start = await run(files.smallest.files);
  const whole = await run(captures);
  const { figures, faults } = toMeasured(files, {
    ...whole,
    seconds: whole.seconds - start.seconds,
    cpuSeconds: start.cpuSeconds && whole.cpuSeconds &&
      whole.cpuSeconds - start.cpuSeconds,
  });
  return { figures, faults: [...faults, ...checkFlows(dir, TABLE, flows)] };
}

/** Sends the same files to a server that runs already. */
async function serveOnce(
  files: DataFiles,
  oml2: readonly string[],
  { files: captures, flows }: Captures,
): Promise<Measured> {
  await using running = await ServerUnderTest.start(server("server", oml2));
  const before = running.usage();
  const seconds = await Promise.all(
    captures.map((capture) => sendFile(capture, running.port)),
  );
  const after = running.usage();
  const cpuSeconds = before && after && after.cpuSeconds - before.cpuSeconds;
  return {
    figures: {
      rate: files.rows / Math.max(...seconds),
      cpuPerMillion: cpuSeconds && 1e6 * cpuSeconds / files.rows,
      peakBytes: after?.peakBytes,
    },
    faults: checkFlows(running.dir, TABLE, flows),
  };
}

async function exportOnce(
  files: DataFiles,
  oml2: readonly string[],
  source: string,
  format: string,
): Promise<Measured> {
  const to = join(files.dir, `export.${format}`);
  const run = await runProcess([
    ...[...oml2, "export", source, TABLE, "--format", format],
    ...["--to", to, "--force"],
  ]);
  const measured = toMeasured(files, run);
  return LINE_FORMATS.includes(format)
    ? withLines(measured, to, files.rows)
    : measured;
}

async function sqlite3({ files }: Data): Promise<Measured> {
  const to = join(files.dir, "sqlite3.csv");
  const select = `SELECT * FROM ${TABLE}`;
  const command = ["sqlite3", "-csv", "-header", files.database, select];
  const run = await runProcess(command, { to });
  return withLines(toMeasured(files, run), to, files.rows);
}

async function psqlCopy({ files, postgres }: Data): Promise<Measured> {
  const to = join(files.dir, "psql.csv");
  const copy = `\\copy ${TABLE} TO '${to}' CSV HEADER`;
  const run = await runProcess(["psql", postgresUri(postgres), "-qc", copy]);
  return withLines(toMeasured(files, run), to, files.rows);
}

function postgresUri(postgres: PostgresServer | undefined): string {
  if (postgres === undefined) throw new Error("PostgreSQL does not run");
  const { admin, host, port } = postgres;
  return `postgresql://${admin}@${host}:${port}/${EXPERIMENT}`;
}

/** The figures of a program that has read or written all rows. */
function toMeasured(
  { rows }: DataFiles,
  { status, errors, seconds, cpuSeconds, peakBytes, ownBytes }: ProcessRun,
  statuses: readonly number[] = [0],
): Measured {
  if (status === null || !statuses.includes(status)) {
    return { figures: {}, faults: [`status ${status}: ${errors.trim()}`] };
  }
  return {
    figures: {
      rate: rows / seconds,
      cpuPerMillion: cpuSeconds && 1e6 * cpuSeconds / rows,
      ...{ peakBytes, ownBytes },
    },
    faults: [],
  };
}

/** Adds a fault if a file has fewer lines than rows. */
function withLines(
  { figures, faults }: Measured,
  path: string,
  rows: number,
): Measured {
  const lines = countLines(path);
  return lines >= rows
    ? { figures, faults }
    : { figures, faults: [...faults, `${path} has ${lines} lines`] };
}
