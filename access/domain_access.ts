/**
 * Decides which domains the clients may write to.
 *
 * @module
 */
import { quoteText } from "../codec/values/quote.ts";
import { addressText } from "../ports/address_text.ts";
import type { Connection } from "../ports/runtime.ts";
import type { DomainPatterns } from "./domain_patterns.ts";
import { AccessError } from "./errors.ts";
import type { Refusals } from "./refusals.ts";

/** Characters of a domain that messages show. */
const MOST_SHOWN = 100;

/** The rules for domains; each that is set must allow a stream. */
export interface DomainRules {
  /** The domains that the server accepts. */
  readonly allowed?: DomainPatterns;
}

/** Checks the domain of each stream. */
export class DomainAccess {
  readonly #rules: DomainRules;
  readonly #refusals: Refusals;

  /** Applies `rules`; refusals are counted by `refusals`. */
  constructor(rules: DomainRules, refusals: Refusals) {
    this.#rules = rules;
    this.#refusals = refusals;
  }

  /**
   * Checks the domain of a stream.
   *
   * @throws {AccessError} if the client may not write to it.
   */
  check(domain: string, { peer }: Pick<Connection, "peer">): void {
    const why = this.#fault(domain);
    if (why === undefined) return;
    const reason = `domain "${quoteText(domain, MOST_SHOWN)}" is refused: ` +
      why;
    const client = peer.host === "" ? addressText(peer) : peer.host;
    const isNew = this.#refusals.count({ kind: "domains", client, reason });
    throw new AccessError(reason, !isNew);
  }

  #fault(domain: string): string | undefined {
    const { allowed } = this.#rules;
    if (allowed !== undefined && !allowed.match(domain)) {
      return "--allow-domain does not list it";
    }
    return undefined;
  }
}
