/**
 * Turns decoded values into events.
 *
 * @module
 */
import type { OmlValue } from "../values/oml_value.ts";
import { METADATA_SCHEMA } from "../values/schema.ts";
import type { ConversionKind } from "../tuples/conversion.ts";
import type { Conversion, OmspEvent } from "./omsp_event.ts";
import type { Stream } from "../tuples/stream.ts";
import type { TupleSink, VectorView } from "../tuples/tuple_sink.ts";

/** The usual number of conversions. */
const NONE: readonly Conversion[] = [];

/** A sink that copies: bytes may be reused, events may be kept. */
export class TupleCollector implements TupleSink {
  #events: OmspEvent[] = [];
  #schema = METADATA_SCHEMA;
  #sequence = 0;
  #timestamp = 0;
  #values: OmlValue[] = [];
  /** The parts of an unfinished vector. */
  #parts: VectorElements[] = [];
  #conversions: Conversion[] | undefined;
  // A byte order mark that a client sent before its text belongs to the text.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Adds an event that was created elsewhere. */
  add(event: OmspEvent): void {
    this.#events.push(event);
  }

  /** The events since the last call. */
  take(): OmspEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  define({ schema }: Stream): void {
    this.add({ type: "schema", schema });
  }

  begin({ schema }: Stream, sequence: number, timestamp: number): void {
    this.#schema = schema;
    this.#sequence = sequence;
    this.#timestamp = timestamp;
    this.#values = [];
    this.#conversions = undefined;
  }

  integer(value: number): void {
    const { type } = this.#schema.fields[this.#values.length];
    const wide = type === "int64" || type === "uint64";
    this.#values.push(wide ? BigInt(value) : value);
  }

  null(): void {
    this.#values.push(null);
  }

  integer64(high: number, low: number): void {
    const { type } = this.#schema.fields[this.#values.length];
    const bits = joinHalves(high, low);
    this.#values.push(type === "int64" ? BigInt.asIntN(64, bits) : bits);
  }

  guid(high: number, low: number): void {
    this.#values.push(joinHalves(high, low));
  }

  double(value: number): void {
    this.#values.push(value);
  }

  bool(value: boolean): void {
    this.#values.push(value);
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    this.#values.push(this.#decoder.decode(bytes.subarray(from, to)));
  }

  blob(bytes: Uint8Array, from: number, to: number): void {
    this.#values.push(bytes.slice(from, to));
  }

  vector(vector: VectorView): void {
    this.#parts.push(elements(vector));
    if (!vector.isLast) return;
    const [first] = this.#parts;
    // All parts have the same type.
    const all = this.#parts.length === 1
      ? first
      : this.#parts.flat() as VectorElements;
    this.#values.push(all);
    this.#parts = [];
  }

  converted(
    kind: ConversionKind,
    field: string,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const raw = bytes.slice(from, to);
    this.#conversions ??= [];
    this.#conversions.push({ kind, field, raw });
  }

  end(): void {
    this.add({
      type: "tuple",
      schema: this.#schema,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      values: this.#values,
      conversions: this.#conversions ?? NONE,
    });
  }

  cancel(): void {
    this.#values = [];
    this.#parts = [];
  }

  reject(reason: string, stream: Stream | undefined, raw: Uint8Array): void {
    const schema = stream?.schema;
    this.add({ type: "rejected", reason, schema, raw: raw.slice() });
  }
}

function joinHalves(high: number, low: number): bigint {
  return BigInt(high) << 32n | BigInt(low);
}

type VectorElements = number[] | bigint[] | boolean[];

function elements(vector: VectorView): VectorElements {
  const { type, length, numbers, integers } = vector;
  switch (type) {
    case "int64":
      return Array.from(integers.subarray(0, length));
    case "uint64":
      return Array.from(
        integers.subarray(0, length),
        (bits) => BigInt.asUintN(64, bits),
      );
    case "bool":
      return Array.from(numbers.subarray(0, length), (value) => value === 1);
    default:
      return Array.from(numbers.subarray(0, length));
  }
}
