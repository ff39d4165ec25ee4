/**
 * The options of `deno task bench`.
 *
 * @module
 */
import { Command, Option } from "commander";

/** What to measure. */
export interface BenchFlags {
  /** The runtimes to measure this server on. */
  readonly runtimes: readonly ("deno" | "node")[];
  /** The Node program. */
  readonly node: string;
  /** Command of another server, with `{port}` and `{dir}`. */
  readonly against: string | undefined;
  /** The name of that server. */
  readonly againstName: string;
  /** How often each figure is measured. */
  readonly rounds: number;
  /** Tuples of each run. */
  readonly tuples: number;
  /** Seconds of each run of slow connections. */
  readonly seconds: number;
  /** The directory for `latest.json`; unset, a new temporary directory. */
  readonly out: string | undefined;
  /** Whether to replace the results in `docs/`. */
  readonly docs: boolean;
}

const QUICK = { rounds: 1, tuples: 200_000, seconds: 5 };
const FULL = { rounds: 3, tuples: 1_000_000, seconds: 20 };

/** Parses the command line; exits with status 1 if it is invalid. */
export function parseBenchFlags(args: readonly string[]): BenchFlags {
  const options = new Command("deno task bench")
    .description("Measures the server end to end, compared with yardsticks.")
    .option("--quick", "one round with few tuples, as a smoke test")
    .addOption(
      new Option("--rounds <n>", `rounds (default: ${FULL.rounds})`)
        .argParser(parseRounds),
    )
    .addOption(
      new Option("--runtime <name>", "the runtime to measure")
        .choices(["deno", "node", "both"]).default("both"),
    )
    .option("--node <program>", "the Node to use", "node")
    .option(
      "--against <command>",
      "another server, such as 'oml2-server -l {port} -D {dir}'",
    )
    .option("--against-name <name>", "its name in the results", "other server")
    .option("--out <dir>", "directory for latest.json (default: a new one)")
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
  throw new Error(`option --rounds: "${text}" is not a number from 1 to 99`);
}
