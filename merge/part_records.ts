/**
 * What a part contains besides its measurements and rejected samples.
 *
 * @module
 */
import { type Catalogue, readCatalogue } from "../archive/sqlite/catalogue.ts";
import type { ReadDatabase } from "../archive/sqlite/read_database.ts";
import type { ConversionKind } from "../codec/tuples/conversion.ts";
import { TABLE_KEY } from "../codec/values/measurement_table.ts";
import { METADATA_SCHEMA } from "../codec/values/schema.ts";
import type {
  ConversionCount,
  Progress,
  RejectCount,
} from "../server/rows/store.ts";
import { exactRows } from "../stored/exact_rows.ts";
import type { ExactRows } from "../stored/stored.ts";
import { START_KEY } from "./start_times.ts";

/** Field of the row that counts conversions of everything beyond the limit. */
const OTHERS = 0;

/** A row of metadata that no client has sent. */
export interface OwnMetadata {
  /** Its subject. */
  readonly subject: string | null;
  /** Its key. */
  readonly key: string;
  /** Its value. */
  readonly value: string | null;
}

/** The records of a part, with the numbers of its own senders. */
export interface PartRecords {
  /** Whether a server has created the database. */
  readonly isOml: boolean;
  /** What clients have sent as metadata. */
  readonly metadata: ExactRows;
  /** Other metadata, except start and schemas. */
  readonly own: readonly OwnMetadata[];
  /** The numbers of rejected samples. */
  readonly rejectCounts: readonly RejectCount[];
  /** The numbers of converted values. */
  readonly conversions: readonly ConversionCount[];
  /** The progress of resumable streams. */
  readonly progress: readonly Progress[];
}

/** Reads the records: they are few, compared to measurements. */
export function readPartRecords(database: ReadDatabase): PartRecords {
  const { names } = readCatalogue(database, 0);
  const isOml = names.has("_senders") && hasSenders(database);
  return {
    isOml,
    metadata: isOml ? readMetadata(database) : NOTHING,
    own: isOml ? readOwn(database) : [],
    rejectCounts: readRejectCounts(database, names),
    conversions: readConversions(database, names),
    progress: readProgress(database, names),
  };
}

type Names = Catalogue["names"];

/** Metadata of oml2-server 2.9 and older has keys and values only. */
function hasSenders(database: ReadDatabase): boolean {
  const found = database.first(
    "SELECT 1 FROM pragma_table_info(?) WHERE name = 'oml_sender_id'",
    METADATA_SCHEMA.name,
  );
  return found !== undefined;
}

const NOTHING: ExactRows = exactRows<null>([], () => null, []);

function readMetadata(database: ReadDatabase): ExactRows {
  const rows = database.all(
    "SELECT rowid, oml_sender_id, oml_seq, oml_ts_client, " +
      "oml_ts_server, subject, key, value FROM _experiment_metadata " +
      "WHERE oml_sender_id IS NOT NULL ORDER BY rowid",
  );
  return exactRows(
    rows,
    (time) => typeof time === "number" ? time : null,
    METADATA_SCHEMA.fields.map((_, i) => rows.map((row) => row[5 + i])),
  );
}

function readOwn(database: ReadDatabase): OwnMetadata[] {
  const rows = database.all(
    "SELECT subject, key, value FROM _experiment_metadata " +
      "WHERE oml_sender_id IS NULL AND key <> ? AND substr(key, 1, ?) <> ? " +
      "ORDER BY rowid",
    ...[START_KEY, TABLE_KEY.length, TABLE_KEY],
  );
  return rows.map(([subject, key, value]) => ({
    subject: subject === null ? null : String(subject),
    key: String(key),
    value: value === null ? null : String(value),
  }));
}

function readRejectCounts(database: ReadDatabase, names: Names): RejectCount[] {
  if (!names.has("_oml_reject_counts")) return [];
  return database.all(
    "SELECT oml_sender_id, stream, reason, count FROM _oml_reject_counts",
  ).map(([sender, stream, reason, count]) => ({
    senderId: Number(sender),
    stream: stream === null ? undefined : Number(stream),
    reason: String(reason),
    count: Number(count),
  }));
}

function readConversions(
  database: ReadDatabase,
  names: Names,
): ConversionCount[] {
  if (!names.has("_oml_conversions")) return [];
  return database.all(
    "SELECT oml_sender_id, stream, field, kind, count, raw " +
      "FROM _oml_conversions",
  ).map(([sender, stream, field, kind, count, raw]) => ({
    senderId: Number(sender ?? OTHERS),
    stream: Number(stream ?? OTHERS),
    field: String(field),
    // Only servers write this table.
    kind: String(kind) as ConversionKind,
    count: Number(count),
    texts: textsOf(raw),
  }));
}

/** The texts that a row keeps, as JSON. */
function textsOf(raw: unknown): string[] {
  const texts: unknown = JSON.parse(String(raw ?? "[]"));
  return Array.isArray(texts) ? texts.map(String) : [];
}

function readProgress(database: ReadDatabase, names: Names): Progress[] {
  if (!names.has("_oml_progress")) return [];
  return database.all(
    'SELECT stream, "offset", redefined FROM _oml_progress',
  ).map(([stream, offset, redefined]) => ({
    stream: String(stream),
    offset: Number(offset),
    redefined: Number(redefined),
  }));
}
