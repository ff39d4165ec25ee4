/**
 * How `sslmode` is met, in libpq's sense.
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

/** How one attempt to connect encrypts; `false`: not at all. */
export type Encryption = ConnectionOptions | false;

/**
 * The ways to connect, in the order they are to be tried: where the mode
 * leaves a choice, the second one counts if the server does not want the first.
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
      // As libpq: who names certificates wants them looked at.
      return [
        rootCert(place) === "system" ? unchecked(place) : ofAnyName(place),
      ];
    case "verify-ca":
      return [ofAnyName(place)];
    case "verify-full":
      return [checked(place)];
  }
}

/** Whether a server that answers so may want another encryption. */
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

/** The name to check where the connection itself goes to an address. */
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

/** Where libpq looks too; the system's certificates otherwise. */
function rootCert({ sslRootCert }: PostgresPlace): string {
  const usual = join(homedir(), ".postgresql", "root.crt");
  return sslRootCert ?? (existsSync(usual) ? usual : "system");
}
