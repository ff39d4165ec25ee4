/**
 * Selects the rows of a flush that go by page image, and builds the image.
 *
 * @module
 */
import { BufferPool, SharedBufferPool } from "../../../shared/buffer_pool.ts";
import type { Flush, TableRows } from "../store.ts";
import type { FlushPlanner } from "../flush_planner.ts";
import { recycleCells } from "../../batches/cells.ts";
import { imageCells } from "./image_cells.ts";
import { buildImage, MAX_CELL } from "./page_image.ts";
import type { PageTemplates } from "./page_templates.ts";
import type { SqliteFlush } from "./sqlite_flush.ts";

/** Fewer rows are bound: an image has at least two pages of 64 KiB. */
const FEWEST_ROWS = 64;

/** Plans flushes for SQLite, possibly in another thread than the database. */
export class ImagePlanner implements FlushPlanner {
  readonly #templates: PageTemplates;
  readonly #images: SharedBufferPool;
  readonly #cells: BufferPool;

  /** Takes memory from `images`, and returns that of batches to `cells`. */
  constructor(
    templates: PageTemplates,
    images: SharedBufferPool = new SharedBufferPool(),
    cells: BufferPool = new BufferPool(),
  ) {
    this.#templates = templates;
    this.#images = images;
    this.#cells = cells;
  }

  /** Returns the same flush, with its large batches moved into an image. */
  plan(flush: Flush): SqliteFlush {
    const large = flush.rows.filter(isLarge);
    if (large.length === 0) return flush;
    const batches = large.map(({ cells }) => cells);
    const columns = Math.max(...batches.map((cells) => cells.columns));
    const template = this.#templates.page(columns);
    const { bytes, ranges } = buildImage(template, batches, this.#images);
    for (const cells of batches) recycleCells(cells, this.#cells);
    return {
      ...flush,
      rows: flush.rows.filter((rows) => !isLarge(rows)),
      image: {
        bytes,
        parts: large.map(({ handle, cells }, i) => ({
          handle,
          columns: cells.columns,
          ...ranges[i],
        })),
      },
    };
  }

  /** Releases the memory of a stored plan. */
  release({ image }: SqliteFlush): void {
    if (image !== undefined) this.#images.give(image.bytes.buffer);
  }

  /** Drops memory that is only kept for the next images. */
  dropSpare(): void {
    this.#images.drop();
  }

  /** Returns the flush of a plan, with its rows copied out of the image. */
  restore({ image, rows, ...rest }: SqliteFlush): Flush {
    const large = image?.parts.map(({ handle, columns, ...range }) => ({
      handle,
      cells: imageCells(image.bytes, range, columns),
    }));
    return { ...rest, rows: [...large ?? [], ...rows] };
  }
}

function isLarge({ cells }: TableRows): boolean {
  return cells.offsets.length >= FEWEST_ROWS && cells.largest <= MAX_CELL;
}
