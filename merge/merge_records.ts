/**
 * Merges what parts have besides rows: metadata of other programs, rejected
 * samples, counts, and the progress of resumable streams.
 *
 * @module
 */
import { METADATA_SCHEMA } from "../codec/values/schema.ts";
import type { Progress, Reject } from "../server/rows/store.ts";
import type { StoredReject } from "../stored/stored.ts";
import type { MergeContext } from "./merge_table.ts";
import type { OwnMetadata } from "./part_records.ts";
import type { Part } from "./part.ts";

/**
 * Stores the records of all parts; returns the number of rejected samples that
 * they have counted.
 */
export async function mergeRecords(
  parts: readonly Part[],
  context: MergeContext,
): Promise<number> {
  const { database } = context;
  storeOwn(parts.flatMap(({ records }) => records.own), context);
  database.flush({
    progress: furthest(parts.flatMap(({ records }) => records.progress)),
  });
  let rejected = 0;
  for (const [i, { experiment, records }] of parts.entries()) {
    const sender = context.senders.of(i);
    const place = <T extends { readonly senderId: number }>(each: T) => ({
      ...each,
      senderId: sender(each.senderId),
    });
    const rejectCounts = records.rejectCounts.map(place);
    const conversions = records.conversions.map(place);
    database.flush({ rejectCounts, conversions });
    for await (const samples of experiment.rejects()) {
      context.signal.throwIfAborted();
      const rejects = samples.map((sample) =>
        rejectOf(sample, sender, context.offsets[i])
      );
      database.flush({ rejects, rejectCounts: [] });
    }
    rejected += rejectCounts.reduce((sum, { count }) => sum + count, 0);
  }
  return rejected;
}

function rejectOf(
  { time, sender, ...sample }: StoredReject,
  number: (id: number) => number,
  offset: number,
): Reject {
  return { ...sample, arrival: time + offset, senderId: number(sender) };
}

/** Other programs' metadata; what parts have in common is stored once. */
function storeOwn(own: readonly OwnMetadata[], context: MergeContext): void {
  const { rows } = context.database.table(METADATA_SCHEMA);
  const different = new Map(own.map((each) => [
    JSON.stringify([each.subject, each.key, each.value]),
    each,
  ]));
  for (const { subject, key, value } of different.values()) {
    rows.addOwn([subject, key, value]);
  }
}

/** The progress of each stream in the part that has the most of it. */
function furthest(all: readonly Progress[]): Progress[] {
  const streams = new Map<string, Progress>();
  for (const progress of all) {
    const known = streams.get(progress.stream);
    if (known === undefined || known.offset < progress.offset) {
      streams.set(progress.stream, progress);
    }
  }
  return [...streams.values()];
}
