/**
 * The address of PostgreSQL, and how to connect.
 *
 * @module
 */
import { uriSegment } from "../database_uri.ts";
import { type Conninfo, ConninfoError } from "./conninfo.ts";

const SSL_MODES = [
  ...["disable", "allow", "prefer", "require", "verify-ca"],
  "verify-full",
] as const;

/** How a connection is encrypted, and which servers it trusts. */
export type SslMode = typeof SSL_MODES[number];

/** A PostgreSQL server, and the account there. */
export interface PostgresPlace {
  /** Name of the host, or a directory with its Unix socket. */
  readonly host: string;
  /** Its IP address, if the name must not be resolved. */
  readonly address?: string;
  /** Its port. */
  readonly port: number;
  /** The role. */
  readonly user: string;
  /** Its password; by default from `PGPASSWORD` or the password file. */
  readonly password?: string;
  /** Whether to encrypt. */
  readonly sslMode: SslMode;
  /** File with trusted certificates. */
  readonly sslRootCert?: string;
  /** Maximum seconds to establish a connection; 0: unlimited. */
  readonly connectSeconds: number;
  /** Name of this server in PostgreSQL's views. */
  readonly applicationName: string;
  /** Settings of each session, such as `-c work_mem=64MB`. */
  readonly options?: string;
}

/** Default limit, so that an unreachable server does not block retries. */
const CONNECT_SECONDS = 10;

/** The options for a place, besides a connection string. */
export interface PlaceOptions {
  /** Host, or directory of its socket. */
  readonly host: string;
  /** Port. */
  readonly port: number;
  /** Role. */
  readonly user: string;
  /** Password of the role. */
  readonly password: string | undefined;
}

/**
 * Returns the place for options and a connection string; the string takes
 * precedence.
 *
 * @throws {ConninfoError} with the fault and the remedy.
 */
export function placeOf(options: PlaceOptions, info: Conninfo): PostgresPlace {
  return {
    host: info.host ?? options.host,
    address: info.hostaddr,
    port: wholeNumber("port", info.port, options.port, 65_535),
    user: info.user ?? options.user,
    password: info.password ?? options.password,
    sslMode: sslMode(info.sslmode),
    sslRootCert: info.sslrootcert,
    connectSeconds: wholeNumber(
      "connect_timeout",
      info.connect_timeout,
      CONNECT_SECONDS,
      86_400,
    ),
    applicationName: info.application_name ?? "oml2-server",
    options: info.options,
  };
}

/** Returns the URI for hooks and logs, without a password. */
export function placeUri({ user, host, port }: PostgresPlace): string {
  const shown = host.includes(":") ? `[${host}]` : uriSegment(host);
  const role = uriSegment(user).replace(/[:@]/g, encodeURIComponent);
  return `postgresql://${role}@${shown}:${port}`;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  otherwise: number,
  most: number,
): number {
  if (text === undefined) return otherwise;
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (value <= most) return value;
  throw new ConninfoError(`${name} is not a number from 0 to ${most}`);
}

function sslMode(text = "prefer"): SslMode {
  const mode = SSL_MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new ConninfoError(`sslmode is not one of ${SSL_MODES.join(", ")}`);
}
