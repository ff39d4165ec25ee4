/**
 * Commands over TCP, a line each.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import { Acceptor } from "../../ports/acceptor.ts";
import { addressText } from "../../ports/address_text.ts";
import type { Log } from "../../shared/log.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";
import { PACE } from "../../shared/pace.ts";
import { isCommand, mayBecomeCommand } from "./command.ts";
import { LineReader } from "./line_reader.ts";
import { Operator } from "./operator.ts";

/** Answers a line. */
export type Answerer = (line: string) => Promise<readonly string[]>;

/** Characters that the log shows of what is no command. */
const MAX_SHOWN = 80;

/** Operators at once: each takes a file from the clients. */
export const MOST_OPERATORS = 16;

/** Takes commands, and tells all operators what happens. */
export class ControlPort {
  readonly #listener: Listener;
  readonly #log: Log;
  readonly #operators = new Set<Operator>();
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
      (connection) => this.#serve(connection, answer),
      this.#log,
      "an operator",
    );
  }

  /** Sends a line to every operator; one that does not read is closed. */
  announce(line: string): void {
    for (const operator of this.#operators) {
      if (operator.announce(line)) continue;
      this.#log.warn("{operator}: does not read what it is told; closed", {
        operator: operator.name,
      });
      this.#operators.delete(operator);
      operator.close();
    }
  }

  /** Takes no more commands. */
  async close(): Promise<void> {
    await this.#acceptor?.stop();
    for (const operator of this.#operators) operator.stop();
  }

  #turnAway(connection: Connection): void {
    connection.close();
    this.#log.warn("{operator}: closed at once, {count} operators are there", {
      operator: addressText(connection.peer),
      count: MOST_OPERATORS,
    });
  }

  async #serve(connection: Connection, answer: Answerer): Promise<void> {
    if (this.#operators.size >= MOST_OPERATORS) {
      return this.#turnAway(connection);
    }
    const operator = new Operator(connection, addressText(connection.peer));
    this.#operators.add(operator);
    const nonsense = await obey(operator, answer);
    if (nonsense !== undefined) {
      this.#log.warn("{operator}: closed: {line} is no command", {
        operator: operator.name,
        line: quoteText(nonsense, MAX_SHOWN),
      });
    }
    this.#operators.delete(operator);
    operator.close();
  }
}

/**
 * Carries out what an operator says, until it leaves, or up to the first thing
 * that is no command: it is returned. A browser can be made to send anything
 * to this port, commands among it, but it always sends a request line first.
 */
async function obey(
  operator: Operator,
  answer: Answerer,
): Promise<string | undefined> {
  const lines = new LineReader();
  for (;;) {
    const bytes = await operator.hear();
    if (bytes === undefined) return undefined;
    await PACE.turn(bytes.length);
    for (const line of lines.push(bytes)) {
      if (line.trim() === "") continue;
      // The next command is carried out when this answer is taken.
      if (!await operator.tell(await answer(line))) return undefined;
      if (!isCommand(line)) return line;
      await PACE.turn(line.length);
    }
    const { rest } = lines;
    if (!mayBecomeCommand(rest)) {
      await operator.tell(await answer(rest));
      return rest;
    }
  }
}
