/**
 * Measurement points of a program.
 *
 * @module
 */
import type { OmlValue } from "../codec/values/oml_value.ts";
import type { Schema } from "../codec/values/schema.ts";
import { DefinitionError } from "./errors.ts";
import type { NamedValues, Values } from "./schema_text.ts";

/**
 * A measurement point of a program. Its type arguments are the values of a
 * tuple, as TypeScript derives them from the schema's text.
 */
export interface MeasurementPoint<
  Positional extends readonly OmlValue[],
  Named,
> {
  /** Its schema. */
  readonly schema: Schema;
  /**
   * Adds a tuple, to be sent in the background. Returns false if it was dropped
   * because the buffer is full or the client is closed.
   *
   * @throws {EncodeError} if a value is out of its type's range or too long.
   */
  inject(...values: Positional): boolean;
  /**
   * Adds a tuple with values by name, in any order.
   *
   * @throws {EncodeError} as {@linkcode MeasurementPoint.inject} does.
   */
  injectNamed(values: Named): boolean;
  /**
   * Adds metadata about this point or one of its fields, such as a unit.
   *
   * @throws {DefinitionError} if it has no such field.
   */
  describe(key: string, value: string, field?: string): boolean;
}

/** The measurement point that a schema's text defines. */
export type PointOf<Text extends string> = Values<Text> extends
  infer Positional extends readonly OmlValue[]
  ? MeasurementPoint<Positional, NamedValues<Text>>
  : never;

/** Takes a tuple of a stream; returns false if it is dropped. */
export type Inject = (stream: Stream, values: readonly OmlValue[]) => boolean;

/** A stream whose tuples are numbered. */
export class Stream {
  readonly schema: Schema;
  #sequence = 1;

  /** A stream of tuples that conform to `schema`. */
  constructor(schema: Schema) {
    this.schema = schema;
  }

  /** The number of the next tuple. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Counts a tuple; the number stays within int32. */
  advance(): void {
    this.#sequence = this.#sequence % 0x7fffffff + 1;
  }
}

/** A measurement point of a client. */
export class Point {
  readonly schema: Schema;
  readonly #stream: Stream;
  readonly #inject: Inject;
  readonly #describe: (subject: string, key: string, value: string) => boolean;

  /** Injects into a stream of its own. */
  constructor(
    schema: Schema,
    inject: Inject,
    describe: (subject: string, key: string, value: string) => boolean,
  ) {
    this.schema = schema;
    this.#stream = new Stream(schema);
    this.#inject = inject;
    this.#describe = describe;
  }

  inject(...values: readonly OmlValue[]): boolean {
    return this.#inject(this.#stream, values);
  }

  injectNamed(values: Readonly<Record<string, OmlValue>>): boolean {
    const { fields } = this.schema;
    return this.inject(...fields.map(({ name }) => values[name]));
  }

  describe(key: string, value: string, field?: string): boolean {
    const { name, fields } = this.schema;
    if (field === undefined) return this.#describe(`.${name}`, key, value);
    if (fields.some((each) => each.name === field)) {
      return this.#describe(`.${name}.${field}`, key, value);
    }
    throw new DefinitionError(
      `Cannot describe field ${field} of ${name}: it has no such field`,
    );
  }
}
