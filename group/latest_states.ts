/**
 * What is known of all servers of a group.
 *
 * @module
 */
import { settlesWithin } from "../shared/settles_within.ts";
import type { Member, MemberState } from "./member.ts";

/** Milliseconds that slow servers may delay the others. */
const WAIT_MS = 500;

/**
 * Asks those of which nothing recent is known, and waits briefly: a slow one is
 * represented by what it answered before.
 */
export async function latestStates(
  members: readonly Member[],
): Promise<readonly MemberState[]> {
  const asked = members.map((member) => member.refresh());
  await settlesWithin(Promise.all(asked), WAIT_MS);
  return members.map(({ state }) => state);
}
