/**
 * Compares the databases with what was sent.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Flow } from "./load_options.ts";
import { errorText } from "../shared/error_text.ts";

/** What holds for the rows of a sender that sent `n` tuples, `n` > 0. */
interface Fact {
  readonly name: string;
  readonly sql: string;
  expected(n: bigint): bigint;
}

const sumBelow = (n: bigint) => n * (n - 1n) / 2n;

/** As many distinct numbers as rows, from 0: no gaps, no duplicates. */
const FACTS: readonly Fact[] = [
  { name: "rows", sql: "count(*)", expected: (n) => n },
  {
    name: "different sequence numbers",
    sql: "count(DISTINCT oml_seq)",
    expected: (n) => n,
  },
  { name: "first sequence number", sql: "min(oml_seq)", expected: () => 0n },
  {
    name: "last sequence number",
    sql: "max(oml_seq)",
    expected: (n) => n - 1n,
  },
  { name: "sum of sequence numbers", sql: "sum(oml_seq)", expected: sumBelow },
  { name: "sum of counters", sql: "sum(counter)", expected: sumBelow },
];

/** Suffixes of files beside a database that is being written. */
const SIDE_FILES: readonly string[] = ["-wal", "-journal"];
const SETTLE_STEP_MS = 20;

/**
 * Waits up to this long until the databases in `directory` are closed: an early
 * reader would keep the server from removing its files.
 */
export async function untilSettled(
  directory: string,
  flows: readonly Flow[],
  ms: number,
): Promise<void> {
  const deadline = performance.now() + ms;
  const domains = new Set(flows.map(({ domain }) => domain));
  const busy = (domain: string) =>
    SIDE_FILES.some((end) =>
      existsSync(join(directory, `${domain}.sq3${end}`))
    );
  while ([...domains].some(busy) && performance.now() < deadline) {
    await delay(SETTLE_STEP_MS);
  }
}

/**
 * Checks that the rows of every flow are in `table` of the databases in
 * `directory`: all of them, once, with their values. Returns the differences.
 */
export function checkFlows(
  directory: string,
  table: string,
  flows: readonly Flow[],
): string[] {
  const byDomain = Map.groupBy(flows, ({ domain }) => domain);
  return [...byDomain].flatMap(([domain, members]) => {
    const path = join(directory, `${domain}.sq3`);
    if (!existsSync(path)) return [`${path} is missing`];
    try {
      return checkDatabase(path, table, members)
        .map((fault) => `${domain}: ${fault}`);
    } catch (error) {
      const why = errorText(error);
      return [`${path} can't be read: ${why}`];
    }
  });
}

function checkDatabase(
  path: string,
  table: string,
  flows: readonly Flow[],
): string[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const row = database.prepare("PRAGMA integrity_check").get() ?? {};
    const [integrity] = Object.values(row);
    const stored = readFacts(database, table);
    return [
      ...integrity === "ok" ? [] : [`integrity_check: ${integrity}`],
      ...flows.flatMap((flow) => differences(flow, stored.get(flow.sender))),
    ];
  } finally {
    database.close();
  }
}

/** The facts of each sender, in order. */
function readFacts(
  database: DatabaseSync,
  table: string,
): Map<unknown, unknown[]> {
  const columns = FACTS.map(({ sql }, i) => `${sql} AS fact${i}`);
  const select = database.prepare(
    `SELECT name, ${columns} FROM "${table}"
    JOIN _senders ON id = oml_sender_id GROUP BY name`,
  );
  select.setReadBigInts(true);
  return new Map(
    select.all().map((row) => {
      const [name, ...facts] = Object.values(row);
      return [name, facts];
    }),
  );
}

function differences({ sender, tuples }: Flow, found?: unknown[]): string[] {
  if (found === undefined) {
    return tuples === 0 ? [] : [`${sender}: no rows, expected ${tuples}`];
  }
  return FACTS.flatMap(({ name, expected }, i) => {
    const wanted = expected(BigInt(tuples));
    return found[i] === wanted
      ? []
      : [`${sender}: ${name}: ${found[i]}, expected ${wanted}`];
  });
}
