/**
 * Takes in the body of one connection, chunk by chunk, as there is room for
 * its rows.
 *
 * @module
 */
import type { Chunk } from "../../ports/chunk_reader.ts";
import type { Arrivals } from "./arrivals.ts";
import type { RowSink } from "../batches/row_sink.ts";
import type { Drain } from "./drain.ts";
import type { Intake } from "./intake.ts";
import type { Body } from "../resume/resumed_body.ts";
import type { Experiment } from "../experiments/experiment.ts";

/** A complete tuple waits so long for a line that may belong to it. */
const HOLD_MS = 250;

/** What decides when more of a body may be decoded. */
export interface Room {
  /** Where its chunks come from. */
  readonly intake: Intake;
  /** Counts the time that it is read at a stop. */
  readonly drain: Drain;
  /** Where its rows go. */
  readonly experiment: Experiment;
}

/** What a body is taken in with. */
export interface BodyLoop extends Room {
  /** Notes when its bytes arrive. */
  readonly arrivals: Arrivals;
  /** Takes its tuples. */
  readonly rows: RowSink;
  /** The experiment's start. */
  readonly start: number;
  /** Whether the session was told to end because the server stops. */
  readonly isStopping: () => boolean;
}

/**
 * Decodes what arrives, from `rest` on, until nothing more will; returns why.
 *
 * @throws {ProtocolError} past a limit.
 * @throws {IntakeError} if there is no room for a message.
 */
export async function takeIn(
  rest: Uint8Array,
  body: Body,
  loop: BodyLoop,
): Promise<Exclude<Chunk["kind"], "bytes" | "quiet">> {
  const { intake, drain, arrivals, experiment, rows } = loop;
  for (let full; (full = wait(loop, rest.length)) !== undefined;) await full;
  intake.check();
  body.push(rest);
  // It may be in memory of the headers, which is given back then.
  await finish(body, loop);
  intake.holdIn(body);
  for (;;) {
    experiment.settle();
    const chunk = await intake.next(body.holding ? HOLD_MS : undefined);
    if (chunk.kind === "stopped" && loop.isStopping()) {
      // More may have come while a stop waited for the database.
      if (await drain.readsOn(() => experiment.flush())) continue;
      return "stopped";
    }
    if (chunk.kind === "bytes") arrivals.note();
    rows.arrival = arrivals.since(loop.start);
    // Right before it is decoded: others may have filled up what room there
    // was when the reading began.
    const size = chunk.kind === "bytes" ? chunk.bytes.length : 0;
    for (let full; (full = wait(loop, size)) !== undefined;) await full;
    intake.check();
    if (chunk.kind === "bytes") {
      body.push(chunk.bytes);
      if (body.isUnfinished) await finish(body, loop);
    } else if (chunk.kind === "quiet") {
      body.idle();
      if (body.isUnfinished) await finish(body, loop);
    } else return chunk.kind;
  }
}

/**
 * Decodes the rest of long messages slice by slice.
 *
 * @throws {ProtocolError} past a limit.
 * @throws {IntakeError} if there is no room for what is behind them.
 */
export async function finish(body: Body, room: Room): Promise<void> {
  while (body.isUnfinished) {
    await room.intake.turn(Infinity);
    for (let full; (full = wait(room, Infinity)) !== undefined;) await full;
    room.intake.check();
    body.goOn();
  }
}

/**
 * Resolves when there may be room for rows; `undefined` if there is. Many may
 * have waited for it: they take turns to decode so many `bytes`.
 */
function wait(room: Room, bytes: number): Promise<void> | undefined {
  const full = room.experiment.settle();
  return full && room.drain.hold(full).then(() => room.intake.turn(bytes));
}
