/**
 * Commands over TCP, a line each.
 *
 * @module
 */
import { ChunkReader } from "../../ports/chunk_reader.ts";
import { errorText } from "../../ports/error_text.ts";
import type { Log } from "../../ports/log.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";
import { LineReader } from "./line_reader.ts";

/** Milliseconds before another connection is accepted after a fault. */
const ACCEPT_PAUSE_MS = 200;

/** Answers a line. */
export type Answerer = (line: string) => Promise<readonly string[]>;

/** Takes commands, and tells all operators what happens. */
export class ControlPort {
  readonly #listener: Listener;
  readonly #answer: Answerer;
  readonly #log: Log;
  readonly #operators = new Map<Connection, ChunkReader>();
  readonly #accepting: Promise<void>;
  #closed = false;

  /** Takes commands from `listener`, answered by `answer`. */
  constructor(listener: Listener, answer: Answerer, log: Log) {
    this.#listener = listener;
    this.#answer = answer;
    this.#log = log;
    this.#accepting = this.#accept();
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /** Sends a line to every operator. */
  announce(line: string): void {
    for (const operator of this.#operators.keys()) this.#say(operator, [line]);
  }

  /** Takes no more commands. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#listener.close();
    for (const chunks of this.#operators.values()) chunks.stop();
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    while (!this.#closed) {
      try {
        const operator = await this.#listener.accept();
        if (operator === null) return;
        this.#serve(operator);
      } catch (error) {
        if (this.#closed) return;
        this.#log.error("Cannot accept an operator: {reason}", {
          reason: errorText(error),
        });
        await new Promise((done) => setTimeout(done, ACCEPT_PAUSE_MS));
      }
    }
  }

  async #serve(operator: Connection): Promise<void> {
    const chunks = new ChunkReader(operator);
    const lines = new LineReader();
    this.#operators.set(operator, chunks);
    for (;;) {
      const chunk = await chunks.next();
      if (chunk.kind !== "bytes") break;
      for (const line of lines.push(chunk.bytes)) {
        this.#say(operator, await this.#answer(line));
      }
    }
    this.#operators.delete(operator);
    operator.close();
  }

  /** An operator that is gone, or reads nothing, must not hold up anyone. */
  #say(operator: Connection, lines: readonly string[]): void {
    const text = lines.map((line) => `${line}\n`).join("");
    operator.write(new TextEncoder().encode(text)).catch(() => undefined);
  }
}
