/**
 * The measurement streams of one connection.
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import type { Limits } from "../values/limits.ts";
import {
  formatSchema,
  hasVectors,
  METADATA_SCHEMA,
  parseSchema,
  sameFields,
  sameSchema,
  type Schema,
} from "../values/schema.ts";
import { Reason } from "./reasons.ts";

/** A measurement stream, as defined by one connection. */
export interface Stream {
  /** Counts the definitions of a connection from 0; an index for arrays. */
  readonly ordinal: number;
  /** The form of its tuples. */
  readonly schema: Schema;
  /** Whether its tuples are metadata, and may be commands. */
  readonly isMetadata: boolean;
  /**
   * Whether its tuples may take the fast path (`text_run.ts`,
   * `binary_run.ts`): they are not metadata and have no blobs or vectors.
   */
  readonly isPlain: boolean;
  /** Whether a long tuple of it is read in slices, because it has vectors. */
  readonly isSliced: boolean;
}

/** Accepts a new stream; returns a reason if it has no room. */
export type TakeStream = (stream: Stream) => string | void;

/**
 * Definitions by metadata that a connection may send, whatever its limits. Both
 * ends of a resumable stream must agree on which tuples are definitions, which
 * are sent again, so what counts as one depends on no limit.
 */
export const MOST_REDEFINED = 65_536;

/** Bytes of the longest text that counts as a definition, likewise. */
const LONGEST_DEFINITION = 64 * 1024;

/** The streams that a connection has defined, by index (OMSP §Schema 0). */
export class StreamTable {
  readonly #byIndex = new Map<number, Stream>();
  readonly #limits: Limits;
  readonly #onDefine: TakeStream;
  /** The last result: consecutive tuples often belong to one stream. */
  #last: Stream | undefined;
  /** Definitions sent as metadata, including repeated and rejected ones. */
  redefined = 0;
  #defined = 0;
  /** Bytes of the accepted definitions. */
  #bytes = 0;

  /**
   * Passes each new stream to `onDefine`, which may reject it with a reason;
   * the first is schema 0, which always exists.
   */
  constructor(limits: Limits, onDefine: TakeStream) {
    this.#limits = limits;
    this.#onDefine = onDefine;
    this.#add(METADATA_SCHEMA);
  }

  /** The stream with this `index` at present. */
  get(index: number): Stream | undefined {
    if (this.#last?.schema.index !== index) {
      this.#last = this.#byIndex.get(index);
    }
    return this.#last;
  }

  /**
   * Binds an index to a schema, and replaces its previous one, unless they are
   * equal. Returns the reason if the definition is rejected because of a limit.
   * Then the index is undefined, so that its tuples are not treated as those of
   * the previous stream.
   */
  define(schema: Schema): string | undefined {
    const known = this.#byIndex.get(schema.index);
    if (known !== undefined && sameSchema(known.schema, schema)) return;
    const bytes = formatSchema(schema).length;
    const reason = this.#excess(schema, bytes) ?? this.#add(schema);
    if (reason === undefined) this.#bytes += bytes;
    else this.#forget(schema.index);
    return reason;
  }

  /**
   * Executes a schema definition sent as metadata. Returns the reason if it is
   * rejected: the text is not a schema, would redefine schema 0, or exceeds a
   * limit.
   */
  defineByText(text: string): string | undefined {
    const schema = readDefinition(text);
    if (schema === undefined || this.#isLocked(schema)) return Reason.badSchema;
    if (this.redefined >= MOST_REDEFINED) {
      this.#forget(schema.index);
      return Reason.tooManyStreams;
    }
    this.redefined++;
    return this.define(schema);
  }

  #isLocked(schema: Schema): boolean {
    const metadata = this.#byIndex.get(METADATA_SCHEMA.index);
    return metadata?.isMetadata === true && schema.index === 0 &&
      !sameSchema(schema, METADATA_SCHEMA);
  }

  #excess({ fields }: Schema, bytes: number): string | undefined {
    const limits = this.#limits;
    if (fields.length > limits.fields) return Reason.badSchema;
    if (this.#defined > limits.streams) return Reason.tooManyStreams;
    const most = limits.definitionBytes;
    return this.#bytes + bytes > most ? Reason.tooLongDefinitions : undefined;
  }

  #add(schema: Schema): string | undefined {
    const isMetadata = schema.index === METADATA_SCHEMA.index &&
      schema.name === METADATA_SCHEMA.name &&
      sameFields(schema.fields, METADATA_SCHEMA.fields);
    const isSliced = hasVectors(schema);
    const isPlain = !isMetadata && !isSliced &&
      schema.fields.every(({ type }) => type !== "blob");
    const ordinal = this.#defined;
    const stream = { ordinal, schema, isMetadata, isPlain, isSliced };
    const reason = this.#onDefine(stream);
    if (typeof reason === "string") return reason;
    this.#defined++;
    this.#byIndex.set(schema.index, stream);
    this.#last = stream;
    return undefined;
  }

  #forget(index: number): void {
    this.#byIndex.delete(index);
    this.#last = undefined;
  }
}

/** The schema that a text defines, whatever the limits. */
function readDefinition(text: string): Schema | undefined {
  if (text.length > LONGEST_DEFINITION) return undefined;
  try {
    return parseSchema(text, Infinity);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
