/**
 * Checks whether the files of TLS can be used.
 *
 * @module
 */
import { accessSync, constants } from "node:fs";
import { X509Certificate } from "node:crypto";
import { CertificateDomains } from "../../access/certificate_domains.ts";
import type { ClientTls } from "../../ports/runtime.ts";
import { TlsError } from "../../ports/tls_error.ts";
import {
  type IdentityFiles,
  readCertificates,
  readIdentity,
} from "../../ports/tls_files.ts";
import { errorText } from "../../shared/error_text.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { TlsFlags } from "../flags/tls_flags.ts";
import { type Finding, problem } from "./finding.ts";

const DAY_MS = 86_400_000;

/** Days before the end of a certificate in which it should be renewed. */
const RENEWAL_DAYS = 14;

/** Reads the files of the ports for clients, as the start does. */
export function checkTls({ tls }: TlsFlags): readonly Finding[] {
  if (tls === undefined) return [];
  const { clientCa, domains } = tls;
  return [
    look("TLS", () => identity("TLS", tls)),
    ...clientCa === undefined
      ? []
      : [look("TLS clients", () => authorities("TLS clients", clientCa))],
    ...domains === undefined ? [] : [
      look("TLS domains", () => {
        new CertificateDomains(domains);
        return { state: "ok", subject: "TLS domains", text: domains };
      }),
    ],
  ];
}

/** Reads the files with which another server is verified. */
export function checkServerTls(
  subject: string,
  tls: ClientTls | undefined,
): readonly Finding[] {
  if (tls === undefined) return [];
  const { ca, cert, key } = tls;
  const findings: Finding[] = [];
  if (ca !== undefined) {
    findings.push(look(subject, () => authorities(subject, ca)));
  }
  if (cert !== undefined && key !== undefined) {
    findings.push(look(subject, () => identity(subject, { cert, key })));
  } else if (cert !== undefined || key !== undefined) {
    const text = `${cert ?? key} can't be used alone`;
    const remedy = "give both, the certificate and its key";
    findings.push({ state: "problem", subject, text, remedy });
  }
  return findings;
}

/** Whether SIGHUP could read the files again, as the user of the process. */
export function checkReload({ tls }: TlsFlags): readonly Finding[] {
  if (tls === undefined) return [];
  const { cert, key, clientCa, domains } = tls;
  return [cert, key, clientCa, domains].flatMap((path): readonly Finding[] => {
    if (path === undefined) return [];
    try {
      accessSync(path, constants.R_OK);
      return [];
    } catch (error) {
      return [{
        state: "warning",
        subject: "TLS renewal",
        text: `SIGHUP can't read ${path} as this user (${errorText(error)})`,
        remedy: "let its group read it, or restart the program instead",
      }];
    }
  });
}

function look(subject: string, find: () => Finding): Finding {
  try {
    return find();
  } catch (error) {
    return problem(subject, error);
  }
}

function identity(subject: string, files: IdentityFiles): Finding {
  const { cert } = readIdentity(files);
  const { validTo, validToDate } = new X509Certificate(cert);
  const left = validToDate.getTime() - unixTime(performance.now());
  const text = `${files.cert} and its key, valid until ${validTo}`;
  if (left > RENEWAL_DAYS * DAY_MS) return { state: "ok", subject, text };
  const remedy = "renew it (docs/tls.md), and send SIGHUP to the program";
  return { state: "warning", subject, text, remedy };
}

function authorities(subject: string, path: string): Finding {
  const text = readCertificates(path);
  const now = unixTime(performance.now());
  const expired = text
    .match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs)
    ?.map((block) => new X509Certificate(block))
    .find(({ validToDate }) => validToDate.getTime() < now);
  if (expired === undefined) return { state: "ok", subject, text: path };
  throw new TlsError(`Cannot use ${path}: it expired on ${expired.validTo}`, {
    hint: "give a certificate of the CA that is valid",
  });
}
