/**
 * The measurement streams of one connection.
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import { isVectorType } from "../values/oml_type.ts";
import type { Limits } from "../values/limits.ts";
import {
  METADATA_SCHEMA,
  parseSchema,
  sameFields,
  sameSchema,
  type Schema,
} from "../values/schema.ts";

/** A measurement stream as one connection defined it. */
export interface Stream {
  /** Counts the definitions of a connection from 0; a key for arrays. */
  readonly ordinal: number;
  /** What its tuples look like. */
  readonly schema: Schema;
  /** Whether its tuples are metadata, and so may be commands. */
  readonly isMetadata: boolean;
  /** Whether its tuples may be read the quick way (`text_run.ts`). */
  readonly isPlain: boolean;
}

/** Finds the streams of a connection. */
export interface StreamLookup {
  /** The stream that tuples call `index` at present. */
  get(index: number): Stream | undefined;
}

/** The streams a connection has defined, by index (OMSP §Schema 0). */
export class StreamTable implements StreamLookup {
  readonly #byIndex = new Map<number, Stream>();
  readonly #limits: Limits;
  readonly #onDefine: (stream: Stream) => void;
  /** What was found last: tuples of one stream come in runs. */
  #last: Stream | undefined;
  /** Definitions that came as metadata, repeated ones included. */
  redefined = 0;
  #defined = 0;

  /** Tells `onDefine` each new stream; the first is schema 0, known always. */
  constructor(limits: Limits, onDefine: (stream: Stream) => void) {
    this.#limits = limits;
    this.#onDefine = onDefine;
    this.#add(METADATA_SCHEMA);
  }

  /** The stream that tuples call `index` at present. */
  get(index: number): Stream | undefined {
    if (this.#last?.schema.index !== index) {
      this.#last = this.#byIndex.get(index);
    }
    return this.#last;
  }

  /**
   * Binds an index to a schema, in place of what it was bound to. Repeating a
   * definition returns the stream that is there.
   *
   * @throws {ProtocolError} with code `"limit"` past the limit.
   */
  define(schema: Schema): Stream {
    const known = this.#byIndex.get(schema.index);
    if (known !== undefined && sameSchema(known.schema, schema)) return known;
    if (this.#defined > this.#limits.streams) {
      throw new ProtocolError(
        "limit",
        `Cannot define more than ${this.#limits.streams} schemas on one connection`,
      );
    }
    return this.#add(schema);
  }

  /**
   * Carries out a schema definition that came as metadata; returns the new
   * stream, the one that was there before, or `undefined` where the text is
   * no schema or would redefine schema 0.
   */
  defineByText(text: string): Stream | undefined {
    try {
      const schema = parseSchema(text, this.#limits.fields);
      const metadata = this.#byIndex.get(METADATA_SCHEMA.index);
      const locked = metadata?.isMetadata === true && schema.index === 0;
      if (locked && !sameSchema(schema, METADATA_SCHEMA)) return undefined;
      const stream = this.define(schema);
      this.redefined++;
      return stream;
    } catch (error) {
      if (error instanceof ProtocolError && error.code === "schema") return;
      throw error;
    }
  }

  #add(schema: Schema): Stream {
    const isMetadata = schema.index === METADATA_SCHEMA.index &&
      schema.name === METADATA_SCHEMA.name &&
      sameFields(schema.fields, METADATA_SCHEMA.fields);
    const isPlain = !isMetadata &&
      schema.fields.every(({ type }) => type !== "blob" && !isVectorType(type));
    const stream = { ordinal: this.#defined++, schema, isMetadata, isPlain };
    this.#byIndex.set(schema.index, stream);
    this.#last = stream;
    this.#onDefine(stream);
    return stream;
  }
}
