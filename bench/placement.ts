/**
 * Simulates how evenly HAProxy places experiments on servers, with
 * `contrib/haproxy-by-domain.conf`: `deno task bench:placement`, with
 * `[EXPERIMENTS SERVERS]` for other numbers than those of the documentation.
 * Names are numbered, so that every run prints the same.
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { hashOf, HashRing } from "./hash_ring.ts";
import { parseCount } from "./option_values.ts";
import { median } from "./results.ts";

const EXPERIMENTS = [100, 1_000, 10_000];
const SERVERS = [3, 10, 100, 1_000];
/** How often each figure is determined, each time with other names. */
const DRAWS = 20;

/** How the sizes of experiments fall: the k-th is 1/k to this power. */
const SIZES: readonly (readonly [name: string, power: number])[] = [
  ["equal", 0],
  ["1/√k", 0.5],
  ["1/k", 1],
];

/** Where experiments are: for each, the index of its server. */
export type Placement = readonly number[];

/** Where names with these hashes are. */
export function place(ring: HashRing, hashes: readonly number[]): Placement {
  return hashes.map((hash) => ring.serverOf(hash));
}

/** The ring of servers with the ids 1, 2 ... */
export function ringOf(servers: number): HashRing {
  return new HashRing(Array.from({ length: servers }, (_, i) => i + 1));
}

/** The load of the busiest server, relative to the mean of all. */
export function skewOf(
  placement: Placement,
  servers: number,
  sizes: readonly number[],
): number {
  const loads = new Float64Array(servers);
  placement.forEach((server, i) => loads[server] += sizes[i]);
  return Math.max(...loads) / (sum(sizes) / servers);
}

/** The share of the experiments that are not where they were. */
export function movedShare(before: Placement, after: Placement): number {
  return before.filter((server, i) => server !== after[i]).length /
    before.length;
}

/** The sizes of experiments, the largest first. */
export function sizesOf(experiments: number, power: number): number[] {
  return Array.from({ length: experiments }, (_, i) => (i + 1) ** -power);
}

/** The hashes of the names of each draw. */
function draw(experiments: number): number[][] {
  return Array.from(
    { length: DRAWS },
    (_, k) =>
      Array.from({ length: experiments }, (_, i) => hashOf(`lab-${k}-${i}`)),
  );
}

/** A line of the table: the experiments of each draw on some servers. */
function lineOf(draws: readonly number[][], servers: number): string {
  const [ring, larger] = [ringOf(servers), ringOf(servers + 1)];
  const [{ length }] = draws;
  const placements = draws.map((hashes) => place(ring, hashes));
  const moved = draws.map((hashes, i) =>
    movedShare(placements[i], place(larger, hashes))
  );
  const skews = SIZES.map(([, power]) => {
    const sizes = sizesOf(length, power);
    const all = placements.map((one) => skewOf(one, servers, sizes));
    return `${format(median(all))} (${format(Math.max(...all))})`;
  });
  const columns = [
    ...[length.toLocaleString("en"), servers.toLocaleString("en"), ...skews],
    `${format(100 * (median(moved) ?? NaN))} %`,
    `${format(100 / (servers + 1))} %`,
  ];
  return `| ${columns.join(" | ")} |`;
}

function format(value = NaN): string {
  return value.toPrecision(value < 1 ? 2 : 3);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

if (import.meta.main) {
  const [experiments, servers]: (number | undefined)[] = new Command(
    "deno task bench:placement",
  )
    .description("Simulates how evenly HAProxy places experiments on servers.")
    .argument("[experiments]", "number of experiments", parseCount)
    .argument("[servers]", "number of servers", parseCount)
    .parse(process.argv.slice(2), { from: "user" })
    .processedArgs;
  const kinds = SIZES.map(([name]) => name);
  const titles = ["experiments", "servers", ...kinds, "moved", "ideally"];
  console.log(`| ${titles.join(" | ")} |`);
  console.log(`| ${titles.map(() => "--:").join(" | ")} |`);
  for (const count of experiments ? [experiments] : EXPERIMENTS) {
    const draws = draw(count);
    const groups = servers ? [servers] : SERVERS.filter((n) => n <= count);
    for (const group of groups) console.log(lineOf(draws, group));
  }
}
