import { MemoryStore } from "./memory_store.ts";
import type { MemoryTables } from "./memory_tables.ts";
import { testStore } from "./store_contract.ts";

const experiments = new Map<string, MemoryTables>();

testStore("Memory", () => ({
  makeStore: () => new MemoryStore(experiments),
  read(domain, table, columns) {
    const rows = experiments.get(domain)?.rows(table) ?? [];
    const read = rows.map((row) => columns.map((column) => row[column]));
    return Promise.resolve(read);
  },
}));
