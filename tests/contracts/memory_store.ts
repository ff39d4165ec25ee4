/**
 * A store in memory, written by docs/stores.md. It does only what a store must
 * do.
 *
 * @module
 */
import { type Schema, STANDARD_COLUMNS } from "../../codec/values/schema.ts";
import {
  type CellValue,
  cellValues,
} from "../../server/batches/cell_values.ts";
import type { Cells } from "../../server/batches/cells.ts";
import { CallQueue } from "../../server/rows/call_queue.ts";
import {
  conversionRows,
  fitRows,
  joinTexts,
  MAX_CONVERSION_ROWS,
  rowName,
} from "../../server/rows/conversion_rows.ts";
import {
  type ConversionCount,
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Progress,
  type RejectCount,
  type Store,
  StoreError,
} from "../../server/rows/store.ts";
import { describeTable } from "../../server/rows/table_names.ts";
import { MemoryTables, type Row } from "./memory_tables.ts";

/** Keeps experiments in memory; several stores may share them. */
export class MemoryStore implements Store {
  readonly #experiments: Map<string, MemoryTables>;

  /** Keeps everything in `experiments`. */
  constructor(experiments = new Map<string, MemoryTables>()) {
    this.#experiments = experiments;
  }

  /** Opens an experiment. */
  open(domain: string): Promise<Database> {
    const tables = this.#experiments.get(domain) ?? new MemoryTables();
    this.#experiments.set(domain, tables);
    return Promise.resolve(new MemoryDatabase(domain, tables));
  }

  /** Nothing to do. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A table by its number. */
interface NamedTable {
  readonly name: string;
  readonly schema: Schema;
}

class MemoryDatabase implements Database {
  readonly uri: string;
  readonly found: Found;
  readonly #tables: MemoryTables;
  readonly #calls = new CallQueue();
  readonly #named = new Map<number, NamedTable>();

  constructor(domain: string, tables: MemoryTables) {
    this.uri = `memory:${domain}`;
    this.#tables = tables;
    this.found = {
      isNew: this.#startTime === undefined,
      ...tables.rejects,
      tables: tables.tableNames.all,
    };
  }

  join({ sender, startTime, resume }: Member): Promise<Joined> {
    return this.#do(() => {
      if (startTime !== undefined && this.#startTime === undefined) {
        this.#tables.addMetadata("start_time", `${Math.floor(startTime)}`);
      }
      return {
        senderId: sender === undefined ? 0 : this.#senderId(sender),
        startTime: this.#startTime,
        ...resume !== undefined && { resumed: this.#progressOf(resume) },
      };
    });
  }

