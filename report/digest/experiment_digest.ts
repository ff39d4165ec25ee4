/**
 * What is counted of an experiment, row by row. Memory grows with the pairs of
 * senders and tables, about 13 KiB each, and not with the rows.
 *
 * @module
 */
import { SenderDigest } from "../../archive/digest/sender_digest.ts";
import { isTime } from "../../archive/selection.ts";
import type { ExactRows } from "../../stored/stored.ts";
import { FastestTuples } from "./fastest_tuples.ts";
import { RateSlots } from "./rate_slots.ts";
import { Silences } from "./silences.ts";
import { TimeScale } from "./time_scale.ts";

/** The rows of one sender in one table. */
export interface CellDigest {
  /** What the page shows as well. */
  readonly counts: SenderDigest;
  /** Times without rows. */
  readonly silences: Silences;
  /** Rows over time. */
  readonly rates: RateSlots;
  /** The clock of the sender, whatever the table. */
  readonly clock: FastestTuples;
}

/** Counts all rows of an experiment, table by table. */
export class ExperimentDigest {
  /** The time axis of all senders. */
  readonly scale: TimeScale = new TimeScale();
  readonly #cells = new Map<string, Map<number, CellDigest>>();
  readonly #clocks = new Map<number, FastestTuples>();

  /** The cells of a table by the number of their sender. */
  cells(table: string): ReadonlyMap<number, CellDigest> {
    return this.#cells.get(table) ?? new Map();
  }

  /** Adds rows of a table, in the order of their ids. */
  add(table: string, rows: ExactRows): void {
    const cells = this.#cells.get(table) ?? new Map<number, CellDigest>();
    this.#cells.set(table, cells);
    const { count, senders, seqs, client, server } = rows;
    for (let i = 0; i < count; i++) {
      const cell = cells.get(senders[i]) ?? this.#begin(cells, senders[i]);
      addRow(cell, seqs[i], timeOf(client[i]), timeOf(server[i]));
    }
  }

  #begin(cells: Map<number, CellDigest>, sender: number): CellDigest {
    const { scale } = this;
    const clock = this.#clocks.get(sender) ?? new FastestTuples(scale);
    this.#clocks.set(sender, clock);
    const cell = {
      counts: new SenderDigest(true),
      silences: new Silences(),
      rates: new RateSlots(scale),
      clock,
    };
    cells.set(sender, cell);
    return cell;
  }
}

function addRow(
  { counts, silences, rates, clock }: CellDigest,
  seq: number,
  client: number | null,
  server: number | null,
): void {
  counts.add(seq, client, server);
  if (server === null) return;
  silences.add(client, server);
  rates.add(server);
  if (client !== null) clock.add(client, server);
}

function timeOf(value: number | null): number | null {
  return isTime(value) ? value : null;
}
