/**
 * Measures servers behind HAProxy, which sends each experiment to one of them:
 * `deno task bench:shards [TUPLES [ROUNDS]]`.
 *
 * In each round the same twenty streams of ten experiments go to one server
 * without and with HAProxy in front of it; to one server that has one core only;
 * and through HAProxy to two servers with a core each. What sends the streams,
 * and HAProxy, share the cores with the servers: with more than two cores, they
 * use the others.
 *
 * @module
 */
import { Command } from "commander";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { Haproxy, whyNoHaproxy } from "../tests/_support/haproxy.ts";
import { serverCommand } from "../tests/_support/runtime_command.ts";
import {
  type ServerProcess,
  startServer,
} from "../tests/_support/server_process.ts";
import { countRows } from "../tests/_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../tests/_support/temp_dir.ts";
import { describeMachine } from "./machine.ts";
import { parseCount, parseRounds } from "./option_values.ts";
import { processUsage } from "./process_usage.ts";
import { median, medianRatio } from "./results.ts";
import { sendStreams, type ShardLoad, writeStreams } from "./shard_streams.ts";

const EXPERIMENTS = 10;
const CLIENTS = 2;
/** Milliseconds after which databases without clients are closed. */
const CLOSING_MS = 1_500;

const BY_DOMAIN = { file: "haproxy-by-domain.conf" };

/** A server with its databases. */
interface Shard {
  readonly dataDir: string;
  readonly process: ServerProcess;
}

/** A way from the clients to the databases. */
interface Way {
  readonly name: string;
  readonly shards: readonly Shard[];
  readonly port: number;
  readonly haproxy?: Haproxy;
}

/** One run. */
interface Run {
  /** Tuples per second. */
  readonly rate: number;
  /** Seconds of CPU per million tuples, of all servers and of HAProxy. */
  readonly servers: number;
  readonly haproxy: number;
}

const [tuples, rounds]: number[] = new Command("deno task bench:shards")
  .description("Measures servers behind HAProxy.")
  .argument("[tuples]", "tuples of a run", parseCount, 2_000_000)
  .argument("[rounds]", "rounds", parseRounds, 5)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const root = makeTempDir();
const why = whyNoHaproxy();
if (why !== undefined) throw new Error(why);
try {
  await main();
} finally {
  removeTempDir(root);
}

