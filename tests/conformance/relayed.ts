import { type Case, prefixOf } from "./case.ts";
import { compare } from "./compare.ts";
import { readDatabases } from "./read_databases.ts";

/** Rejections, restarts and early visibility concern client and server only. */
export function canBeDelayed({ mode, share, ops }: Case): boolean {
  const isTimely = ops.some(({ op }) => op === "rows" || op === "restart");
  return mode !== "refused" && share === true && !isTimely;
}

/**
 * What the databases of a case lack or have too much. What is in between does
 * not decide when connections are closed.
 */
export function difference(
  testCase: Case,
  dataDir: string,
): string | undefined {
  const prefix = prefixOf(testCase);
  return compare({ ...testCase, closed_by: {} }, {
    closedBy: {},
    faults: [],
    databases: readDatabases({ root: dataDir, dataDir, prefix }),
  });
}
