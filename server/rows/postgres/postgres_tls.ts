/**
 * Implements `sslmode` as libpq does.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { errorText } from "../../../shared/error_text.ts";
import { StoreError } from "../store.ts";
import { sqlState } from "./postgres_errors.ts";
import type { PostgresPlace } from "./postgres_place.ts";

/** The encryption of one attempt to connect; `false` for none. */
export type Encryption = ConnectionOptions | false;

/**
 * Returns the ways to connect, in order: if the mode leaves a choice, the
 * second one is tried if the server does not support the first.
 *
 * @throws {StoreError} if the certificates can't be read.
 */
export function encryptions(place: PostgresPlace): Encryption[] {
  if (place.host.startsWith("/")) return [false];
  switch (place.sslMode) {
    case "disable":
      return [false];
    case "allow":
      return [false, unchecked(place)];
    case "prefer":
      return [unchecked(place), false];
    case "require":
      // Like libpq: explicit certificates are always verified.
      return [
        rootCert(place) === "system" ? unchecked(place) : ofAnyName(place),
      ];
    case "verify-ca":
      return [ofAnyName(place)];
    case "verify-full":
      return [checked(place)];
  }
}

/** Whether this error means that the server may require another encryption. */
export function mayWantOther(error: unknown): boolean {
  return sqlState(error)?.startsWith("28") === true ||
    /does not support SSL/.test(errorText(error));
}

function unchecked(place: PostgresPlace): ConnectionOptions {
  return { ...serverName(place), rejectUnauthorized: false };
}

function ofAnyName(place: PostgresPlace): ConnectionOptions {
  return { ...checked(place), checkServerIdentity: () => undefined };
}

function checked(place: PostgresPlace): ConnectionOptions {
  return {
    ...serverName(place),
    rejectUnauthorized: true,
    ca: certificates(rootCert(place)),
  };
}

/** The name to verify if the connection itself uses an address. */
function serverName({ host }: PostgresPlace): ConnectionOptions {
  return isIP(host) === 0 ? { servername: host } : {};
}

function certificates(file: string): string | undefined {
  if (file === "system") return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new StoreError(
      `Cannot read the certificates in ${file}: ${errorText(cause)}`,
      { cause, hint: "correct sslrootcert in --pg-connect" },
    );
  }
}

/** The same default as libpq's; otherwise the system's certificates. */
function rootCert({ sslRootCert }: PostgresPlace): string {
  const usual = join(homedir(), ".postgresql", "root.crt");
  return sslRootCert ?? (existsSync(usual) ? usual : "system");
}
