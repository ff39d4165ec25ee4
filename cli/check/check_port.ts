/**
 * Checks whether the server could listen.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import { listen } from "../process/listen.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "port";

/** Listens for a moment. */
export async function checkPort(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<Finding> {
  try {
    const listener = await listen(runtime, { ...flags, option: "-l" });
    listener.close();
  } catch (error) {
    return problem(SUBJECT, error);
  }
  const { host = "all addresses", port } = flags;
  const text = port === 0 ? "any free port" : `${port} is free`;
  return { state: "ok", subject: SUBJECT, text: `${text}, on ${host}` };
}
