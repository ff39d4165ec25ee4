/**
 * How much of a stream the upstream server has.
 *
 * @module
 */
import type { Fact } from "./journal_facts.ts";

/** What an earlier process recorded about a stream's delivery. */
export interface DeliveryFacts {
  /** The server that the other facts apply to. */
  readonly server?: string | undefined;
  /** Bytes that the server reported as stored; unset if it reports nothing. */
  readonly acknowledged?: number | undefined;
  /** Bytes that a foreign server has taken. */
  readonly sent?: number;
  /** Why the server rejects the stream; unset if it does not. */
  readonly rejected?: string | undefined;
  /** The end of what may have been sent to any server, by any process. */
  readonly offered?: number;
}

/** Knows how much is delivered, and what of that the journal must record. */
export class Delivery {
  #server: string | undefined;
  #acknowledged: number | undefined;
  #sent: number;
  #rejected: string | undefined;
  #offered: number;
  /** The last fact of each kind that the journal does not record yet. */
  readonly #news = new Map<Fact["kind"], Fact>();

  /** Continues from `facts`. */
  constructor(facts: DeliveryFacts) {
    const { server, acknowledged, sent = 0, rejected, offered = 0 } = facts;
    this.#server = server;
    this.#acknowledged = acknowledged;
    this.#sent = sent;
    this.#rejected = rejected;
    this.#offered = offered;
  }

  /** The server that all this applies to; unset before the first. */
  get server(): string | undefined {
    return this.#server;
  }

  /** Bytes that the server reported as stored; unset if it reports nothing. */
  get acknowledged(): number | undefined {
    return this.#acknowledged;
  }

  /** Bytes that a foreign server has taken. */
  get sent(): number {
    return this.#sent;
  }

  /** Bytes that the server has, whatever its kind. */
  get taken(): number {
    return Math.max(this.#acknowledged ?? 0, this.#sent);
  }

  /** Bytes of `size` that wait for the server: none if it rejects the stream. */
  waiting(size: number): number {
    return this.#rejected === undefined ? Math.max(0, size - this.taken) : 0;
  }

  /** The end of what was sent to the server, received or not. */
  get offered(): number {
    return this.#offered;
  }

  /** Bytes up to `offset` are being sent to the server. */
  offer(offset: number): void {
    this.#offered = Math.max(this.#offered, offset);
  }

  /** Why the server rejects the stream; unset if it does not. */
  get rejected(): string | undefined {
    return this.#rejected;
  }

  /** Whether what is known applies to a server other than `server`. */
  isOfAnother(server: string): boolean {
    const isKnown = this.taken > 0 || this.#rejected !== undefined;
    return isKnown && this.#server !== undefined && this.#server !== server;
  }

  /**
   * From now on everything applies to `server`; what is known of another is
   * dropped.
   */
  turnTo(server: string): void {
    if (this.#server === server) return;
    if (this.isOfAnother(server)) {
      this.#acknowledged = undefined;
      this.#sent = 0;
      this.#rejected = undefined;
    }
    this.#server = server;
    this.#noteAll();
  }

  /** The server no longer reports what it has; its last report still holds. */
  fallSilent(): void {
    this.#sent = this.taken;
    this.#acknowledged = undefined;
    this.#noteAll();
  }

  /** The server has stored the bytes up to `offset`. */
  acknowledge(offset: number): void {
    if (offset === this.#acknowledged) return;
    this.#acknowledged = offset;
    this.#note({ kind: "acknowledged", offset });
  }

  /** A foreign server has taken the bytes up to `offset`. */
  confirmSent(offset: number): void {
    this.#sent = offset;
    this.#note({ kind: "sent", offset });
  }

  /** The server rejects the stream. */
  reject(reason: string): void {
    this.#rejected = reason;
    this.#note({ kind: "refused", reason });
  }

  /** What the journal does not record yet. */
  get news(): readonly Fact[] {
    return [...this.#news.values()];
  }

  /** The journal records `facts`. */
  journalled(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (this.#news.get(fact.kind) === fact) this.#news.delete(fact.kind);
    }
  }

  /** What a new journal must record. */
  get all(): readonly Fact[] {
    const facts: Fact[] = [];
    if (this.#server !== undefined) {
      facts.push({ kind: "server", name: this.#server });
    }
    if (this.#acknowledged !== undefined) {
      facts.push({ kind: "acknowledged", offset: this.#acknowledged });
    }
    facts.push({ kind: "sent", offset: this.#sent });
    if (this.#rejected !== undefined) {
      facts.push({ kind: "refused", reason: this.#rejected });
    }
    return facts;
  }

  #note(fact: Fact): void {
    this.#news.set(fact.kind, fact);
  }

  /** In a journal, a server's name voids what was recorded before it. */
  #noteAll(): void {
    this.#news.clear();
    for (const fact of this.all) this.#note(fact);
  }
}

/** The delivery that the facts of a journal describe, in their order. */
export function foldDelivery(facts: readonly Fact[]): DeliveryFacts {
  // What an earlier process has sent, and to which servers, is unknown.
  const offered = Infinity;
  let delivery: DeliveryFacts = { offered };
  for (const fact of facts) {
    if (fact.kind === "server") delivery = { server: fact.name, offered };
    if (fact.kind === "acknowledged") {
      delivery = { ...delivery, acknowledged: fact.offset };
    }
    if (fact.kind === "sent") delivery = { ...delivery, sent: fact.offset };
    if (fact.kind === "refused") {
      delivery = { ...delivery, rejected: fact.reason };
    }
  }
  return delivery;
}
