import { appendFileSync } from "node:fs";
import type { TestContext } from "node:test";
import process from "node:process";

/** Whether the long forms run, by hand: `OML_LONG=1`. */
export const isLong = process.env.OML_LONG !== undefined;

/**
 * What all random numbers of this run come from: `OML_SEED` repeats a run, the
 * log of every test names it.
 */
export const seed = Number(
  process.env.OML_SEED ?? Math.floor(Math.random() * 2 ** 32),
);

/** The part of the long forms that runs: `OML_SHARE`, all by default. */
const share = Number(process.env.OML_SHARE ?? 1);

/** How often something is tried. */
export function amount(short: number, long: number): number {
  return isLong ? Math.max(1, Math.round(share * long)) : short;
}

/** Reports what a test has seen, in its log and in the results of a run. */
export function tell(t: TestContext, text: string): void {
  t.diagnostic(text);
  const { OML_TORTURE_TOLD: path } = process.env;
  if (path === undefined) return;
  appendFileSync(path, `${JSON.stringify({ name: t.name, text })}\n`);
}

/** The command that repeats a test file of this folder. */
export function repeatWith(file: string): string {
  const long = isLong ? "OML_LONG=1 " : "";
  return `${long}OML_SEED=${seed} deno test -A --no-check tests/torture/${file}`;
}

/** A seed of its own for the input `number` of this run. */
export function seedOf(number: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 2 * number + 1) >>> 0;
}

/**
 * Milliseconds within which a tuple of an ordinary client must be visible. In
 * the short form other tests share the processors.
 */
export const VISIBLE_MS = isLong ? 1_500 : 5_000;
