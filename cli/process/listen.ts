/**
 * Opens the listening sockets of both programs.
 *
 * @module
 */
import type { Gate, Listener, Runtime } from "../../ports/runtime.ts";
import { errorText } from "../../shared/error_text.ts";
import { HintError } from "../../shared/hint_error.ts";
import type { Endpoint } from "../options/endpoint.ts";

/** The program cannot listen where it should. */
class ListenError extends HintError {
  /** Always `"ListenError"`. */
  override name = "ListenError";
}

/** Where to listen. */
export interface ListenEndpoint extends Endpoint {
  /** The option that chooses the port, for error messages. */
  readonly option: string;
  /** Connections that the system queues until they are accepted. */
  readonly backlog?: number;
  /** Decides who may connect; by default all. */
  readonly gate?: Gate;
}

/**
 * Listens on a port.
 *
 * @throws {ListenError} if it can't, with the reason and the remedy.
 */
export async function listen(
  runtime: Runtime,
  { host, port, option, backlog, gate }: ListenEndpoint,
): Promise<Listener> {
  try {
    return await runtime.listen(port, host, backlog, gate);
  } catch (cause) {
    throw listenError({ host, port, option }, cause);
  }
}

/** The error of a program that can't listen at `endpoint`. */
export function listenError(
  { host, port, option }: ListenEndpoint,
  cause: unknown,
): Error {
  const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
  return new ListenError(`Cannot listen on ${where}: ${errorText(cause)}`, {
    cause,
    hint: `choose another port with ${option}, or stop the program that ` +
      "uses it",
  });
}
