/**
 * How much of a stream the upstream server has, as far as is known.
 *
 * @module
 */
import type { Fact } from "./journal_facts.ts";

/** What an earlier process has learned of a stream's delivery. */
export interface DeliveryFacts {
  /** Which server the other facts are of. */
  readonly server?: string | undefined;
  /** Bytes that the server has said it has stored, if it says so. */
  readonly acknowledged?: number | undefined;
  /** Bytes that a foreign server has taken. */
  readonly sent?: number;
  /** Why the server refuses the stream, if it does. */
  readonly refused?: string | undefined;
  /** Up to where any server may have been sent it, in this process or before. */
  readonly offered?: number;
}

/** Knows how far a stream is delivered, and what of that is to be journalled. */
export class Delivery {
  #server: string | undefined;
  #acknowledged: number | undefined;
  #sent: number;
  #refused: string | undefined;
  #offered: number;
  /** The last fact of each kind that the journal does not hold yet. */
  readonly #news = new Map<Fact["kind"], Fact>();

  /** Goes on from `facts`. */
  constructor(facts: DeliveryFacts) {
    const { server, acknowledged, sent = 0, refused, offered = 0 } = facts;
    this.#server = server;
    this.#acknowledged = acknowledged;
    this.#sent = sent;
    this.#refused = refused;
    this.#offered = offered;
  }

  /** Which server all this is of; unset before there is any. */
  get server(): string | undefined {
    return this.#server;
  }

  /** Bytes that the server has said it has stored, if it says so. */
  get acknowledged(): number | undefined {
    return this.#acknowledged;
  }

  /** Bytes that a foreign server has taken. */
  get sent(): number {
    return this.#sent;
  }

  /** Bytes that the server has, whatever kind of server it is. */
  get taken(): number {
    return Math.max(this.#acknowledged ?? 0, this.#sent);
  }

  /** Up to where bytes were offered to the server, whether or not they came. */
  get offered(): number {
    return this.#offered;
  }

  /** Bytes up to this one are on their way to the server. */
  offer(offset: number): void {
    this.#offered = Math.max(this.#offered, offset);
  }

  /** Why the server refuses the stream, if it does. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** Whether what is known is not of `server`. */
  isOfAnother(server: string): boolean {
    const isKnown = this.taken > 0 || this.#refused !== undefined;
    return isKnown && this.#server !== undefined && this.#server !== server;
  }

  /** From now on all is of `server`: what is known of another one is not. */
  turnTo(server: string): void {
    if (this.#server === server) return;
    if (this.isOfAnother(server)) {
      this.#acknowledged = undefined;
      this.#sent = 0;
      this.#refused = undefined;
    }
    this.#server = server;
    this.#noteAll();
  }

  /** The server tells no longer what it has; what it told still holds. */
  fallSilent(): void {
    this.#sent = this.taken;
    this.#acknowledged = undefined;
    this.#noteAll();
  }

  /** The server has stored so many bytes. */
  acknowledge(offset: number): void {
    if (offset === this.#acknowledged) return;
    this.#acknowledged = offset;
    this.#note({ kind: "acknowledged", offset });
  }

  /** A foreign server has taken so many bytes. */
  confirmSent(offset: number): void {
    this.#sent = offset;
    this.#note({ kind: "sent", offset });
  }

  /** The server refuses the stream. */
  refuse(reason: string): void {
    this.#refused = reason;
    this.#note({ kind: "refused", reason });
  }

  /** What the journal does not hold yet. */
  get news(): readonly Fact[] {
    return [...this.#news.values()];
  }

  /** The journal holds `facts`. */
  journalled(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (this.#news.get(fact.kind) === fact) this.#news.delete(fact.kind);
    }
  }

  /** What a new journal must hold. */
  get all(): readonly Fact[] {
    const facts: Fact[] = [];
    if (this.#server !== undefined) {
      facts.push({ kind: "server", name: this.#server });
    }
    if (this.#acknowledged !== undefined) {
      facts.push({ kind: "acknowledged", offset: this.#acknowledged });
    }
    facts.push({ kind: "sent", offset: this.#sent });
    if (this.#refused !== undefined) {
      facts.push({ kind: "refused", reason: this.#refused });
    }
    return facts;
  }

  #note(fact: Fact): void {
    this.#news.set(fact.kind, fact);
  }

  /** What a journal says of a server is void behind a server's name. */
  #noteAll(): void {
    this.#news.clear();
    for (const fact of this.all) this.#note(fact);
  }
}

/** What the facts of a journal, in their order, say of the delivery. */
export function foldDelivery(facts: readonly Fact[]): DeliveryFacts {
  // What an earlier process has sent, and to which servers, nobody knows.
  const offered = Infinity;
  let delivery: DeliveryFacts = { offered };
  for (const fact of facts) {
    if (fact.kind === "server") delivery = { server: fact.name, offered };
    if (fact.kind === "acknowledged") {
      delivery = { ...delivery, acknowledged: fact.offset };
    }
    if (fact.kind === "sent") delivery = { ...delivery, sent: fact.offset };
    if (fact.kind === "refused") {
      delivery = { ...delivery, refused: fact.reason };
    }
  }
  return delivery;
}
