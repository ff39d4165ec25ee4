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
  readonly #listener: Listener;
  readonly #log: Log;
  readonly #operators = new Map<Connection, ChunkReader>();
  #acceptor: Acceptor | undefined;

  /** Operators may connect to `listener`; nobody is answered yet. */
  constructor(listener: Listener, log: Log) {
    this.#listener = listener;
    this.#log = log;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /** Answers commands by `answer`, first those that have come already. */
  open(answer: Answerer): void {
    this.#acceptor = new Acceptor(
      this.#listener,
      (operator) => this.#serve(operator, answer),
      this.#log,
      "an operator",
    );
  }

  /** Sends a line to every operator. */
  announce(line: string): void {
    for (const operator of this.#operators.keys()) this.#say(operator, [line]);
  }

  /** Takes no more commands. */
  async close(): Promise<void> {
    await this.#acceptor?.stop();
    for (const chunks of this.#operators.values()) chunks.stop();
  }

  async #serve(operator: Connection, answer: Answerer): Promise<void> {
    const chunks = new ChunkReader(operator);
    const lines = new LineReader();
    this.#operators.set(operator, chunks);
    for (;;) {
      const chunk = await chunks.next();
      if (chunk.kind !== "bytes") break;
      for (const line of lines.push(chunk.bytes)) {
        this.#say(operator, await answer(line));
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
