import { HeaderReader } from "../../codec/headers/header_reader.ts";
import type { TupleSink } from "../../codec/tuples/tuple_sink.ts";
import { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { type Client, connect } from "./client.ts";
import { bytes } from "./packet.ts";
import { waitFor } from "./wait_for.ts";

/** Ignores tuples, but keeps definitions of streams. */
class DefinitionSink implements TupleSink {
  readonly definitions: Uint8Array[] = [];
  redefined(raw: Uint8Array): void {
    this.definitions.push(raw.slice());
  }
  define(): void {}
  begin(): void {}
  integer(): void {}
  integer64(): void {}
  guid(): void {}
  double(): void {}
  bool(): void {}
  text(): void {}
  blob(): void {}
  vector(): void {}
  null(): void {}
  converted(): void {}
  end(): void {}
  cancel(): void {}
  reject(): void {}
}

/** Sends one stream, and continues it at the offset that the server returns. */
export class ResumableSender {
  readonly #uuid: string;
  readonly #header: string;
  readonly #body: Uint8Array;

  /** `header` ends with its empty line. */
  constructor(uuid: string, header: string, body: Uint8Array) {
    this.#uuid = uuid;
    this.#header = header;
    this.#body = body;
  }

  /** Bytes of the whole stream. */
  get length(): number {
    return this.#header.length + this.#body.length;
  }

  /** Connects, sends the headers, and waits for the server's answer. */
  async begin(port: number): Promise<{ client: Client; offset: number }> {
    const client = await connect(port);
    const wish = `oml2-resume: ${this.#uuid} ${this.length}\n`;
    await client.send(wish + this.#header);
    await waitFor("an answer", () => answers(client).length > 0);
    return { client, offset: answers(client)[0] };
  }

  /** The bytes to send after the headers, from `offset` on. */
  rest(offset: number): Uint8Array {
    const { header, rest } = new HeaderReader(DEFAULT_LIMITS)
      .push(bytes(this.#header)) ?? {};
    if (header === undefined || rest?.length !== 0) {
      throw new Error("no header");
    }
    const from = Math.max(0, offset - this.#header.length);
    const sink = new DefinitionSink();
    const decoder = new TupleDecoder(header, sink);
    decoder.push(this.#body.slice(0, from));
    return bytes(...sink.definitions, this.#body.subarray(from));
  }
}

/** The offsets that the server has returned. */
export function answers(client: Client): number[] {
  const lines = client.heard.split("\n").slice(0, -1);
  return lines.map((line) => Number(/^oml2-resume (\d+)$/.exec(line)?.[1]));
}
