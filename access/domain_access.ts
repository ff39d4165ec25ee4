/**
 * Decides which domains the clients may write to.
 *
 * @module
 */
import { quoteText } from "../codec/values/quote.ts";
import type { Connection } from "../ports/runtime.ts";
import type { CertificateDomains } from "./certificate_domains.ts";
import type { DomainPatterns } from "./domain_patterns.ts";
import { AccessError } from "./errors.ts";
import { peerName } from "./gate.ts";
import type { Refusals } from "./refusals.ts";

/** Characters of a name that messages show. */
const MOST_SHOWN = 100;

/** The rules for domains; each that is set must allow a stream. */
export interface DomainRules {
  /** The domains that the server accepts. */
  readonly allowed?: DomainPatterns | undefined;
  /** The domains of each client. */
  readonly certificates?: CertificateDomains | undefined;
}

/** What the rules need to know of a client. */
export type Client = Pick<Connection, "peer" | "names">;

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
  check(domain: string, { peer, names = [] }: Client): void {
    const why = this.#fault(domain, names);
    if (why === undefined) return;
    const shown = quoteText(domain, MOST_SHOWN);
    const reason = `domain "${shown}" is refused: ${why}`;
    const client = peerName(peer);
    const isNew = this.#refusals.count({ kind: "domains", client, reason });
    throw new AccessError(reason, !isNew);
  }

  #fault(domain: string, names: readonly string[]): string | undefined {
    const { allowed, certificates } = this.#rules;
    if (!(allowed?.match(domain) ?? true)) {
      return "--allow-domain does not list it";
    }
    if (certificates?.allows(names, domain) ?? true) return undefined;
    return names.length === 0
      ? "the client has no certificate, and --tls-domains does not list it " +
        "for -"
      : `--tls-domains does not list it for ` +
        quoteText(names.join(", "), MOST_SHOWN);
  }
}
