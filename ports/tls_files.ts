/**
 * Reads certificates and keys, and checks whether they can be used.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { errorText } from "../shared/error_text.ts";
import { unixTime } from "../shared/unix_time.ts";
import { TlsError } from "./tls_error.ts";

/** The lowest version that both sides accept; 1.3 is used if they can. */
export const LOWEST_TLS = "TLSv1.2";

/** Paths of a certificate and its key, in PEM format. */
export interface IdentityFiles {
  /** The certificate, followed by those of intermediate CAs. */
  readonly cert: string;
  /** Its key, without a passphrase. */
  readonly key: string;
}

/** A certificate and its key, in PEM format. */
export interface Identity {
  /** The certificate. */
  readonly cert: string;
  /** Its key. */
  readonly key: string;
}

/**
 * Reads a certificate and its key.
 *
 * @throws {TlsError} if they can't be used now, with the remedy.
 */
export function readIdentity(files: IdentityFiles): Identity {
  const cert = readCertificates(files.cert);
  const key = readPem(files.key);
  const [certificate] = parse(cert, files.cert);
  checkTimes(certificate, files.cert);
  checkKey(certificate, key, files);
  return { cert, key };
}

/**
 * Reads a file with one or more certificates, such as those of CAs.
 *
 * @throws {TlsError} if it can't be used, with the remedy.
 */
export function readCertificates(path: string): string {
  const text = readPem(path);
  parse(text, path);
  return text;
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new TlsError(`Cannot read ${path}: ${errorText(cause)}`, {
      cause,
      hint: "check its path, and that the program's user may read it",
    });
  }
}

function parse(text: string, path: string): X509Certificate[] {
  const blocks = text.match(
    /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs,
  );
  try {
    if (blocks === null) throw new Error("there is no certificate in it");
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new TlsError(`Cannot use ${path}: ${errorText(cause)}`, {
      cause,
      hint: "give a certificate in PEM format (docs/tls.md)",
    });
  }
}

function checkTimes(
  { validFrom, validTo }: X509Certificate,
  path: string,
): void {
  const now = unixTime(performance.now());
  if (Date.parse(validTo) < now) {
    throw new TlsError(`Cannot use ${path}: it expired on ${validTo}`, {
      hint: "renew it (docs/tls.md)",
    });
  }
  if (Date.parse(validFrom) > now) {
    throw new TlsError(
      `Cannot use ${path}: it is not valid before ${validFrom}`,
      { hint: "check the clock of this machine, or issue it again" },
    );
  }
}

function checkKey(
  certificate: X509Certificate,
  key: string,
  files: IdentityFiles,
): void {
  if (matches(certificate, key, files.key)) return;
  throw new TlsError(
    `Cannot use ${files.cert}: ${files.key} is not its key`,
    { hint: "give the key with which the certificate was requested" },
  );
}

function matches(
  certificate: X509Certificate,
  key: string,
  path: string,
): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch (cause) {
    throw new TlsError(`Cannot use ${path}: ${errorText(cause)}`, {
      cause,
      hint: "give a key in PEM format without a passphrase (docs/tls.md)",
    });
  }
}
