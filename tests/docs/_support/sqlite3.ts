/**
 * Replaces sqlite3(1): prints the rows of a query as soon as there are any.
 *
 * @module
 */
import process from "node:process";
import { query } from "../../_support/sqlite.ts";
import { waitFor } from "../../_support/wait_for.ts";

const [path, sql] = process.argv.slice(2);

await waitFor(`rows in ${path}`, () => {
  try {
    const rows = query(path, sql);
    for (const row of rows) console.log(Object.values(row).join("|"));
    return rows.length > 0 || "there are none";
  } catch (error) {
    return String(error);
  }
});
