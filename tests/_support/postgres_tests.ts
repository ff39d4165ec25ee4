import * as runner from "node:test";
import { whyNoPostgres } from "./postgres_programs.ts";

/*
 * The functions of `node:test` for files that need PostgreSQL for each of their
 * tests: where there is none, all of them are skipped.
 */

const missing = whyNoPostgres();

/** Registers a test. */
export function test(
  name: string,
  ...args: [runner.TestFn] | [runner.TestOptions, runner.TestFn]
): void {
  const [options, run] = args.length === 1 ? [{}, args[0]] : args;
  runner.test(name, { ...options, skip: missing ?? options.skip }, run);
}

/** Registers what runs before the first test. */
export function before(run: () => Promise<void>): void {
  if (missing === undefined) runner.before(run);
}

/** Registers what runs after the last test. */
export function after(run: () => Promise<void>): void {
  if (missing === undefined) runner.after(run);
}
