/**
 * First pages of images, created once for each number of columns.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { PAGE } from "./page_image.ts";

/** Minimum columns of a template; more come in powers of two. */
const FEWEST_COLUMNS = 16;

/** Caches the template pages of a store. */
export class PageTemplates {
  readonly #pages = new Map<number, Uint8Array>();

  /**
   * Returns the first page of an image whose table has at least `columns`
   * columns.
   */
  page(columns: number): Uint8Array {
    let size = FEWEST_COLUMNS;
    while (size < columns) size *= 2;
    const known = this.#pages.get(size);
    if (known !== undefined) return known;
    const page = makePage(size);
    this.#pages.set(size, page);
    return page;
  }
}

function makePage(columns: number): Uint8Array {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(`PRAGMA page_size = ${PAGE}; CREATE TABLE s (${names})`);
    return database.serialize().slice(0, PAGE);
  } finally {
    database.close();
  }
}
