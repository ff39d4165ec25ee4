/**
 * Limits on what a peer can make the decoder hold.
 *
 * @module
 */

/** Limits that are checked before memory is allocated. */
export interface Limits {
  /** Bytes of all headers together. */
  readonly headerBytes: number;
  /** Bytes of a text line or binary message. */
  readonly messageBytes: number;
  /** Fields of a schema. */
  readonly fields: number;
  /** Schemas that a connection may define, including redefinitions. */
  readonly streams: number;
  /** Bytes of all these definitions together. */
  readonly definitionBytes: number;
}

/** The default limits. */
export const DEFAULT_LIMITS: Limits = {
  headerBytes: 64 * 1024,
  messageBytes: 16 * 1024 * 1024,
  fields: 1000,
  streams: 4096,
  definitionBytes: 2 * 1024 * 1024,
};
