/**
 * Rejected samples as the rows of a table.
 *
 * @module
 */
import type { ExactRows, StoredReject } from "../stored/stored.ts";
import type { ComparedTable } from "./tuple.ts";

/** What is compared of rejected samples. */
export function rejectedTable(serverTime: boolean): ComparedTable {
  const names = ["sender", "stream", "reason", "raw", "length"];
  return {
    name: "_oml_rejected",
    fields: [],
    columns: [...names, ...serverTime ? ["oml_ts_server"] : []]
      .map((name) => ({ name, tolerances: [] })),
    lists: ({ values, server }) => [...values, ...serverTime ? [server] : []],
  };
}

/** Rejected samples as blocks of rows; they have no sequence numbers. */
export async function* rejectedRows(
  blocks: AsyncIterable<readonly StoredReject[]>,
): AsyncGenerator<ExactRows> {
  let id = 0;
  for await (const samples of blocks) {
    yield {
      count: samples.length,
      ids: samples.map(() => ++id),
      senders: samples.map(({ sender }) => sender),
      seqs: samples.map(() => 0),
      client: samples.map(() => null),
      server: samples.map(({ time }) => time),
      values: [
        samples.map(({ stream }) => stream ?? null),
        samples.map(({ reason }) => reason),
        samples.map(({ raw }) => raw),
        samples.map(({ length }) => length),
      ],
    };
  }
}
