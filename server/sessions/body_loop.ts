/**
 * Reads the body of one connection chunk by chunk, as long as there is room for
 * its rows.
 *
 * @module
 */
import type { Chunk } from "../../ports/chunk_reader.ts";
import type { Drain } from "./drain.ts";
import { EarlyChunks } from "./early_chunks.ts";
import type { Intake } from "./intake.ts";
import type { Body } from "../resume/resumed_body.ts";
import { LONG_BYTES, type LongMessages } from "../experiments/long_messages.ts";
import type { Experiment } from "../experiments/experiment.ts";

/**
 * Milliseconds that a complete tuple waits for a line that may belong to it.
 */
const HOLD_MS = 250;

/** Decides when more of a body may be decoded. */
export interface Room {
  /** Source of its chunks. */
  readonly intake: Intake;
  /** Counts the time for which it is read at a stop. */
  readonly drain: Drain;
  /** The experiment of its rows. */
  readonly experiment: Experiment;
  /** Decides when a long message may become a row. */
  readonly longMessages: LongMessages;
}

/** Context of {@linkcode takeIn}. */
export interface BodyLoop extends Room {
  /** Notes that bytes have arrived, before they are decoded. */
  readonly arrived: () => void;
  /** Whether the session ends because the server stops. */
  readonly isStopping: () => boolean;
}

/**
 * Decodes `rest` and received data until the input ends; returns the reason.
 *
 * @throws {ProtocolError} past a limit.
 * @throws {IntakeError} if there is no room for a message.
 */
export async function takeIn(
  rest: Uint8Array,
  body: Body,
  loop: BodyLoop,
): Promise<Exclude<Chunk["kind"], "bytes" | "quiet">> {
  const { intake, drain, experiment } = loop;
  for (let full; (full = wait(loop, rest.length)) !== undefined;) await full;
  intake.check();
  body.push(rest);
  // `rest` may be in memory of the headers, which is released afterwards.
  await finish(body, loop);
  intake.holdIn(body);
  const early = new EarlyChunks(body, loop);
  intake.takeEarly((bytes) => early.take(bytes));
  for (;;) {
    experiment.commitInTime();
    const chunk = await intake.next(body.holding ? HOLD_MS : undefined);
    early.check();
    if (chunk.kind === "stopped" && loop.isStopping()) {
      // More may have arrived while a stop waited for the database.
      if (await drain.readsOn(() => experiment.flush())) continue;
      return "stopped";
    }
    const size = chunk.kind === "bytes" ? chunk.bytes.length : 0;
    if (size > 0) loop.arrived();
    // Checked right before decoding: other sessions may have used up the room
    // that existed when the read began.
    const isLong = body.memory >= LONG_BYTES;
    for (let full; (full = wait(loop, size, isLong)) !== undefined;) await full;
    intake.check();
    if (isLong) loop.longMessages.begin();
    try {
      if (chunk.kind === "bytes") {
        // An empty chunk only ends the wait: it was taken early.
        if (size > 0) body.push(chunk.bytes);
      } else if (chunk.kind === "quiet") body.idle();
      else return chunk.kind;
      if (body.isUnfinished) await finish(body, loop);
    } finally {
      if (isLong) endLong(loop);
    }
  }
}

/** Submits the row of a long message for commit. */
function endLong({ experiment, longMessages }: BodyLoop): void {
  if (!experiment.failed.aborted) experiment.commitInTime();
  longMessages.end();
}

/**
 * Decodes the rest of long messages in slices.
 *
 * @throws {ProtocolError} past a limit.
 * @throws {IntakeError} if there is no room for what follows them.
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
 * Resolves when there may be room for rows; `undefined` if there is. Many
 * sessions may have waited for it, so they take turns to decode `bytes` bytes.
 */
function wait(
  room: Room,
  bytes: number,
  isLong = false,
): Promise<void> | undefined {
  const full = room.experiment.makeRoom(bytes) ??
    (isLong ? room.longMessages.wait() : undefined);
  return full && room.drain.hold(full).then(() => room.intake.turn(bytes));
}
