/**
 * The environment variables of a client, as liboml2 reads them.
 *
 * @module
 */
import process from "node:process";
import type { ClientTls } from "../ports/runtime.ts";

/** Settings from the environment. */
export interface EnvironmentOptions {
  /** `OML_NAME`. */
  readonly senderId?: string;
  /** `OML_DOMAIN`, or the obsolete `OML_EXP_ID`. */
  readonly domain?: string;
  /** `OML_COLLECT`, or the obsolete `OML_SERVER`. */
  readonly collect?: string;
  /**
   * `OML_TLS_CA`, `OML_TLS_CERT` and `OML_TLS_KEY`, which are files; only if
   * `collect` is `tls:HOST:PORT`.
   */
  readonly tls?: ClientTls;
}

/** Returns an environment variable, if it is set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; empty variables count as unset. */
export function environmentOptions(
  environment: Environment = process.env,
): EnvironmentOptions {
  const first = (...names: readonly string[]) =>
    names.map((name) => environment[name]).find(Boolean);
  const senderId = first("OML_NAME");
  const domain = first("OML_DOMAIN", "OML_EXP_ID");
  const collect = first("OML_COLLECT", "OML_SERVER");
  // Deno programs need permission to read them, so only where they matter.
  const tls = collect?.startsWith("tls:") && {
    ca: first("OML_TLS_CA"),
    cert: first("OML_TLS_CERT"),
    key: first("OML_TLS_KEY"),
  };
  return {
    ...(tls && { tls }),
    ...(senderId !== undefined && { senderId }),
    ...(domain !== undefined && { domain }),
    ...(collect !== undefined && { collect }),
  };
}
