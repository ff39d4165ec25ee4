/**
 * Commands over TCP, a line each.
 *
 * @module
 */
import { Acceptor } from "../../ports/acceptor.ts";
import { ChunkReader } from "../../ports/chunk_reader.ts";
import type { Log } from "../../ports/log.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";
import { LineReader } from "./line_reader.ts";

/** Answers a line. */
export type Answerer = (line: string) => Promise<readonly string[]>;

/** Takes commands, and tells all operators what happens. */
export class ControlPort {
  readonly #acceptor: Acceptor;
  readonly #answer: Answerer;
  readonly #operators = new Map<Connection, ChunkReader>();

  /** Takes commands from `listener`, answered by `answer`. */
  constructor(listener: Listener, answer: Answerer, log: Log) {
    this.#answer = answer;
    this.#acceptor = new Acceptor(
      listener,
      (operator) => this.#serve(operator),
      log,
      "an operator",
    );
  }

  /** The port it listens on. */
  get port(): number {
    return this.#acceptor.port;
  }

  /** Sends a line to every operator. */
  announce(line: string): void {
    for (const operator of this.#operators.keys()) this.#say(operator, [line]);
  }

  /** Takes no more commands. */
  async close(): Promise<void> {
    await this.#acceptor.stop();
    for (const chunks of this.#operators.values()) chunks.stop();
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
