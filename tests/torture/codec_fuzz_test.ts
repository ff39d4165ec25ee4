import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { decode, type Decoded } from "../codec/_support/decode.ts";
import { pieces } from "../codec/_support/cuts.ts";
import { Random } from "../_support/random.ts";
import { anything, damagedBody, wellFormed } from "./_support/odd_stream.ts";
import { amount, repeatWith, seedOf, tell } from "./_support/seed.ts";

const INPUTS = amount(20_000, 5_000_000);

/** Every event is compared for one input of this many; else their numbers. */
const COMPARED = 20;

/** The most ms of CPU for an input of at most 1 KiB; compilers count, too. */
const MOST_MS = 1_000;

/** Milliseconds of CPU that the process has used. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** An input, and the number of its tuples if it has no fault. */
function input(random: Random): { stream: Uint8Array; isWhole: boolean } {
  const kind = random.next();
  if (kind < 0.1) {
    return { stream: wellFormed(random, "d").bytes, isWhole: true };
  }
  const stream = kind < 0.6 ? damagedBody(random, "d").bytes : anything(random);
  return { stream, isWhole: false };
}

function count({ events, error }: Decoded) {
  const numbers = { header: 0, schema: 0, tuple: 0, rejected: 0 };
  for (const { type } of events) numbers[type]++;
  return { ...numbers, error };
}

/** Chunk sizes that cut an input anywhere. */
function sizes(random: Random): number[] {
  return Array.from({ length: 30 }, () => random.from(1, 60));
}

test(`The codec decodes ${INPUTS} odd streams, the same however they are split`, (t) => {
  const seen = { header: 0, schema: 0, tuple: 0, rejected: 0, errors: 0 };
  for (let i = 0; i < INPUTS; i++) {
    const random = new Random(seedOf(i));
    const { stream, isWhole } = input(random);
    const start = cpuMs();
    try {
      const whole = decode([stream]);
      const split = decode(pieces(stream, sizes(random)));
      const counted = count(whole);
      if (i % COMPARED === 0) assert.deepEqual(split, whole);
      else assert.deepEqual(count(split), counted);
      if (isWhole) {
        assert.deepEqual([counted.rejected, counted.error], [0, undefined]);
      }
      assert.ok(cpuMs() - start < MOST_MS, "it takes too long");
      for (const type of ["header", "schema", "tuple", "rejected"] as const) {
        seen[type] += counted[type];
      }
      if (counted.error !== undefined) seen.errors++;
    } catch (cause) {
      const bytes = `${stream.slice(0, 2_000)}`;
      throw new Error(
        `Input ${i} of ${repeatWith("codec_fuzz_test.ts")}: ${cause}\n${bytes}`,
        { cause },
      );
    }
  }
  tell(t, `${repeatWith("codec_fuzz_test.ts")}: ${JSON.stringify(seen)}`);
});
