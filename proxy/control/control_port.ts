/**
 * The control port: commands over TCP, one per line.
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

/** Executes a line; returns the lines of the answer. */
export type Answerer = (line: string) => Promise<readonly string[]>;

/** Characters of an invalid line that the log shows. */
const MAX_SHOWN = 80;

/** Operators connected at a time: each needs a file descriptor. */
export const MOST_OPERATORS = 16;

/** Executes commands, and sends announcements to all operators. */
export class ControlPort {
  readonly #listener: Listener;
  readonly #log: Log;
  readonly #operators = new Set<Operator>();
  #acceptor: Acceptor | undefined;

  /** Listens with `listener`; executes no commands before `open`. */
  constructor(listener: Listener, log: Log) {
    this.#listener = listener;
    this.#log = log;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#listener.address.port;
  }

  /** Executes commands with `answer`, starting with those already received. */
  open(answer: Answerer): void {
    this.#acceptor = new Acceptor(
      this.#listener,
      (connection) => this.#serve(connection, answer),
      this.#log,
      "an operator",
    );
  }

  /** Sends a line to every operator; closes connections that are not read. */
  announce(line: string): void {
    for (const operator of this.#operators) {
      if (operator.announce(line)) continue;
      this.#log.warn("{operator}: closed: it does not read announcements", {
        operator: operator.name,
      });
      this.#operators.delete(operator);
      operator.close();
    }
  }

  /** Accepts no more commands. */
  async close(): Promise<void> {
    await this.#acceptor?.stop();
    for (const operator of this.#operators) operator.stop();
  }

  #refuse(connection: Connection): void {
    connection.close();
    this.#log.warn(
      "{operator}: closed at once, {count} operators are connected",
      {
        operator: addressText(connection.peer),
        count: MOST_OPERATORS,
      },
    );
  }

  async #serve(connection: Connection, answer: Answerer): Promise<void> {
    if (this.#operators.size >= MOST_OPERATORS) {
      return this.#refuse(connection);
    }
    const operator = new Operator(connection, addressText(connection.peer));
    this.#operators.add(operator);
    const invalid = await execute(operator, answer);
    if (invalid !== undefined) {
      this.#log.warn("{operator}: closed: {line} is not a command", {
        operator: operator.name,
        line: quoteText(invalid, MAX_SHOWN),
      });
    }
    this.#operators.delete(operator);
    operator.close();
  }
}

/**
 * Executes commands until the operator disconnects, or until the first line
 * that is not a command, which is returned. A web page can make a browser send
 * any bytes to this port, including commands, but a request line always comes
 * first.
 */
async function execute(
  operator: Operator,
  answer: Answerer,
): Promise<string | undefined> {
  const lines = new LineReader();
  for (;;) {
    const bytes = await operator.read();
    if (bytes === undefined) return undefined;
    await PACE.turn(bytes.length);
    for (const line of lines.push(bytes)) {
      if (line.trim() === "") continue;
      // The next command is executed after this answer has been sent.
      if (!await operator.send(await answer(line))) return undefined;
      if (!isCommand(line)) return line;
      await PACE.turn(line.length);
    }
    const { rest } = lines;
    if (!mayBecomeCommand(rest)) {
      await operator.send(await answer(rest));
      return rest;
    }
  }
}
