/**
 * Options of how a server with TLS is verified, for programs that send to one.
 *
 * @module
 */
import type { Command } from "commander";
import type { ClientTls } from "../../ports/runtime.ts";
import { variable } from "../options/environment.ts";
import { filled } from "../options/values.ts";

/** What the names of the options begin with. */
export type TlsPrefix = "" | "dst-" | "oml-";

const parseFile = filled("write a file");

/** Adds the options, after those of the server. */
export function addServerTlsFlags(command: Command, prefix: TlsPrefix): void {
  command
    .option(
      `--${prefix}tls-ca <file>`,
      "certificates of CAs to trust for tls: (default: $OML_TLS_CA, and the " +
        "well-known ones)",
      parseFile,
    )
    .option(
      `--${prefix}tls-cert <file>`,
      "certificate of this client for tls: (default: $OML_TLS_CERT)",
      parseFile,
    )
    .option(
      `--${prefix}tls-key <file>`,
      "its key (default: $OML_TLS_KEY)",
      parseFile,
    );
}

/** The values of the options; where one is unset, of the environment. */
export function serverTls(
  options: Record<string, unknown>,
  prefix: TlsPrefix,
): ClientTls {
  const value = (name: "Ca" | "Cert" | "Key") => {
    const option = { "": "tls", "dst-": "dstTls", "oml-": "omlTls" }[prefix];
    return options[`${option}${name}`] as string | undefined ??
      variable(`OML_TLS_${name.toUpperCase()}`);
  };
  return { ca: value("Ca"), cert: value("Cert"), key: value("Key") };
}
