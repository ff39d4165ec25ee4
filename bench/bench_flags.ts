/**
 * The options of `deno task bench`.
 *
 * @module
 */
import { Command, Option } from "commander";
import type { Forms, Rival } from "./contestants.ts";
import { append, chooser, parseRounds } from "./option_values.ts";
import type { Size } from "./results.ts";
import { SCENARIOS } from "./scenarios.ts";
import { YARDSTICKS_NAME } from "./yardsticks.ts";

/** What to measure. */
export interface BenchFlags extends Forms, Rival {
  /** How much to send, and for how long. */
  readonly size: Size;
  /** The names of scenarios; empty for all. */
  readonly only: readonly string[];
  /** How often each figure is measured. */
  readonly rounds: number;
  /** A `latest.json` whose runs are kept. */
  readonly add: string | undefined;
  /** The directory for `latest.json`; unset, a new temporary directory. */
  readonly out: string | undefined;
  /** Whether to replace the results in `docs/`. */
  readonly docs: boolean;
}

/** A short run, and the usual one. */
const QUICK: Size = {
  ...{ tuples: 200_000, seconds: 2, startSeconds: 1, restSeconds: 2 },
};
const FULL: Size = {
  ...{ tuples: 1_000_000, seconds: 20, startSeconds: 6, restSeconds: 60 },
};
const ROUNDS = 3;

/** Parses the command line; exits with status 1 if it is invalid. */
export function parseBenchFlags(args: readonly string[]): BenchFlags {
  const options = new Command("deno task bench")
    .description(
      "Measures the server and the proxy end to end, compared with yardsticks.",
    )
    .option("--quick", "one short round, as a smoke test")
    .addOption(
      new Option(
        "--only <name>",
        "only this scenario, or all whose names begin with this word, such " +
          "as slow; may be given several times",
      ).argParser(
        chooser([YARDSTICKS_NAME, ...SCENARIOS.map(({ name }) => name)]),
      ).default([], "all"),
    )
    .addOption(
      new Option("--rounds <n>", `rounds (default: ${ROUNDS})`)
        .argParser(parseRounds),
    )
    .addOption(
      new Option("--runtime <name>", "the runtime to measure")
        .choices(["deno", "node", "both"]).default("both"),
    )
    .option("--node <program>", "the Node to use", "node")
    .addOption(
      new Option(
        "--executable <file>",
        "an executable of oml2 to measure, too; may be given several times",
      ).argParser(append).default([], "none"),
    )
    .option(
      "--against <command>",
      "another server, such as 'oml2-server -l {port} -D {dir}'",
    )
    .option("--against-name <name>", "its name in the results", "other server")
    .option("--add <file>", "a latest.json whose runs are kept")
    .option("--out <dir>", "directory for latest.json (default: a new one)")
    .option("--docs", "replace the results and plots in docs/")
    .allowExcessArguments(false)
    .parse(args, { from: "user" })
    .opts();
  const isQuick = options.quick === true;
  const { only, node, against, againstName, add, out } = options;
  return {
    size: isQuick ? QUICK : FULL,
    ...{ only, node, against, againstName, add, out },
    rounds: options.rounds ?? (isQuick ? 1 : ROUNDS),
    runtimes: options.runtime === "both" ? ["deno", "node"] : [options.runtime],
    executables: options.executable,
    docs: options.docs === true,
  };
}
