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
import { type DataFiles, EXPERIMENT, TABLE } from "./data_files.ts";
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
    ...programs.map(([name, oml2]) => ({
      ...{ name: `import-${name.toLowerCase()}`, title: name },
      inPostgres: false,
      contestants: [
        { name: "import", measure: (data: Data) => importOnce(data, oml2) },
        { name: "server", measure: (data: Data) => serveOnce(data, oml2) },
      ],
    })),
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

/** Imports the capture file into a new directory. */
async function importOnce(
  { files }: Data,
  oml2: readonly string[],
): Promise<Measured> {
  const dir = mkdtempSync(join(files.dir, "import-"));
  const args = ["import", files.capture, "-D", dir];
  const measured = toMeasured(files, await runProcess([...oml2, ...args]));
  const faults = [...measured.faults, ...checkFlows(dir, TABLE, [files.flow])];
  return { ...measured, faults };
}

/** Sends the same file to a server that runs already. */
async function serveOnce(
  { files }: Data,
  oml2: readonly string[],
): Promise<Measured> {
  await using running = await ServerUnderTest.start(server("server", oml2));
  const before = running.usage();
  const seconds = await sendFile(files.capture, running.port);
  const after = running.usage();
  const cpuSeconds = before && after && after.cpuSeconds - before.cpuSeconds;
  return {
    figures: {
      rate: files.rows / seconds,
      cpuPerMillion: cpuSeconds && 1e6 * cpuSeconds / files.rows,
      peakBytes: after?.peakBytes,
    },
    faults: checkFlows(running.dir, TABLE, [files.flow]),
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
  { status, errors, seconds, cpuSeconds, peakBytes }: ProcessRun,
  statuses: readonly number[] = [0],
): Measured {
  if (status === null || !statuses.includes(status)) {
    return { figures: {}, faults: [`status ${status}: ${errors.trim()}`] };
  }
  return {
    figures: {
      rate: rows / seconds,
      cpuPerMillion: cpuSeconds && 1e6 * cpuSeconds / rows,
      peakBytes,
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
