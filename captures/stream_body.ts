/**
 * The body of a stream, from its headers to its last row. It takes the path of
 * a client's session, without a connection.
 *
 * @module
 */
import type { SessionHeader } from "../codec/headers/session_header.ts";
import { TupleDecoder } from "../codec/streams/tuple_decoder.ts";
import type { Limits } from "../codec/values/limits.ts";
import type { RowReport } from "../server/batches/row_sink.ts";
import type { Experiment } from "../server/experiments/experiment.ts";
import type { Body } from "../server/resume/resumed_body.ts";
import type { Joined } from "../server/rows/store.ts";
import { PACE, SLICE_BYTES } from "../shared/pace.ts";
import { RecordedRows } from "./recorded_rows.ts";

/** What a stream contained. */
export interface RowCounts {
  /** Tuples that were stored. */
  readonly tuples: number;
  /** Samples that were rejected. */
  readonly rejected: number;
  /** Values that differ from the text in the capture. */
  readonly converted: number;
}

/** Where the rows of a stream go. */
export interface BodyTarget {
  /** The experiment, which stays open meanwhile. */
  readonly experiment: Experiment;
  /** Limits on what is held of the stream. */
  readonly limits: Limits;
  /** The name under which its progress is stored, if it is. */
  readonly resume?: string;
  /** Receives rejected samples and converted values. */
  readonly report?: RowReport;
}

/** The parts of a {@linkcode StreamBody}. */
export interface BodyParts {
  /** The experiment. */
  readonly experiment: Experiment;
  /** Number of the sender. */
  readonly senderId: number;
  /** Receives the tuples. */
  readonly rows: RecordedRows;
  /** Decodes the bytes. */
  readonly tuples: Body;
}

/** Prepares to decode the body of a stream that has joined its experiment. */
export function bodyParts(
  header: SessionHeader,
  { senderId, startTime: start = 0, resumed }: Joined,
  { experiment, limits, resume, report }: BodyTarget,
): BodyParts & { readonly tuples: TupleDecoder } {
  const { startTime, arrivals } = header;
  const timeOffset = startTime === undefined ? 0 : startTime - start;
  const placement = { senderId, timeOffset, resume, arrivals };
  const rows = new RecordedRows(experiment, placement, report);
  // Rejected definitions were counted before.
  rows.isRepetition = resumed !== undefined;
  const slice = { slice: SLICE_BYTES };
  const tuples = new TupleDecoder(header, rows, limits, slice);
  return { experiment, senderId, rows, tuples };
}

/** Stores one body. The calls must be awaited one after the other. */
export class StreamBody {
  readonly #parts: BodyParts;
  /** Whether the rest can't be decoded. */
  #isBroken = false;

  /** Stores with `parts`, which belong together. */
  constructor(parts: BodyParts) {
    this.#parts = parts;
  }

  /** What it has contained so far. */
  get counts(): RowCounts {
    const { kept, rejected, conversions } = this.#parts.rows;
    return { tuples: kept, rejected, converted: conversions };
  }

  /**
   * Takes the next bytes, cut anywhere, which must not change until it
   * resolves.
   *
   * @throws {ProtocolError} past a limit.
   * @throws {StoreError} if the database can't be used.
   */
  async push(bytes: Uint8Array): Promise<void> {
    this.#isBroken = true;
    await this.#waitForRoom(bytes.length);
    this.#parts.tuples.push(bytes);
    await this.#finish();
    this.#parts.experiment.commitInTime();
    this.#isBroken = false;
  }

  /** Nothing has been added for a while: a complete tuple waits no longer. */
  idle(): void {
    this.#parts.tuples.idle();
    this.#parts.experiment.commitInTime();
  }

  /**
   * Resolves when everything decoded is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async flush(): Promise<void> {
    await this.#parts.experiment.flush();
  }

  /**
   * The stream has ended. Resolves when everything is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async end(): Promise<void> {
    try {
      if (this.#isBroken) this.#parts.tuples.idle();
      else this.#parts.tuples.end();
      await this.#finish();
      await this.flush();
    } finally {
      this.leave();
    }
  }

  /** Nothing more is stored of it. */
  leave(): void {
    const { experiment, senderId, rows } = this.#parts;
    experiment.leave(senderId, rows.tables);
  }

  /** Decodes the rest of long messages in slices. */
  async #finish(): Promise<void> {
    const { tuples } = this.#parts;
    while (tuples.isUnfinished) {
      await this.#waitForRoom(Infinity);
      tuples.goOn();
    }
  }

  /** Resolves when there is room for the rows of so many bytes. */
  async #waitForRoom(bytes: number): Promise<void> {
    const { experiment } = this.#parts;
    for (let full; (full = experiment.makeRoom()) !== undefined;) await full;
    // The page and the timers of commits have their turns.
    const turn = PACE.turn(bytes);
    if (turn !== undefined) await turn;
  }
}
