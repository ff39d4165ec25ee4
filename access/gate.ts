/**
 * Decides which addresses may connect to a port.
 *
 * @module
 */
import { addressText } from "../ports/address_text.ts";
import type { Address, Gate } from "../ports/runtime.ts";
import type { AllowedAddresses } from "./allowed_addresses.ts";
import type { Refusals } from "./refusals.ts";

/** Admits only certain addresses. */
export class AddressGate implements Gate {
  readonly #allowed: AllowedAddresses;
  readonly #refusals: Refusals;

  /** Admits `allowed`; refusals are reported to `refusals`. */
  constructor(allowed: AllowedAddresses, refusals: Refusals) {
    this.#allowed = allowed;
    this.#refusals = refusals;
  }

  /** Whether `peer` may connect. */
  admits(peer: Address): boolean {
    // A client that has reset its connection already has no address any more.
    if (this.#allowed.includes(peer.host)) return true;
    this.#refusals.add({
      kind: "addresses",
      client: peer.host === "" ? addressText(peer) : peer.host,
      reason: "--allow does not list its address",
    });
    return false;
  }
}