async function main(): Promise<void> {
  const { hardware, system, versions } = describeMachine("node");
  console.log(`${hardware}, ${system}; ${versions}`);
  const free = await start("free");
  const one = await start("one", 0);
  const two = [await start("first", 0), await start("second", 1)];
  await using front = await Haproxy.start([free.process.port], BY_DOMAIN);
  await using both = await Haproxy.start(
    two.map((shard) => shard.process.port),
    BY_DOMAIN,
  );
  const ways: readonly Way[] = [
    { name: "one server", shards: [free], port: free.process.port },
    {
      ...{ name: "the same behind HAProxy", shards: [free] },
      ...{ port: front.port, haproxy: front },
    },
    { name: "one server on one core", shards: [one], port: one.process.port },
    {
      ...{ name: "two servers on a core each, behind HAProxy", shards: two },
      ...{ port: both.port, haproxy: both },
    },
  ];
  const load = {
    ...{ domains: await evenDomains(two, both.port), clients: CLIENTS },
    tuples: Math.ceil(tuples / EXPERIMENTS / CLIENTS),
  };
  console.log(
    `${EXPERIMENTS * CLIENTS} clients of ${EXPERIMENTS} experiments, ` +
      `${load.tuples} tuples each; medians of ${rounds} rounds\n`,
  );
  const paths = writeStreams(root, load);
  const runs = new Map<Way, Run[]>(ways.map((way) => [way, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const way of ways) {
      const run = await measure(way, load, paths);
      // The first round warms up.
      if (round > 0) runs.get(way)?.push(run);
    }
  }
  print(ways, runs);
  const servers = [free, one, ...two];
  await Promise.all(servers.map((shard) => shard.process.stop()));
}

/** Starts a server, on one core only if that is given. */
async function start(name: string, core?: number): Promise<Shard> {
  const dataDir = join(root, name);
  mkdirSync(dataDir);
  const pinned = core === undefined
    ? []
    : ["taskset", "-c", `${core % availableParallelism()}`];
  const command = [...pinned, ...serverCommand()];
  return { dataDir, process: await startServer({ dataDir, command }) };
}

/** Names of experiments of which HAProxy gives each server the same number. */
async function evenDomains(
  shards: readonly Shard[],
  port: number,
): Promise<string[]> {
  const names = Array.from({ length: 6 * EXPERIMENTS }, (_, i) => `lab-${i}`);
  const load = { domains: names, clients: 1, tuples: 1 };
  await sendStreams(writeStreams(root, load), port);
  const chosen = shards.flatMap(({ dataDir }) =>
    names.filter((name) => existsSync(join(dataDir, `${name}.sq3`)))
      .slice(0, EXPERIMENTS / shards.length)
  );
  if (chosen.length < EXPERIMENTS) throw new Error("HAProxy prefers a server");
  for (const shard of shards) await empty(shard);
  return chosen;
}

async function measure(
  { shards, port, haproxy }: Way,
  load: ShardLoad,
  paths: readonly string[],
): Promise<Run> {
  const cpuOf = (pids: readonly number[]) =>
    pids.reduce((sum, pid) => sum + (processUsage(pid)?.cpuSeconds ?? NaN), 0);
  const servers = shards.map((shard) => shard.process.pid);
  const proxies = haproxy === undefined ? [] : [haproxy.pid];
  const before = { servers: cpuOf(servers), haproxy: cpuOf(proxies) };
  const seconds = await sendStreams(paths, port);
  const millions = load.tuples * paths.length / 1e6;
  const run = {
    rate: 1e6 * millions / seconds,
    servers: (cpuOf(servers) - before.servers) / millions,
    haproxy: (cpuOf(proxies) - before.haproxy) / millions,
  };
  check(shards, load);
  for (const shard of shards) await empty(shard);
  return run;
}

/** Each experiment is complete, in one place. */
function check(
  shards: readonly Shard[],
  { domains, clients, tuples }: ShardLoad,
): void {
  for (const domain of domains) {
    const counts = shards.map(({ dataDir }) =>
      countRows(join(dataDir, `${domain}.sq3`), "load_lin")
    ).filter((rows) => rows > 0);
    if (counts.length === 1 && counts[0] === clients * tuples) continue;
    throw new Error(`${domain} has ${counts.join(" + ") || "no"} rows`);
  }
}

/** Removes the databases once they are closed. */
async function empty({ dataDir }: Shard): Promise<void> {
  await delay(CLOSING_MS);
  for (const name of readdirSync(dataDir)) {
    if (name.endsWith(".sq3")) rmSync(join(dataDir, name));
  }
}

function print(
  ways: readonly Way[],
  runs: ReadonlyMap<Way, readonly Run[]>,
): void {
  console.log("| | thousand tuples/s | ratio | CPU a million | of HAProxy |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const [i, way] of ways.entries()) {
    const all = runs.get(way) ?? [];
    // Each pair is compared: with and without HAProxy, two servers and one.
    const base = i % 2 === 0 ? undefined : runs.get(ways[i - 1]);
    const rates = (list: readonly Run[]) => list.map(({ rate }) => rate);
    const ratio = base && medianRatio(rates(all), rates(base));
    const of = (value: (run: Run) => number) => median(all.map(value)) ?? NaN;
    const columns = [
      ...[way.name, Math.round(of(({ rate }) => rate) / 1000)],
      ...[ratio?.toFixed(2) ?? "", `${of((run) => run.servers).toFixed(2)} s`],
      way.haproxy && `${of((run) => run.haproxy).toFixed(3)} s`,
    ];
    console.log(`| ${columns.map((column) => column ?? "").join(" | ")} |`);
  }
}
