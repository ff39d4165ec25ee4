/**
 * Turns options into the rules of who may connect.
 *
 * @module
 */
import { DomainAccess } from "../../access/domain_access.ts";
import { DomainPatterns } from "../../access/domain_patterns.ts";
import { AccessOptionError } from "../../access/errors.ts";
import { AddressGate } from "../../access/gate.ts";
import { Refusals } from "../../access/refusals.ts";
import type { Gate } from "../../ports/runtime.ts";
import type { AccessFlags, AddressFlags } from "../flags/access_flags.ts";
import { OptionsError } from "../options/options_error.ts";

/** The rules of a port, and what they have refused. */
export interface PortAccess {
  /** Decides who may connect; unset if all may. */
  readonly gate: Gate | undefined;
  /** What was refused. */
  readonly refusals: Refusals;
}

/**
 * The rules of a port.
 *
 * @throws {OptionsError} if an address is invalid.
 */
export async function openPortAccess(
  { allow }: AddressFlags,
): Promise<PortAccess> {
  const refusals = new Refusals();
  if (allow.length === 0) return { gate: undefined, refusals };
  // Loaded only if it is used, for a quick start.
  const { AllowedAddresses } = await (import(
    "../../access/allowed_addresses.ts" as string
  ) as Promise<typeof import("../../access/allowed_addresses.ts")>);
  try {
    const allowed = new AllowedAddresses(allow);
    return { gate: new AddressGate(allowed, refusals), refusals };
  } catch (error) {
    if (!(error instanceof AccessOptionError)) throw error;
    throw new OptionsError(`option --allow: ${error.message}`);
  }
}

/** The rules for domains; `undefined` if clients may write to all. */
export function domainAccess(
  { allowDomain }: AccessFlags,
  refusals: Refusals,
): DomainAccess | undefined {
  if (allowDomain.length === 0) return undefined;
  const allowed = new DomainPatterns(allowDomain);
  return new DomainAccess({ allowed }, refusals);
}
