import type { OmlValue } from "../../../codec/values/oml_value.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import type { SeedExperiment, SeedRow } from "../../_support/archive_seed.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";

/** Texts that are hard to quote. */
const TEXTS = [
  ...["plain", "", 'quotes " and, commas', "two\nlines\r\nand\ttabs"],
  ...["back\\slash \\n", "Zürich ✓ 😀", " blanks ", "null"],
] as const;

/** Doubles that are hard to print. */
const DOUBLES = [
  ...[0.1, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, -1.5, 1e21],
  ...[Infinity, -Infinity],
] as const;

const LAST = 2n ** 64n - 1n;

/** The values of a row of `app_all`; every third has extremes. */
function valuesOf(i: number): OmlValue[] {
  const isExtreme = i % 3 === 0;
  return [
    isExtreme ? -(2 ** 31) : i,
    isExtreme ? 2 ** 32 - 1 : i,
    isExtreme ? -(2n ** 63n) : BigInt(i),
    isExtreme ? LAST : 2n ** 63n + BigInt(i),
    DOUBLES[i % DOUBLES.length],
    TEXTS[i % TEXTS.length],
    Uint8Array.from({ length: i % 5 }, (_, k) => 255 - k),
    isExtreme ? LAST : BigInt(i),
    isExtreme,
    [i, -1, 0],
    [LAST, BigInt(i)],
    [0.5, Infinity, i],
    [true, false],
  ];
}

/** The schema of `app_all`. */
export const ALL_SCHEMA =
  "1 app_all i32:int32 u32:uint32 i64:int64 u64:uint64 dbl:double " +
  "txt:string blb:blob gid:guid flag:bool vi:[int32] vu:[uint64] " +
  "vd:[double] vb:[bool]";

const SENDERS = ["node-1", 'node "2", too'] as const;

/** An experiment with values of all types, from two senders. */
export const EVERY_TYPE = {
  name: "every-type",
  startTime: 1_800_000_000,
  senders: SENDERS,
  tables: [
    {
      schema: ALL_SCHEMA,
      rows: Array.from({ length: 100 }, (_, i): SeedRow => ({
        sender: SENDERS[i % 2],
        seq: i + 1,
        client: i / 10,
        server: i / 10 + 0.000125,
        values: valuesOf(i),
      })),
    },
    {
      schema: "2 app_small n:int32 v:double",
      rows: [
        {
          ...{ sender: SENDERS[0], seq: 3, client: 1.5, server: 2 },
          values: [null, NaN],
        },
      ],
    },
  ],
  metadata: [
    {
      ...{ sender: SENDERS[0], subject: ".app_small.v", key: "unit" },
      value: "V",
    },
  ],
} satisfies SeedExperiment;

/** Stores experiments in a directory, in rollback mode. */
export async function storeFiles(
  directory: string,
  ...experiments: readonly SeedExperiment[]
): Promise<void> {
  const abandon = new AbortController().signal;
  const options = { directory, journal: "delete", keepRejects: true } as const;
  const store = new SqliteStore({ ...options, abandon }, new MemoryLog());
  for (const each of experiments) await storeExperiment(store, each);
  await store.close();
}
