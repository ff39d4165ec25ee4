import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after } from "node:test";
import { BufferPool } from "../../../../shared/buffer_pool.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { WorkerStore } from "../../../../server/rows/worker/worker_store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { thisRuntime } from "../../../_support/this_runtime.ts";
import { testStore } from "../../../contracts/store_contract.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));
const runtime = await thisRuntime();

testStore("SQLite in a thread", () => ({
  makeStore: () =>
    new WorkerStore({
      start: () => runtime.startWorker("store"),
      workers: 1,
      store: { directory, journal: "wal", keepRejects: true },
      abandon: new AbortController().signal,
      planner: new ImagePlanner(new PageTemplates()),
      buffers: new BufferPool(),
    }, new MemoryLog()),
  read(domain, table, columns) {
    const path = join(directory, `${domain}.sq3`);
    using database = new DatabaseSync(path, { readOnly: true });
    const statement = database.prepare(`SELECT ${columns} FROM "${table}"`);
    statement.setReadBigInts(table !== "d");
    const rows = statement.all().map((row) => Object.values(row));
    return Promise.resolve(rows);
  },
}));
