/**
 * Turns what an experiment wants stored into what PostgreSQL takes.
 *
 * @module
 */
import { KEPT_REJECT_BYTES } from "../reject_log.ts";
import type { Flush, Reject } from "../store.ts";
import type { TargetTable } from "./copy_rows.ts";
import type { Rejects } from "./postgres_rejects.ts";
import type { Batch, BatchRows, RefusedIn } from "./postgres_writer.ts";
import { RowEncoder } from "./row_encoder.ts";
import { showRow } from "./row_text.ts";

/** The longest explanation of the database that is kept. */
const LONGEST_REASON = 500;

interface Table {
  readonly target: TargetTable;
  readonly encoder: RowEncoder;
}

/** A row that is not stored, and why. */
interface RefusedRow {
  readonly target: TargetTable;
  readonly row: Uint8Array<ArrayBuffer>;
  /** Few different ones: they are counted. */
  readonly reason: string;
  /** More words on it. */
  readonly detail?: string;
}

/** Knows the tables of one database by their numbers. */
export class BatchBuilder {
  readonly #keepRejects: boolean;
  readonly #tables = new Map<number, Table>();
  #built = 0;

  /** Keeps refused rows, or only counts them. */
  constructor(keepRejects: boolean) {
    this.#keepRejects = keepRejects;
  }

  /** Rows with this number are for that table. */
  name(handle: number, target: TargetTable): void {
    const encoder = new RowEncoder(target.columns);
    this.#tables.set(handle, { target, encoder });
  }

  /** The batch of a flush, whose buffers are not needed any more. */
  build(flush: Flush): Batch {
    const unfit: RefusedRow[] = [];
    const rows: BatchRows[] = flush.rows.map(({ handle, cells }) => {
      const table = this.#tables.get(handle);
      if (table === undefined) throw new Error(`No table has number ${handle}`);
      const { target, encoder } = table;
      const encoded = encoder.encode(
        cells,
        ({ row, reason }) => unfit.push({ target, row, reason }),
      );
      return { target, rows: encoded };
    });
    return {
      number: ++this.#built,
      rows,
      rejects: (refused) =>
        this.#rejects(flush, [...unfit, ...refused.map(byDatabase)]),
    };
  }

  #rejects(flush: Flush, rows: readonly RefusedRow[]): Rejects {
    const samples = rows.map(toReject);
    const kept = this.#keepRejects
      ? samples.map((sample, i) => ({
        ...sample,
        reason: rows[i].detail ?? sample.reason,
      }))
      : [];
    const counts = samples.map((sample) => ({ ...sample, count: 1 }));
    return {
      rejects: [...flush.rejects, ...kept],
      rejectCounts: [...flush.rejectCounts, ...counts],
    };
  }
}

function toReject({ target, row, reason }: RefusedRow): Reject {
  const { columns, stream } = target;
  const { senderId, arrival, line } = showRow(row, columns, stream);
  const raw = line.slice(0, KEPT_REJECT_BYTES);
  return { senderId, arrival, stream, reason, raw, length: line.length };
}

/** The database's own words may be others for each row, so are not counted. */
function byDatabase({ target, refused }: RefusedIn): RefusedRow {
  const reason = `refused by the database (${refused.state})`;
  const words = refused.reason.slice(0, LONGEST_REASON);
  return { target, row: refused.row, reason, detail: `${reason}: ${words}` };
}
