import { join } from "node:path";
import { after } from "node:test";
import { DatabaseSync } from "node:sqlite";
import { SqliteStore } from "../../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { testStore } from "../../../contracts/store_contract.ts";

for (const views of [false, true]) {
  const directory = makeTempDir();
  after(() => removeTempDir(directory));

  testStore(views ? "SQLite with views" : "SQLite", () => ({
    makeStore() {
      const { signal } = new AbortController();
      const options = {
        views,
        directory,
        journal: "wal",
        keepRejects: true,
        abandon: signal,
      } as const;
      return new SqliteStore(options, new MemoryLog());
    },
    read(domain, table, columns) {
      const path = join(directory, `${domain}.sq3`);
      using database = new DatabaseSync(path, { readOnly: true });
      const statement = database.prepare(`SELECT ${columns} FROM "${table}"`);
      statement.setReadBigInts(table !== "d");
      const rows = statement.all().map((row) => Object.values(row));
      return Promise.resolve(rows);
    },
  }));
}
