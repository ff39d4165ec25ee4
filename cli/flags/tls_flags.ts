/**
 * Options of TLS for clients.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { type Endpoint, parseListen } from "../options/endpoint.ts";
import { OptionsError } from "../options/options_error.ts";
import { filled } from "../options/values.ts";

/** How clients are served over TLS. */
export interface TlsOptions {
  /** File with the certificate. */
  readonly cert: string;
  /** File with its key. */
  readonly key: string;
  /** File with the certificates of the CAs of clients. */
  readonly clientCa: string | undefined;
  /** Whether clients must have a certificate. */
  readonly requiresCertificate: boolean;
  /** Where to listen without TLS, too. */
  readonly plainListen: Endpoint | undefined;
  /** File that says which client may write to which domain. */
  readonly domains: string | undefined;
}

/** Whether and how clients are served over TLS. */
export interface TlsFlags {
  /** The options; unset without TLS. */
  readonly tls: TlsOptions | undefined;
}

const GROUP = "TLS (docs/tls.md):";
const parseFile = filled("write a file");

/** Adds the options that both programs have. */
export function addTlsFlags(command: Command): void {
  command.optionsGroup(GROUP)
    .option(
      "--tls-cert <file>",
      "certificate in PEM format: the port of -l speaks TLS",
      parseFile,
    )
    .option("--tls-key <file>", "its key", parseFile)
    .option(
      "--tls-client-ca <file>",
      "verify the certificates of clients by these of CAs",
      parseFile,
    )
    .option(
      "--tls-require-client-cert",
      "refuse clients without a certificate",
    )
    .addOption(
      new Option(
        "--plain-listen <[host:]port>",
        "also listen without TLS, on this port or host:port",
      ).argParser(parseListen),
    );
}

/** Adds the option that only the server has. */
export function addTlsDomainFlags(command: Command): void {
  command.optionsGroup(GROUP).option(
    "--tls-domains <file>",
    "which client may write to which domains: lines with a name of its " +
      "certificate, and patterns",
    parseFile,
  );
}

/**
 * The values of the options.
 *
 * @throws {OptionsError} if one lacks another that it needs.
 */
export function tlsFlags(options: Record<string, unknown>): TlsFlags {
  const { tlsCert: cert, tlsKey: key, tlsClientCa: clientCa, tlsDomains } =
    options as Record<string, string | undefined>;
  const requiresCertificate = options.tlsRequireClientCert === true;
  const plainListen = options.plainListen as Endpoint | undefined;
  const needs = (
    option: string,
    isGiven: boolean,
    other: string,
    isThere: boolean,
  ): void => {
    if (!isGiven || isThere) return;
    throw new OptionsError(`option ${option} needs ${other}; add it`);
  };
  const isSecure = cert !== undefined && key !== undefined;
  needs("--tls-cert", cert !== undefined, "--tls-key", isSecure);
  needs("--tls-key", key !== undefined, "--tls-cert", isSecure);
  const both = "--tls-cert and --tls-key";
  needs("--tls-client-ca", clientCa !== undefined, both, isSecure);
  needs("--plain-listen", plainListen !== undefined, both, isSecure);
  const ca = "--tls-client-ca";
  const hasCa = clientCa !== undefined;
  needs("--tls-require-client-cert", requiresCertificate, ca, hasCa);
  needs("--tls-domains", tlsDomains !== undefined, ca, hasCa);
  if (!isSecure) return { tls: undefined };
  return {
    tls: {
      ...{ cert, key, clientCa, requiresCertificate, plainListen },
      domains: tlsDomains,
    },
  };
}
