/**
 * The lines of a journal, one fact each:
 *
 * ```
 * <crc32 of the rest of the line> stream <id> <begun>
 * <crc32>                         header <bytes>
 * <crc32>                         data <from> <to> <crc32 of these bytes>
 * <crc32>                         ended <when>
 * <crc32>                         server <name: what follows applies to it>
 * <crc32>                         acknowledged <offset>
 * <crc32>                         sent <offset>
 * <crc32>                         refused <reason, to the end of the line>
 * ```
 *
 * @module
 */
import { crc32 } from "node:zlib";

/**
 * Bytes of the result file that were forced to disk before the line was
 * written.
 */
export interface DataFact {
  /** Kind of the fact. */
  readonly kind: "data";
  /** First byte. */
  readonly from: number;
  /** The byte after the last. */
  readonly to: number;
  /** Their CRC-32. */
  readonly crc: number;
}

/**
 * A line of a journal, with its properties in the order of the line; offsets
 * count bytes of the result file.
 */
export type Fact =
  | { readonly kind: "stream"; readonly id: string; readonly begun: number }
  | { readonly kind: "header"; readonly bytes: number }
  | DataFact
  | { readonly kind: "ended"; readonly at: number }
  | { readonly kind: "server"; readonly name: string }
  | { readonly kind: "acknowledged"; readonly offset: number }
  | { readonly kind: "sent"; readonly offset: number }
  | { readonly kind: "refused"; readonly reason: string };

/** The line of a fact, with its newline. */
export function formatFact(fact: Fact): string {
  const text = Object.values(fact).join(" ");
  return `${checksum(text)} ${text}\n`;
}

/** A parsed journal. */
export interface ParsedJournal {
  /** The valid facts. */
  readonly facts: readonly Fact[];
  /** Whether any line is damaged, except for a torn last one. */
  readonly isDamaged: boolean;
}

/**
 * Parses a journal. Torn and damaged lines are skipped: each line has its own
 * checksum.
 */
export function parseJournal(journal: string): ParsedJournal {
  const lines = journal.split("\n");
  // After the last newline is nothing, or a torn line.
  lines.pop();
  const facts = lines.map(parseLine);
  return {
    facts: facts.filter((fact) => fact !== undefined),
    isDamaged: facts.includes(undefined),
  };
}

function parseLine(line: string): Fact | undefined {
  const text = line.slice(9);
  const isSound = line.slice(0, 9) === `${checksum(text)} `;
  return isSound ? parseFact(text) : undefined;
}

function parseFact(text: string): Fact | undefined {
  const [kind, ...values] = text.split(" ");
  const [first, second, third] = values.map(Number);
  switch (kind) {
    case "stream":
      return { kind, id: values[0], begun: second };
    case "header":
      return { kind, bytes: first };
    case "data":
      return { kind, from: first, to: second, crc: third };
    case "ended":
      return { kind, at: first };
    case "server":
      return { kind, name: values[0] };
    case "acknowledged":
    case "sent":
      return { kind, offset: first };
    case "refused":
      return { kind, reason: values.join(" ") };
    default:
      return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
