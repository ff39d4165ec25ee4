/**
 * What an idle server needs.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Contestant } from "./contestants.ts";
import { sendLoad } from "./measure.ts";
import type { Measured, Size } from "./results.ts";
import { ServerUnderTest } from "./server_under_test.ts";

/** Measures the start, a while of rest, and a while after a burst. */
export async function measureRest(
  contestant: Contestant,
  { startSeconds, restSeconds }: Size,
  burst: readonly string[],
): Promise<Measured> {
  await using server = await ServerUnderTest.start(contestant);
  await server.untilAge(startSeconds);
  const started = server.usage();
  await delay(1000 * restSeconds);
  const rested = server.usage();
  const { faults } = await sendLoad(server, [...burst, "--check", server.dir]);
  await delay(1000 * restSeconds);
  return {
    figures: {
      startCpu: started?.cpuSeconds,
      startBytes: started?.residentBytes,
      restCpu: started && rested && rested.cpuSeconds - started.cpuSeconds,
      afterBurstBytes: server.usage()?.residentBytes,
    },
    faults,
  };
}
