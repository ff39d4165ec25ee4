/**
 * What the spool knows of a stream.
 *
 * @module
 */
import type { StreamHeader } from "../scan/stream_header.ts";
import type { DeliveryFacts } from "./delivery.ts";
import type { DataFact } from "./journal_facts.ts";

/** What is known of a stream when it is opened. */
export interface StreamFacts extends DeliveryFacts {
  /** Names the stream for the upstream server, a UUID. */
  readonly id: string;
  /** When its client came, in ms since 1970. */
  readonly begun: number;
  /** When its client left; unset while it is there. */
  readonly ended?: number | undefined;
  /** Its headers; unset while they are not complete. */
  readonly header?: StreamHeader | undefined;
  /** Bytes on disk that are as they were sent. */
  readonly size?: number;
  /** Their CRC-32, where the journal is to hold it. */
  readonly crc?: number;
  /** Their ranges, as the journal has them. */
  readonly data?: readonly DataFact[];
  /** Where they begin in the file. */
  readonly from?: number;
  /** Where the journal is, if not where a result file has it. */
  readonly journal?: string;
  /** The inode of its file: another file is not this one. */
  readonly inode?: number;
}
