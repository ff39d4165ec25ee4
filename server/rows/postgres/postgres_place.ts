/**
 * Where PostgreSQL is, and how it is reached.
 *
 * @module
 */

/** How far a connection is to be encrypted, and whom it is to trust. */
export type SslMode =
  | "disable"
  | "allow"
  | "prefer"
  | "require"
  | "verify-ca"
  | "verify-full";

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
  /** File with the certificates to trust; the system's without one. */
  readonly sslRootCert?: string;
  /** Seconds that a connection may take to be made; 0: any time. */
  readonly connectSeconds: number;
  /** How PostgreSQL's own views call this server. */
  readonly applicationName: string;
  /** Settings of each session, such as `-c work_mem=64MB`. */
  readonly options?: string;
}

/** The place as hooks and logs call it: never with a password. */
export function placeUri({ user, host, port }: PostgresPlace): string {
  const name = encodeURIComponent(host);
  const shown = host.includes(":") ? `[${host}]` : name;
  return `postgresql://${encodeURIComponent(user)}@${shown}:${port}`;
}
