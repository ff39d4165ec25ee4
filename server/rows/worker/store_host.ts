/**
 * The worker's side: runs the server's requests on a store.
 *
 * @module
 */
import { free } from "../../../codec/bytes/memory.ts";
import type { Log, LogFacts, LogLevel } from "../../../shared/log.ts";
import type { MessagePort } from "../../../ports/runtime.ts";
import {
  type Database,
  type Flush,
  type Outcome,
  StoreError,
} from "../store.ts";
import type { HostedStore } from "./hosted_store.ts";
import { ReplyGroup } from "./reply_group.ts";
import type {
  FromWorker,
  Opened,
  StoreNotice,
  StoreReply,
  StoreRequest,
  ToWorker,
} from "./store_messages.ts";
import { errorText } from "../../../shared/error_text.ts";
import { hintOf } from "../../../shared/hint_error.ts";

/** Creates the store when the server has sent its options. */
export type StoreFactory = (
  options: unknown,
  log: Log,
  abandon: AbortSignal,
) => HostedStore;

/** Answers requests received through `port`. */
export function hostStore(port: MessagePort, make: StoreFactory): void {
  const host = new StoreHost(port, make);
  port.listen((message) => {
    // Messages come only from the server's own side, so they are well-formed.
    host.receive(message as ToWorker);
  }, () => undefined);
}

class StoreHost {
  readonly #port: MessagePort;
  readonly #make: StoreFactory;
  readonly #abandon = new AbortController();
  readonly #databases = new Map<number, Database>();
  #store: HostedStore | undefined;
  #opened = 0;

  constructor(port: MessagePort, make: StoreFactory) {
    this.#port = port;
    this.#make = make;
  }

  receive(message: ToWorker): void {
    const messages = Array.isArray(message) ? message : [message];
    const group = new ReplyGroup((replies) =>
      this.#port.post(replies satisfies FromWorker)
    );
    for (const each of messages) this.#take(each, group);
  }

  #take(message: StoreRequest | StoreNotice, group: ReplyGroup): void {
    if (message.kind === "start") {
      const log = portLog(this.#port);
      this.#store = this.#make(message.options, log, this.#abandon.signal);
    } else if (message.kind === "recover") {
      this.#store?.recover?.();
    } else if (message.kind === "ping") {
      this.#port.post({ kind: "alive" } satisfies FromWorker);
    } else if (message.kind === "abandon") {
      this.#abandon.abort();
    } else {
      group.expect();
      this.#answer(message).then((reply) => group.add(reply));
    }
  }

  async #answer(request: StoreRequest): Promise<StoreReply> {
    const { id } = request;
    try {
      const result = await this.#carryOut(request);
      return { kind: "done", id, result };
    } catch (error) {
      const message = errorText(error);
      const hint = hintOf(error);
      return { kind: "failed", id, message, hint };
    }
  }

  async #carryOut(
    request: StoreRequest,
  ): Promise<Extract<StoreReply, { kind: "done" }>["result"]> {
    switch (request.kind) {
      case "open":
        return await this.#open(request.domain);
      case "join":
        return await this.#database(request.database).join(request.member);
      case "findStreams":
        return await this.#database(request.database)
          .findStreams(request.prefix);
      case "write":
        return await this.#write(request.database, request.flush);
      case "sync":
        await this.#database(request.database).sync();
        break;
      case "rest":
        await this.#database(request.database).rest();
        break;
      case "end":
        await this.#store?.close();
        break;
      case "retire":
        return await this.#retire();
      case "close": {
        const database = this.#database(request.database);
        this.#databases.delete(request.database);
        await database.close();
      }
    }
    return undefined;
  }

  /**
   * The memory copied for this thread is released before garbage collection.
   */
  async #write(database: number, flush: Flush): Promise<Outcome> {
    try {
      return await this.#database(database).write(flush);
    } finally {
      for (const { cells } of flush.rows) free(cells.bytes);
    }
  }

  async #retire(): Promise<boolean> {
    if (this.#databases.size > 0) return false;
    if (this.#store?.isAtRest === false) return false;
    await this.#store?.close();
    return true;
  }

  async #open(domain: string): Promise<Opened> {
    if (this.#store === undefined) throw new StoreError("No store was started");
    const database = await this.#store.open(domain);
    const number = this.#opened++;
    this.#databases.set(number, database);
    const { uri, found } = database;
    return { database: number, uri, found };
  }

  #database(number: number): Database {
    const database = this.#databases.get(number);
    if (database === undefined) {
      throw new StoreError(`No database ${number} is open`);
    }
    return database;
  }
}

/** A log whose messages are written by the other end. */
function portLog(port: MessagePort): Log {
  const to = (level: LogLevel) => (message: string, facts?: LogFacts) =>
    port.post({ kind: "log", level, message, facts } satisfies StoreReply);
  return {
    error: to("error"),
    warn: to("warn"),
    info: to("info"),
    debug: to("debug"),
  };
}
