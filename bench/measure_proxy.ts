/**
 * What a paused proxy needs.
 *
 * @module
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { checkFlows } from "../load/check.ts";
import { type Contestant, SPOOL } from "./contestants.ts";
import { runOml2, sendLoad } from "./measure.ts";
import type { Measured, Size } from "./results.ts";
import { ServerUnderTest } from "./server_under_test.ts";

/** Clients of a proxy. */
interface Clients {
  /** Their number. */
  readonly connections: number;
  /** Tuples per second of each. */
  readonly rate: number;
}

/**
 * Starts the proxy, which is paused, sends a load, and checks what the spool
 * contains.
 */
export async function measureProxy(
  contestant: Contestant,
  { seconds, startSeconds }: Size,
  { connections, rate }: Clients,
  load: readonly string[],
): Promise<Measured> {
  await using proxy = await ServerUnderTest.start(contestant);
  await proxy.untilAge(startSeconds);
  const before = proxy.usage();
  const tuples = connections * rate * seconds;
  const { report, faults } = await sendLoad(proxy, [
    ...[...load, "--tuples", String(tuples), "--rate", String(rate)],
    ...["--schema", "trickle"],
  ]);
  if (report === undefined) return { figures: {}, faults };
  const after = proxy.usage();
  const cpuSeconds = before && after && after.cpuSeconds - before.cpuSeconds;
  return {
    figures: {
      cpuPercent: cpuSeconds && 100 * cpuSeconds / report.seconds,
      startBytes: before?.residentBytes,
      endBytes: after?.residentBytes,
    },
    faults: await checkSpool(proxy.dir, connections, rate * seconds),
  };
}

/** Imports the spool, and compares the databases with what was sent. */
async function checkSpool(
  dir: string,
  connections: number,
  tuples: number,
): Promise<string[]> {
  const isResult = new RegExp(`^${SPOOL}(\\.\\d+)?$`);
  const files = readdirSync(dir).filter((name) => isResult.test(name))
    .map((name) => join(dir, name)).filter((path) => statSync(path).size > 0);
  const imported = join(dir, "imported");
  mkdirSync(imported);
  const { errors } = await runOml2(["import", ...files, "-D", imported]);
  const flows = readdirSync(imported).filter((name) => name.endsWith(".sq3"))
    .flatMap((name) =>
      senders(join(imported, name)).map((sender) => ({
        ...{ sender, tuples },
        domain: basename(name, ".sq3"),
      }))
    );
  return flows.length === connections
    ? checkFlows(imported, "load_trickle", flows)
    : [`${flows.length} of ${connections} clients are spooled: ${errors}`];
}

function senders(path: string): string[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare("SELECT name FROM _senders").all()
    .map(({ name }) => String(name));
}
