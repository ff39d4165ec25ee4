import { join } from "node:path";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import type {
  SeedExperiment,
  SeedReject,
  SeedRow,
} from "../../_support/archive_seed.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { Random } from "../../_support/random.ts";

/** Seconds of the run. */
const SECONDS = 3_600;

/** What a node does: when it sends, and what its clock shows. */
interface LabNode {
  readonly sender: string;
  readonly isUp?: (time: number) => boolean;
  readonly clock?: (time: number) => number;
  /** Whether the tuple that it sends is lost. */
  readonly isLost?: (seq: number) => boolean;
  /** How many times a second's tuple is sent, on average (default: 1). */
  readonly rate?: (time: number) => number;
}

const NODES: readonly LabNode[] = [
  ...[1, 2, 4, 5, 8, 10].map((number) => ({ sender: nodeName(number) })),
  { sender: nodeName(3), isLost: (seq) => seq > 1_800 && seq <= 1_830 },
  { sender: nodeName(6), clock: (time) => time * (1 + 80e-6) },
  { sender: nodeName(7), isUp: (time) => time < 2_523 },
  { sender: nodeName(9), clock: (time) => time + 90.4 },
  { sender: nodeName(11), isUp: (time) => time < 700 || time > 1_300 },
  { sender: nodeName(12), rate: (time) => time < 1_500 ? 1 : 0.4 },
];

function nodeName(number: number): string {
  return `node-${String(number).padStart(2, "0")}`;
}

/**
 * Stores an hour of a laboratory in `directory`, with a few faults; returns the
 * path of the database.
 */
export async function storeLabRun(directory: string): Promise<string> {
  const abandon = new AbortController().signal;
  const options = { directory, journal: "delete", keepRejects: true } as const;
  const store = new SqliteStore({ ...options, abandon }, new MemoryLog());
  await storeExperiment(store, labRun());
  return join(directory, "lab.sq3");
}

function labRun(): SeedExperiment {
  const random = new Random(11);
  const rows = NODES.flatMap((node) => rowsOf(node, random))
    .sort((a, b) => a.server - b.server);
  return {
    name: "lab",
    startTime: Date.UTC(2026, 10, 26, 9, 30) / 1000,
    senders: [...NODES.map(({ sender }) => sender), nodeName(13)].sort(),
    tables: [{ schema: "1 node_radio rssi:int32", rows }],
    rejects: rejectsOf(nodeName(5)),
  };
}

function rowsOf(node: LabNode, random: Random): SeedRow[] {
  const { sender, isUp = () => true, clock = (time) => time } = node;
  const { isLost = () => false, rate = () => 1 } = node;
  const rows: SeedRow[] = [];
  let seq = 0;
  for (let second = 0; second < SECONDS; second++) {
    const time = second + 0.5 * random.next();
    if (!isUp(time) || random.next() > rate(time)) continue;
    seq++;
    if (isLost(seq)) continue;
    const delay = 0.002 - 0.01 * Math.log(1 - random.next());
    const server = time + delay;
    const values = [-40 - random.from(0, 30)];
    rows.push({ sender, seq, client: clock(time), server, values });
  }
  return rows;
}

function rejectsOf(sender: string): SeedReject[] {
  return Array.from({ length: 12 }, (_, i) => ({
    ...{ sender, time: 1_900 + 20 * i, stream: 1, raw: "31.5\t1\t7" },
    reason: i < 9 ? "too few fields" : "time stamp is not a number",
  }));
}
