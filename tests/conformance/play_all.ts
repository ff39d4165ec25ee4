import { type Case, prefixOf } from "./case.ts";
import { play } from "./play.ts";
import type { TestBed } from "./test_bed.ts";

/** Cases are played by so many clients at once. */
const AT_ONCE = 8;

/** Plays cases on one server, and stops it. */
export async function playAll(
  cases: readonly Case[],
  bed: TestBed,
): Promise<void> {
  await bed.start();
  const waiting = cases.values();
  const playEach = async () => {
    for (const each of waiting) await play(each, bed, prefixOf(each));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playEach));
  await bed.stop();
}
