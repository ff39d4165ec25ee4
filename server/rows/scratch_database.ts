/**
 * A database that discards its rows, for the warm-up. They take the path of
 * real ones up to the message to the thread that would store them.
 *
 * @module
 */
import type { Database, Flush, Joined, Outcome } from "./store.ts";
import type { FlushPlanner } from "./flush_planner.ts";

/** Returns a database that stores nothing; `planner` prepares its flushes. */
export function scratchDatabase(planner?: FlushPlanner): Database {
  return {
    uri: "file::memory:",
    found: { isNew: true, tables: [], rejectRows: 0, rejectBytes: 0 },
    join: (): Promise<Joined> =>
      Promise.resolve({ senderId: 1, startTime: undefined }),
    write(flush: Flush): Promise<Outcome> {
      if (planner !== undefined) planner.release(planner.plan(flush));
      return Promise.resolve({ fenced: [] });
    },
    findStreams: () => Promise.resolve([]),
    sync: () => Promise.resolve(),
    rest: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
