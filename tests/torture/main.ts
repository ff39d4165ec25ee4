/**
 * `deno task torture`: runs the attacks, and writes what they have seen.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { PARTS, type RuntimeName, RUNTIMES } from "./_support/parts.ts";
import {
  merged,
  type PartResult,
  resultsPage,
  violations,
} from "./_support/results.ts";
import { type Form, runPart } from "./_support/run_part.ts";

const HELP = `Usage: deno task torture [OPTION...]

  --long           the long form; its results go to docs/reliability-results.md
  --only PART      only this part (repeatable): ${
  PARTS.map(({ name }) => name).join(", ")
}
  --runtime NAME   only on this one (repeatable): deno, node
                   (default: deno; with --long, both)
  --seed N         the seed of all random numbers (default: another each time)
  --share S        try only this part of the long form, such as 0.5
  --minutes M      minutes of the soak's long form (default: 30)
`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h" },
    long: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    runtime: { type: "string", multiple: true },
    seed: { type: "string" },
    share: { type: "string", default: "1" },
    minutes: { type: "string", default: "30" },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await torture();

/** Runs what the options ask for; returns the exit status. */
async function torture(): Promise<number> {
  const { only, long: isLong } = values;
  const form: Form = {
    isLong,
    seed: numberOf("seed", Math.floor(Math.random() * 2 ** 32)),
    share: numberOf("share"),
    minutes: numberOf("minutes"),
  };
  choose("only", only ?? [], PARTS.map(({ name }) => name));
  const parts = PARTS.filter(({ name }) => only?.includes(name) ?? true);
  let failed = 0;
  for (const runtime of runtimes(isLong)) {
    for (const part of parts) {
      if (isLong && !part.runtimes.includes(runtime)) continue;
      console.log(`\n== ${part.name}, ${runtime}`);
      const result = await runPart(part, runtime, form);
      failed += violations([result]);
      if (isLong) save(result);
    }
  }
  console.log(`\nViolations: ${failed}`);
  return failed === 0 ? 0 : 1;
}

function runtimes(isLong: boolean): readonly RuntimeName[] {
  const given = values.runtime ?? (isLong ? RUNTIMES : ["deno"]);
  choose("runtime", given, RUNTIMES);
  return RUNTIMES.filter((name) => given.includes(name));
}

function choose(
  option: string,
  given: readonly string[],
  allowed: readonly string[],
): void {
  for (const value of given) {
    if (allowed.includes(value)) continue;
    throw new Error(`--${option} ${value}: give one of ${allowed.join(", ")}`);
  }
}

function numberOf(option: "seed" | "share" | "minutes", other = NaN): number {
  const number = Number(values[option] ?? other);
  if (number > 0) return number;
  throw new Error(`--${option} ${values[option]}: give a number above 0`);
}

/** Adds a result to those of other parts. */
function save(result: PartResult): void {
  const path = join(repositoryRoot, "docs", "reliability-results");
  const [data, page] = [`${path}.json`, `${path}.md`];
  const before: readonly PartResult[] = existsSync(data)
    ? JSON.parse(readFileSync(data, "utf8"))
    : [];
  const all = merged(before, [result]);
  writeFileSync(data, JSON.stringify(all));
  writeFileSync(page, resultsPage(all));
  // The soak has drawn a picture there.
  spawnSync(process.execPath, ["fmt", "-q", dirname(path)]);
}
