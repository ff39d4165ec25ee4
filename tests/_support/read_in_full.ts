import { waitFor } from "./wait_for.ts";

/**
 * Asks until an answer covers everything: archives read for a limited time,
 * which a busy machine exceeds.
 */
export async function readInFull<Answer extends { readonly covered: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  let answer = await ask();
  await waitFor("all rows to be read", async () => {
    if (answer.covered < 1) answer = await ask();
    return answer.covered === 1 || `${answer.covered}`;
  });
  return answer;
}
