import type { ConversionKind } from "../../../codec/tuples/conversion.ts";
import type { Stream } from "../../../codec/tuples/stream.ts";
import type {
  TupleSink,
  VectorView,
} from "../../../codec/tuples/tuple_sink.ts";
import { latin1 } from "../../_support/packet.ts";

/** One call to a sink. */
export type Call = readonly [name: string, ...args: unknown[]];

/** Records the calls to a sink, with copies of borrowed bytes. */
export class RecordingSink implements TupleSink {
  readonly calls: Call[] = [];
  /** The bytes on the wire of definitions sent as metadata. */
  readonly redefinitions: Uint8Array[] = [];

  /** The calls of one name. */
  named(name: string): Call[] {
    return this.calls.filter((call) => call[0] === name);
  }

  /** The calls but those for tuples that were cancelled. */
  kept(): Call[] {
    const kept: Call[] = [];
    for (const call of this.calls) {
      if (call[0] !== "cancel") kept.push(call);
      else kept.length = kept.findLastIndex(([name]) => name === "begin");
    }
    return kept;
  }

  define(stream: Stream): void {
    this.calls.push(["define", stream.ordinal, stream.schema.name]);
  }
  redefined(raw: Uint8Array): void {
    this.redefinitions.push(raw.slice());
  }
  begin(stream: Stream, sequence: number, timestamp: number): void {
    this.calls.push(["begin", stream.schema.name, sequence, timestamp]);
  }
  integer(value: number): void {
    this.calls.push(["integer", value]);
  }
  integer64(high: number, low: number): void {
    this.calls.push(["integer64", high, low]);
  }
  guid(high: number, low: number): void {
    this.calls.push(["guid", high, low]);
  }
  double(value: number): void {
    this.calls.push(["double", value]);
  }
  bool(value: boolean): void {
    this.calls.push(["bool", value]);
  }
  text(bytes: Uint8Array, from: number, to: number): void {
    const text = new TextDecoder().decode(bytes.subarray(from, to));
    this.calls.push(["text", text]);
  }
  blob(bytes: Uint8Array, from: number, to: number): void {
    this.calls.push(["blob", [...bytes.subarray(from, to)]]);
  }
  vector(vector: VectorView): void {
    const { type, length } = vector;
    const elements = type === "int64" || type === "uint64"
      ? vector.integers
      : vector.numbers;
    this.calls.push(["vector", type, [...elements.subarray(0, length)]]);
  }
  null(): void {
    this.calls.push(["null"]);
  }
  converted(
    kind: ConversionKind,
    field: string,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const text = latin1(bytes.subarray(from, to));
    this.calls.push(["converted", kind, field, text]);
  }
  end(): void {
    this.calls.push(["end"]);
  }
  cancel(): void {
    this.calls.push(["cancel"]);
  }
  reject(reason: string, stream: Stream | undefined, raw: Uint8Array): void {
    this.calls.push(["reject", reason, stream?.schema.name, latin1(raw)]);
  }
}
