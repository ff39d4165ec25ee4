/**
 * Experiments as streams that OML servers take.
 *
 * @module
 */
import type {
  ExperimentDescription,
  MetadataEntry,
  TableShape,
} from "../../archive/archive.ts";
import { SenderNames } from "../../archive/sender_names.ts";
import { formatHeader } from "../../codec/headers/header_format.ts";
import type { ContentMode } from "../../codec/headers/session_header.ts";
import { encodeEscapes } from "../../codec/text/text_escape.ts";
import { metadataAction } from "../../codec/tuples/metadata.ts";
import { arrivalsSchema } from "../../codec/values/arrivals.ts";
import {
  formatSchema,
  hasVectors,
  type Schema,
} from "../../codec/values/schema.ts";
import type { ExactRows } from "../../stored/stored.ts";
import { TextBuffer } from "../text/text_buffer.ts";
import {
  explainHeader,
  type RowStreams,
  type SenderText,
  StreamRows,
  streamSchema,
} from "./stream_rows.ts";

/** Bytes that are collected before some are written. */
const COLLECTED = 2 * 2 ** 20;

/** Bytes of memory of a sender at first: there may be thousands. */
const FIRST = 1024;

/** The most characters of schemas in headers, which servers limit. */
const MOST_IN_HEADERS = 32 * 1024;

/** The sender without a name. */
const NAMELESS = 0;

/** Metadata that the server writes itself. */
const OWN = /^(?:start_time|table_.*)$/;

/** What is written. */
export interface SentExperiment {
  /** The experiment. */
  readonly description: ExperimentDescription;
  /** The tables. */
  readonly tables: readonly TableShape[];
  /** The names of the senders whose metadata is written; all if unset. */
  readonly senders?: readonly string[];
  /** Whether the times of arrival are written, for `oml2 import`. */
  readonly arrivals?: boolean;
  /** Reads the rows of a table. */
  rows(table: string): AsyncIterable<ExactRows>;
}

/**
 * The bytes of a file with the streams of all senders: first one with the
 * metadata of each, in the order of their numbers, and then their rows, for
 * which a sender has several streams if there are several senders.
 *
 * @throws {ExportError} if a stream can't have something.
 */
export async function* omspStreams(
  { description, tables, senders, arrivals: hasArrivals, rows }: SentExperiment,
): AsyncGenerator<Uint8Array> {
  const schemas = tables.map((table, i) => streamSchema(table, i + 1));
  const arrivals = hasArrivals === true ? schemas.length + 1 : undefined;
  const streams = new Streams(description, schemas, arrivals);
  yield* streams.first(senders);
  for (const schema of schemas) {
    const table = new StreamRows(schema, arrivals);
    for await (const block of rows(schema.name)) {
      table.write(block, streams);
      yield* streams.excess();
    }
  }
  yield* streams.rest();
}

/** Collects the text of each sender. */
class Streams implements RowStreams {
  readonly #description: ExperimentDescription;
  readonly #schemas: readonly Schema[];
  readonly #names: SenderNames;
  readonly #arrivals: number | undefined;
  readonly #texts = new Map<number, SenderText>();
  /** The sender whose stream is at the end of the file. */
  #current: number | undefined;

  constructor(
    description: ExperimentDescription,
    schemas: readonly Schema[],
    arrivals: number | undefined,
  ) {
    this.#description = description;
    this.#schemas = arrivals === undefined
      ? schemas
      : [...schemas, arrivalsSchema(arrivals)];
    this.#arrivals = arrivals;
    this.#names = new SenderNames(description.senders);
  }

  /** The streams with the metadata. */
  *first(senders: readonly string[] | undefined): Generator<Uint8Array> {
    const { metadata } = this.#description;
    const isNameless = (entry: MetadataEntry) =>
      entry.sender === undefined
        ? !OWN.test(entry.key)
        : entry.sender === this.#names.name(NAMELESS);
    const nameless = metadata.filter(isNameless);
    if (nameless.length > 0 && senders === undefined) {
      yield* this.#begin(NAMELESS, nameless);
    }
    for (const { id, name } of this.#names.all) {
      if (senders?.includes(name) === false) continue;
      const own = metadata.filter(({ sender }) => sender === name);
      yield* this.#begin(id, own);
    }
  }

  /** The text of a sender, to be continued. */
  of(sender: number): SenderText {
    let text = this.#texts.get(sender);
    if (text === undefined) {
      text = { out: new TextBuffer(FIRST), arrival: undefined };
      this.#texts.set(sender, text);
    }
    return text;
  }

  /**
   * Writes the longest texts if they are too long together, and always that of
   * a sender whose stream goes on.
   */
  *excess(): Generator<Uint8Array> {
    let total = 0;
    for (const { out } of this.#texts.values()) total += out.length;
    const going = this.#current === undefined
      ? undefined
      : this.#texts.get(this.#current);
    if (going?.out.length === total) {
      // The next text may be in another stream.
      going.arrival = undefined;
      return yield going.out.take();
    }
    if (total <= COLLECTED) return;
    const byLength = [...this.#texts]
      .sort(([, a], [, b]) => b.out.length - a.out.length);
    for (const [sender, { out }] of byLength) {
      if (total <= COLLECTED / 2) return;
      total -= out.length;
      yield* this.#write(sender, out);
    }
  }

  /** Writes all texts. */
  *rest(): Generator<Uint8Array> {
    for (const [sender, { out }] of this.#texts) {
      if (out.length > 0) yield* this.#write(sender, out);
    }
  }

  *#write(sender: number, text: TextBuffer): Generator<Uint8Array> {
    if (sender !== this.#current) yield this.#header(sender);
    // Its memory is large now.
    this.#texts.delete(sender);
    yield text.take();
  }

  *#begin(
    sender: number,
    metadata: readonly MetadataEntry[],
  ): Generator<Uint8Array> {
    yield this.#header(sender);
    const out = new TextBuffer(FIRST);
    metadata
      .filter(({ subject, key }) => metadataAction(subject, key) === "store")
      .forEach(({ subject, key, value }, i) => {
        const texts = [subject, key, value].map(encodeEscapes);
        out.text(`0\t0\t${[i + 1, ...texts].join("\t")}\n`);
      });
    yield out.take();
  }

  /** The headers at the end of the file. */
  #header(sender: number): Uint8Array {
    this.#current = sender;
    return this.header(sender, "text");
  }

  header(
    sender: number,
    content: ContentMode,
    schemas: readonly Schema[] = this.#schemas,
  ): Uint8Array {
    const { name: domain, startTime } = this.#description;
    const protocol = schemas.some(hasVectors) ? 5 : 4;
    const senderId = sender === NAMELESS ? undefined : this.#names.name(sender);
    const arrivals = this.#arrivals;
    const header = { protocol, domain, startTime, senderId, arrivals, content };
    // Where headers would be too long, streams are defined among the tuples.
    const later = schemas
      .map((schema) => `0\t0\t0\t.\tschema\t${formatSchema(schema)}\n`)
      .join("");
    try {
      return new TextEncoder().encode(
        content === "binary" || later.length <= MOST_IN_HEADERS
          ? formatHeader({ ...header, schemas })
          : formatHeader(header) + later,
      );
    } catch (cause) {
      throw explainHeader(this.#names.name(sender), cause);
    }
  }
}
