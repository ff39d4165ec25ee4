/**
 * What is known of a stream when it is opened.
 *
 * @module
 */
import type { StreamHeader } from "../scan/stream_header.ts";
import type { DeliveryFacts } from "./delivery.ts";
import type { DataFact } from "./journal_facts.ts";

/** What is known of a stream when it is opened. */
export interface StreamFacts extends DeliveryFacts {
  /** Its name for the upstream server, a UUID. */
  readonly id: string;
  /** When its client connected, in ms since 1970. */
  readonly begun: number;
  /** When its client disconnected; unset while it is connected. */
  readonly ended?: number | undefined;
  /** Its headers; unset while they are incomplete. */
  readonly header?: StreamHeader | undefined;
  /** Valid bytes on disk. */
  readonly size?: number;
  /** Their CRC-32, if the journal must record it. */
  readonly crc?: number;
  /** Their ranges, as the journal records them. */
  readonly data?: readonly DataFact[];
  /** Where they begin in the file. */
  readonly from?: number;
  /** Path of the journal, if not that of a result file's. */
  readonly journal?: string;
  /** The inode of its file, to detect another one. */
  readonly inode?: number;
}
