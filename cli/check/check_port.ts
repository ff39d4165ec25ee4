/**
 * Checks whether a program could listen.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import type { TlsFlags } from "../flags/tls_flags.ts";
import type { Endpoint } from "../options/endpoint.ts";
import { listen } from "../process/listen.ts";
import { type Finding, problem } from "./finding.ts";

/** Listens for a moment on the ports for clients. */
export async function checkPorts(
  runtime: Runtime,
  { host, port, tls }: Endpoint & TlsFlags,
): Promise<readonly Finding[]> {
  const plain = tls?.plainListen;
  return [
    await checkListen(runtime, "port", { host, port }, "-l"),
    ...plain === undefined
      ? []
      : [await checkListen(runtime, "plain port", plain, "--plain-listen")],
  ];
}

/** Listens for a moment on a port that an option names. */
export async function checkListen(
  runtime: Runtime,
  subject: string,
  endpoint: Endpoint,
  option: string,
): Promise<Finding> {
  try {
    const listener = await listen(runtime, { ...endpoint, option });
    listener.close();
  } catch (error) {
    return problem(subject, error);
  }
  const { host = "all addresses", port } = endpoint;
  const text = port === 0 ? "any free port" : `${port} is free`;
  return { state: "ok", subject, text: `${text}, on ${host}` };
}
