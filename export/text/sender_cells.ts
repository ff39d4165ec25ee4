/**
 * The cells with the names of the senders.
 *
 * @module
 */
import type { SenderNames } from "../../archive/sender_names.ts";
import type { Cells } from "./cells.ts";
import { TextBuffer } from "./text_buffer.ts";
import type { TextStyle } from "./text_style.ts";

/** Writes the names of senders, given their numbers. */
export class SenderCells implements Cells<readonly number[]> {
  readonly #style: TextStyle;
  readonly #names: SenderNames;
  /** The written names, by number. */
  readonly #written = new Map<number, Uint8Array>();
  #ids: readonly number[] = [];
  #row = 0;

  /** Writes the names that `names` has. */
  constructor(style: TextStyle, names: SenderNames) {
    this.#style = style;
    this.#names = names;
  }

  load(ids: readonly number[]): void {
    this.#ids = ids;
    this.#row = 0;
  }

  writeNext(out: TextBuffer): void {
    const id = this.#ids[this.#row++];
    let written = this.#written.get(id);
    if (written === undefined) {
      written = this.#write(id);
      this.#written.set(id, written);
    }
    out.copy(written);
  }

  #write(id: number): Uint8Array {
    const out = new TextBuffer();
    this.#style.text(out, this.#names.name(id));
    return out.take().slice();
  }
}
