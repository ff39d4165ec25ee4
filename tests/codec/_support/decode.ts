import { ProtocolError } from "../../../codec/errors.ts";
import { OmspDecoder } from "../../../codec/streams/omsp_decoder.ts";
import type { OmspEvent } from "../../../codec/streams/omsp_event.ts";
import type { Limits } from "../../../codec/values/limits.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import { bytes, latin1, type Part } from "../../_support/packet.ts";
import { readAtEveryCut } from "./cuts.ts";

/** The result of a connection. */
export interface Decoded {
  events: OmspEvent[];
  /** Message of the protocol error that ended it. */
  error: string | undefined;
}

/** Decodes a connection to its end; only a ProtocolError may end it. */
export function decode(
  chunks: Iterable<Uint8Array>,
  limits: Partial<Limits> = {},
): Decoded {
  const decoder = new OmspDecoder(limits);
  const events: OmspEvent[] = [];
  try {
    for (const chunk of chunks) {
      events.push(...decoder.push(chunk));
      if (decoder.error !== undefined) throw decoder.error;
    }
    events.push(...decoder.end());
    if (decoder.error !== undefined) throw decoder.error;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { events, error: error.message };
  }
  return { events, error: undefined };
}

/** The properties of a connection for {@linkcode decodeBody}. */
export interface Session {
  version?: number;
  content?: "text" | "binary";
  /** The line end. */
  newline?: string;
  /** Fields of stream 1, `app_m`; or whole schemas. */
  fields?: string;
  schemas?: readonly string[];
  limits?: Partial<Limits>;
}

/** The tuples and rejected samples of a body, in short form. */
export interface Found {
  /** Name of the stream, sequence number, time stamp, values. */
  tuples: readonly (readonly [string, number, number, readonly OmlValue[]])[];
  /** Reason and raw bytes as Latin-1. */
  rejected: readonly (readonly [string, string])[];
  error: string | undefined;
}

/** Decodes a body after generated headers, split everywhere. */
export function decodeBody(session: Session, ...parts: Part[]): Found {
  const { newline = "\n", limits } = session;
  const schemas = session.schemas ?? [`1 app_m ${session.fields}`];
  const header = [
    `protocol: ${session.version ?? 5}`,
    "domain: d",
    ...schemas.map((schema) => `schema: ${schema}`),
    `content: ${session.content ?? "text"}`,
    "",
    "",
  ].join(newline);
  const { events, error } = readAtEveryCut(
    bytes(header, ...parts),
    (chunks) => decode(chunks, limits),
  );
  return { ...inShort(events), error };
}

function inShort(events: readonly OmspEvent[]): Omit<Found, "error"> {
  return {
    tuples: events.flatMap((event) =>
      event.type === "tuple"
        ? [
          [event.schema.name, event.sequence, event.timestamp, event.values],
        ] as const
        : []
    ),
    rejected: events.flatMap((event) =>
      event.type === "rejected"
        ? [[event.reason, latin1(event.raw)]] as const
        : []
    ),
  };
}

/** The values of the tuples in a body without anything else. */
export function valuesOf(
  session: Session,
  ...parts: Part[]
): readonly (readonly OmlValue[])[] {
  const { tuples, rejected, error } = decodeBody(session, ...parts);
  if (error !== undefined) throw new Error(error);
  if (rejected.length > 0) throw new Error(`refused: ${rejected[0]}`);
  return tuples.map((tuple) => tuple[3]);
}
