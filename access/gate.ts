/**
 * Decides which addresses may connect to a port.
 *
 * @module
 */
import { addressText } from "../ports/address_text.ts";
import type { Address, Gate, SocketUpgrade } from "../ports/runtime.ts";
import type { AllowedAddresses } from "./allowed_addresses.ts";
import type { Refusals } from "./refusals.ts";

/** Admits only certain addresses. */
export class AddressGate implements Gate {
  readonly upgrade: SocketUpgrade | undefined;
  readonly #allowed: AllowedAddresses | undefined;
  readonly #refusals: Refusals;

  /**
   * Admits `allowed`, or all; refusals are reported to `refusals`. `upgrade`
   * makes connections secure.
   */
  constructor(
    allowed: AllowedAddresses | undefined,
    refusals: Refusals,
    upgrade?: SocketUpgrade,
  ) {
    this.#allowed = allowed;
    this.#refusals = refusals;
    this.upgrade = upgrade;
  }

  /** Whether `peer` may connect. */
  admits(peer: Address): boolean {
    // A client that has reset its connection already has no address any more.
    if (this.#allowed?.includes(peer.host) ?? true) return true;
    this.#refusals.add({
      kind: "addresses",
      client: peerName(peer),
      reason: "--allow does not list its address",
    });
    return false;
  }
}

/** The address of a client without its port, which changes. */
export function peerName(peer: Address): string {
  return peer.host === "" ? addressText(peer) : peer.host;
}
