/**
 * Turns options into the rules of who may connect.
 *
 * @module
 */
import { CertificateDomains } from "../../access/certificate_domains.ts";
import { DomainAccess } from "../../access/domain_access.ts";
import { DomainPatterns } from "../../access/domain_patterns.ts";
import { AccessOptionError } from "../../access/errors.ts";
import { AddressGate, peerName } from "../../access/gate.ts";
import { Refusals } from "../../access/refusals.ts";
import type { AllowedAddresses } from "../../access/allowed_addresses.ts";
import type { Gate } from "../../ports/runtime.ts";
import { TlsError } from "../../ports/tls_error.ts";
import type { TlsPort } from "../../ports/tls_port.ts";
import { errorText } from "../../shared/error_text.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import type { Log } from "../../shared/log.ts";
import type { AccessFlags, AddressFlags } from "../flags/access_flags.ts";
import type { TlsFlags, TlsOptions } from "../flags/tls_flags.ts";
import { OptionsError, StartError } from "../options/options_error.ts";

/** The rules of the ports for clients, and what they have refused. */
export interface Access {
  /** Decides who may connect, and how; unset if all may, without TLS. */
  readonly gate: Gate | undefined;
  /** The same for the port without TLS. */
  readonly plainGate: Gate | undefined;
  /** The domains of each client; unset if certificates don't decide. */
  readonly certificates: CertificateDomains | undefined;
  /** What was refused. */
  readonly refusals: Refusals;
  /** Reads the files again; faults are logged, and the old ones stay in use. */
  readonly reload: (log: Log) => void;
}

/**
 * The rules of the ports for clients.
 *
 * @throws {OptionsError} if an address is invalid.
 * @throws {StartError} if a file can't be used.
 */
export async function openAccess(
  { allow, tls }: AddressFlags & TlsFlags,
): Promise<Access> {
  const refusals = new Refusals();
  const allowed = await allowedAddresses(allow);
  const plainGate = allowed && new AddressGate(allowed, refusals);
  if (tls === undefined) {
    const reload = () => undefined;
    const certificates = undefined;
    return { gate: plainGate, plainGate, certificates, refusals, reload };
  }
  const port = await openTls(tls, refusals);
  const { domains } = tls;
  const certificates = domains === undefined
    ? undefined
    : orStartError(() => new CertificateDomains(domains));
  return {
    gate: new AddressGate(allowed, refusals, port),
    plainGate,
    certificates,
    refusals,
    reload: (log) => reload(log, port, certificates),
  };
}

/** The rules for domains; `undefined` if clients may write to all. */
export function domainAccess(
  { allowDomain }: AccessFlags,
  { certificates, refusals }: Access,
): DomainAccess | undefined {
  if (allowDomain.length === 0 && certificates === undefined) return undefined;
  const allowed = allowDomain.length === 0
    ? undefined
    : new DomainPatterns(allowDomain);
  return new DomainAccess({ allowed, certificates }, refusals);
}

async function allowedAddresses(
  allow: readonly string[],
): Promise<AllowedAddresses | undefined> {
  if (allow.length === 0) return undefined;
  // Loaded only if it is used, for a quick start.
  const { AllowedAddresses } = await (import(
    "../../access/allowed_addresses.ts" as string
  ) as Promise<typeof import("../../access/allowed_addresses.ts")>);
  try {
    return new AllowedAddresses(allow);
  } catch (error) {
    if (!(error instanceof AccessOptionError)) throw error;
    throw new OptionsError(`option --allow: ${error.message}`);
  }
}

async function openTls(
  { cert, key, clientCa, requiresCertificate }: TlsOptions,
  refusals: Refusals,
): Promise<TlsPort> {
  // Loaded only if it is used, likewise.
  const { TlsPort } = await (import(
    "../../ports/tls_port.ts" as string
  ) as Promise<typeof import("../../ports/tls_port.ts")>);
  return orStartError(() =>
    new TlsPort({
      files: { cert, key, clientCa },
      requiresCertificate,
      failed: (peer, reason) =>
        refusals.add({ kind: "handshakes", client: peerName(peer), reason }),
    })
  );
}

function orStartError<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!isExpected(error)) throw error;
    throw new StartError(textWithHint(error), { cause: error });
  }
}

function reload(
  log: Log,
  port: TlsPort,
  certificates: CertificateDomains | undefined,
): void {
  try {
    port.reload();
    certificates?.reload();
    log.info("SIGHUP: certificates read again");
  } catch (error) {
    const reason = isExpected(error) ? textWithHint(error) : errorText(error);
    log.error(
      "{reason}; what was read before stays in use; correct it, and send " +
        "SIGHUP again",
      { reason },
    );
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof TlsError || error instanceof AccessOptionError;
}