  findStreams(prefix: string): Promise<readonly Progress[]> {
    return this.#do(() =>
      this.#tables.rows("_oml_progress")
        .filter(({ stream }) => String(stream).startsWith(prefix))
        .map(progressIn)
    );
  }

  write(flush: Flush): Promise<Outcome> {
    return this.#calls.runWrite(() => Promise.resolve(this.#store(flush)));
  }

  sync(): Promise<void> {
    return this.#do(() => undefined);
  }

  rest(): Promise<void> {
    return this.#do(() => undefined);
  }

  close(): Promise<void> {
    return this.#do(() => undefined);
  }

  #do<T>(work: () => T): Promise<T> {
    return this.#calls.run(() => Promise.resolve(work()));
  }

  /**
   * Checks everything that can fail first, so that a flush is stored as a
   * whole.
   */
  #store(flush: Flush): Outcome {
    const named = new Set(flush.tables.map(({ handle }) => handle));
    for (const { handle } of flush.rows) {
      if (!named.has(handle)) this.#table(handle);
    }
    this.#nameTables(flush);
    for (const { handle, cells } of flush.rows) this.#addRows(handle, cells);
    for (const handle of flush.forgotten ?? []) this.#named.delete(handle);
    this.#addRejects(flush);
    this.#addConversions(flush.conversions);
    for (const progress of flush.progress) this.#setProgress(progress);
    return { fenced: [] };
  }

  #nameTables({ tables }: Flush): void {
    const names = this.#tables.tableNames;
    for (const { handle, schema } of tables) {
      const { name, isMissing } = names.find(schema);
      if (isMissing) {
        this.#tables.rows(name);
        this.#tables.addMetadata(...describeTable(name, schema));
        names.add(name, schema);
      }
      this.#named.set(handle, { name, schema });
    }
  }

  #addRows(handle: number, { bytes, offsets, columns }: Cells): void {
    const { name, schema } = this.#table(handle);
    const fields = [...STANDARD_COLUMNS, ...schema.fields];
    const rows = this.#tables.rows(name);
    for (const at of offsets) {
      const values = cellValues(bytes, at, columns).map((value, i) => [
        fields[i].name,
        fields[i].type === "blob" ? copyOf(value) : textOf(value),
      ]);
      const oml_tuple_id = rows.length + 1;
      rows.push({ oml_tuple_id, ...Object.fromEntries(values) });
    }
  }

  #table(handle: number): NamedTable {
    const table = this.#named.get(handle);
    if (table !== undefined) return table;
    throw new StoreError(`No table has number ${handle}`);
  }

  #addRejects({ rejects, rejectCounts }: Flush): void {
    const rows = this.#tables.rows("_oml_rejected");
    for (const { arrival, senderId, stream, reason, raw, length } of rejects) {
      rows.push({
        ...{ id: rows.length + 1, oml_ts_server: arrival },
        ...{ oml_sender_id: senderId, stream: stream ?? null, reason },
        ...{ raw: raw.slice(), length },
      });
    }
    for (const count of rejectCounts) this.#countRejects(count);
  }

  #countRejects({ senderId, stream, reason, count }: RejectCount): void {
    const key = { oml_sender_id: senderId, stream: stream ?? null, reason };
    const row = this.#tables.rowWith("_oml_reject_counts", key);
    row.count = Number(row.count ?? 0) + count;
  }

  #addConversions(counts: readonly ConversionCount[]): void {
    const rows = this.#tables.rows("_oml_conversions");
    const found = new Map(rows.map((row) => [nameOf(row), row]));
    const fitting = fitRows(
      conversionRows(counts),
      (row) => found.has(rowName(row)),
      MAX_CONVERSION_ROWS - rows.length,
    );
    for (const { senderId, count, texts, ...key } of fitting) {
      const fresh = { oml_sender_id: senderId, ...key, count: 0, raw: "[]" };
      const row: Row = found.get(nameOf(fresh)) ?? fresh;
      if (row === fresh) rows.push(row);
      found.set(nameOf(row), row);
      row.count = Number(row.count) + count;
      row.raw = joinTexts(String(row.raw), texts);
    }
  }

  get #startTime(): number | undefined {
    const found = this.#tables.metadata.find(([key]) => key === "start_time");
    return found === undefined ? undefined : Number(found[1]);
  }

  #senderId(name: string): number {
    const row = this.#tables.rowWith("_senders", { name });
    row.id ??= this.#tables.rows("_senders").length;
    return Number(row.id);
  }

  #setProgress({ stream, offset, redefined }: Progress): void {
    const row = this.#tables.rowWith("_oml_progress", { stream });
    Object.assign(row, { offset, redefined });
  }

  #progressOf(stream: string): Progress | undefined {
    const row = this.#tables.rows("_oml_progress")
      .find((row) => row.stream === stream);
    return row && progressIn(row);
  }
}

function progressIn({ stream, offset, redefined }: Row): Progress {
  return {
    stream: String(stream),
    offset: Number(offset),
    redefined: Number(redefined),
  };
}

/** Copies the bytes of a flush, which are only valid during the call. */
function copyOf(value: CellValue): CellValue {
  return value instanceof Uint8Array ? value.slice() : value;
}

function textOf(value: CellValue): Exclude<CellValue, Uint8Array> | string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

function nameOf({ oml_sender_id, stream, field, kind }: Row): string {
  return rowName({ senderId: oml_sender_id, stream, field, kind });
}
