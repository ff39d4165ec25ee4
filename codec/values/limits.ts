/**
 * What a peer may make us hold, in bytes and counts.
 *
 * @module
 */

/** Bounds checked before memory is taken. */
export interface Limits {
  /** Bytes of the whole header block. */
  readonly headerBytes: number;
  /** Bytes of one text line or one binary message. */
  readonly messageBytes: number;
  /** Fields of one schema. */
  readonly fields: number;
  /** Schemas one connection may define, redefinitions included. */
  readonly streams: number;
  /** Bytes of the definitions of these schemas together. */
  readonly definitionBytes: number;
}

/** The limits that hold where nothing else is said. */
export const DEFAULT_LIMITS: Limits = {
  headerBytes: 64 * 1024,
  messageBytes: 16 * 1024 * 1024,
  fields: 1000,
  streams: 4096,
  definitionBytes: 2 * 1024 * 1024,
};
