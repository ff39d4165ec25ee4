/**
 * The options of `deno task bench`.
 *
 * @module
 */
import { Command, Option } from "commander";

/** What to measure. */
export interface BenchFlags {
  /** Runtimes to measure this server on. */
  readonly runtimes: readonly ("deno" | "node")[];
  /** The Node to use. */
  readonly node: string;
  /** Command of another server, with `{port}` and `{dir}`. */
  readonly against: string | undefined;
  /** What to call that server. */
  readonly againstName: string;
  /** Times that each figure is measured. */
  readonly rounds: number;
  /** Tuples of each run. */
  readonly tuples: number;
  /** Seconds of each run of slow connections. */
  readonly seconds: number;
  /** Where `latest.json` goes; unset, a new temporary directory. */
  readonly out: string | undefined;
  /** Whether the results in `docs/` are replaced. */
  readonly docs: boolean;
}

const QUICK = { rounds: 1, tuples: 200_000, seconds: 5 };
const FULL = { rounds: 3, tuples: 1_000_000, seconds: 20 };

/** Reads the command line; leaves with status 1 where it makes no sense. */
export function parseBenchFlags(args: readonly string[]): BenchFlags {
  const options = new Command("deno task bench")
    .description("Measures the server, end to end, beside yardsticks.")
    .option("--quick", "one round of few tuples: to see that it works")
    .addOption(
      new Option("--rounds <n>", `rounds (default: ${FULL.rounds})`)
        .argParser(parseRounds),
    )
    .addOption(
      new Option("--runtime <name>", "what to measure on")
        .choices(["deno", "node", "both"]).default("both"),
    )
    .option("--node <program>", "the Node to use", "node")
    .option(
      "--against <command>",
      "another server, such as 'oml2-server -l {port} -D {dir}'",
    )
    .option("--against-name <name>", "what to call it", "other server")
    .option("--out <dir>", "where latest.json goes (default: a new directory)")
    .option("--docs", "replace the results and plots in docs/")
    .allowExcessArguments(false)
    .parse(args, { from: "user" })
    .opts();
  const size = options.quick === true ? QUICK : FULL;
  return {
    ...size,
    rounds: options.rounds ?? size.rounds,
    runtimes: options.runtime === "both" ? ["deno", "node"] : [options.runtime],
    node: options.node,
    against: options.against,
    againstName: options.againstName,
    out: options.out,
    docs: options.docs === true,
  };
}

function parseRounds(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new Error(`option --rounds: "${text}" is no number from 1 to 99`);
}
