/**
 * Where PostgreSQL is, and how it is reached.
 *
 * @module
 */
import { uriSegment } from "../database_uri.ts";
import { type Conninfo, ConninfoError } from "./conninfo.ts";

const SSL_MODES = [
  ...["disable", "allow", "prefer", "require", "verify-ca"],
  "verify-full",
] as const;

/** How far a connection is to be encrypted, and whom it is to trust. */
export type SslMode = typeof SSL_MODES[number];

/** A PostgreSQL server, and who we are there. */
export interface PostgresPlace {
  /** Name of the host, or a directory with its Unix socket. */
  readonly host: string;
  /** Its IP address, where the name is not to be looked up. */
  readonly address?: string;
  /** Its port. */
  readonly port: number;
  /** The role. */
  readonly user: string;
  /** Its password; without one, `PGPASSWORD` and the password file tell. */
  readonly password?: string;
  /** Whether to encrypt. */
  readonly sslMode: SslMode;
  /** File with the certificates to trust. */
  readonly sslRootCert?: string;
  /** Seconds that a connection may take to be made; 0: any time. */
  readonly connectSeconds: number;
  /** How PostgreSQL's own views call this server. */
  readonly applicationName: string;
  /** Settings of each session, such as `-c work_mem=64MB`. */
  readonly options?: string;
}

/** A server that is lost must not keep us from asking again. */
const CONNECT_SECONDS = 10;

/** The options that a place is told by, besides a connection string. */
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
 * The place that options and a connection string tell; the string counts
 * where both do.
 *
 * @throws {ConninfoError} telling what is wrong, and the remedy.
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

/** The place as hooks and logs call it: never with a password. */
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
  throw new ConninfoError(`${name} is no number from 0 to ${most}`);
}

function sslMode(text = "prefer"): SslMode {
  const mode = SSL_MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new ConninfoError(`sslmode is none of ${SSL_MODES.join(", ")}`);
}
