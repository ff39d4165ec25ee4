import {
  MemoryArchive,
  type MemoryRow,
  type MemoryTable,
} from "../../../_support/memory_archive.ts";

/** A table with one column of each kind, and `count` rows of two senders. */
function linkTable(count: number): MemoryTable {
  return {
    name: "radio_link",
    columns: [
      { name: "rssi", type: "int32", kind: "number", unit: "dBm" },
      { name: "up", type: "bool", kind: "boolean" },
      { name: "peer", type: "string", kind: "text", description: "Its peer." },
      { name: "taps", type: "[double]", kind: "vector" },
      { name: "frame", type: "blob", kind: "blob" },
    ],
    rows: Array.from({ length: count }, (_, i) => linkRow(i + 1)),
  };
}

/** The row `id` of {@linkcode linkTable}. */
export function linkRow(id: number): MemoryRow {
  const time = (id - 1) / 10;
  return {
    id,
    sender: `node${(id - 1) % 2 + 1}`,
    seq: Math.floor((id - 1) / 2) + 1,
    client: time,
    server: (100 * (id - 1) + 3) / 1000,
    values: {
      rssi: -60 - id % 10,
      up: id % 3 !== 0,
      peer: id % 4 === 0 ? null : `peer, "${id}"`,
      taps: [id, null, 0.5],
      frame: "AAEC",
    },
  };
}

/** An archive with the experiment `wifi`, whose table has `count` rows. */
export function someArchive(count = 40): MemoryArchive {
  return new MemoryArchive([
    {
      name: "wifi",
      startTime: 1_700_000_000,
      senders: ["node1", "node2"],
      tables: [linkTable(count), { name: "empty", columns: [], rows: [] }],
      metadata: [
        { subject: ".", key: "start_time", value: "1700000000" },
        { subject: ".", key: "place", value: "roof", sender: "node1" },
      ],
      rejects: [
        sample(1, "node1"),
        { ...sample(2, "node2"), stream: 1 },
        sample(3, "node1"),
      ],
      conversions: [{ sender: "node1", count: 3 }],
    },
    { name: "old", senders: [], tables: [] },
  ]);
}

function sample(id: number, sender: string) {
  const reason = 'invalid int32 "abc"';
  return { id, time: id, sender, reason, raw: "YWJj", length: 3 };
}
