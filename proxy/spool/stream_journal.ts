/**
 * What the journal of one stream records.
 *
 * @module
 */
import type { StreamHeader } from "../scan/stream_header.ts";
import type { Delivery } from "./delivery.ts";
import { Journal } from "./journal.ts";
import type { DataFact, Fact } from "./journal_facts.ts";
import { journalPath } from "./result_names.ts";
import type { StreamFacts } from "./stream_facts.ts";

/** A stream, as far as its journal records it. */
export interface JournaledStream {
  /** Its result file. */
  readonly path: string;
  /** Name of the stream for the upstream server. */
  readonly id: string;
  /** When the client connected, in ms since 1970. */
  readonly begun: number;
  /** When the client disconnected; unset while it is connected. */
  readonly ended: number | undefined;
  /** The headers; unset while they are incomplete. */
  readonly header: StreamHeader | undefined;
  /** How much of it the upstream server has. */
  readonly delivery: Delivery;
}

/** Writes the journal of one stream, and knows what it does not record yet. */
export class StreamJournal {
  readonly #stream: JournaledStream;
  readonly #journal: Journal;
  /** The last range of data that the journal records. */
  #last: DataFact;
  /** Ranges that it does not record yet. */
  #ranges: DataFact[] = [];
  /** The end of what the shared log has. */
  #logged = 0;
  /** Other facts that it does not record yet. */
  #facts: Fact[] = [];

  /**
   * Continues from `known`, which an earlier process has recorded; with `force`
   * each write is forced to disk.
   */
  constructor(stream: JournaledStream, known: StreamFacts, force: boolean) {
    const { size = 0, data = [], crc } = known;
    const { journal = journalPath(stream.path) } = known;
    this.#stream = stream;
    this.#journal = new Journal(journal, force);
    this.#last = data.findLast(({ to }) => to === size) ?? {
      kind: "data",
      from: crc === undefined ? size : 0,
      to: size,
      crc: crc ?? 0,
    };
  }

  /** Bytes of the stream that the journal covers, or the shared log has. */
  get safe(): number {
    return Math.max(this.covered, this.#logged);
  }

  /** The shared log has the bytes up to `to`. */
  logged(to: number): void {
    this.#logged = to;
  }

  /** Bytes of the stream that the journal covers. */
  get covered(): number {
    return this.#last.to;
  }

  /** Whether there are facts, except for ranges, that it does not record yet. */
  get hasNews(): boolean {
    return this.#news.length > 0;
  }

  /** Whether there are ranges that it does not record yet. */
  get hasRanges(): boolean {
    return this.#ranges.length > 0;
  }

  /** Adds a fact, to be written with the next {@linkcode StreamJournal.write}. */
  note(fact: Fact): void {
    if (fact.kind === "data") this.#ranges.push(fact);
    else this.#facts.push(fact);
  }

  /** Writes everything that the journal does not record yet. */
  async write(): Promise<void> {
    const ranges = [...this.#ranges];
    const facts = this.#news;
    await this.#journal.append([...ranges, ...facts], () => this.#all());
    this.#ranges = this.#ranges.slice(ranges.length);
    this.#facts = this.#facts.filter((fact) => !facts.includes(fact));
    this.#stream.delivery.journalled(facts);
    this.#last = ranges.at(-1) ?? this.#last;
  }

  /** Closes the file; the next write opens it again. */
  close(): Promise<void> {
    return this.#journal.close();
  }

  /** Removes the journal. */
  remove(): Promise<void> {
    return this.#journal.remove();
  }

  get #news(): readonly Fact[] {
    return [...this.#facts, ...this.#stream.delivery.news];
  }

  /** What a new journal must record. */
  #all(): Fact[] {
    const { id, begun, ended, header, delivery } = this.#stream;
    const facts: Fact[] = [{ kind: "stream", id, begun }];
    if (header !== undefined) {
      facts.push({ kind: "header", bytes: header.size });
    }
    facts.push(this.#last, ...this.#ranges);
    if (ended !== undefined) facts.push({ kind: "ended", at: ended });
    return [...facts, ...delivery.all];
  }
}
