/**
 * Other names of options.
 *
 * @module
 */
import { Option } from "commander";

/** Another name of an option, which help passes over. The last one counts. */
export class Alias extends Option {
  readonly #attribute: string;

  /** Stands for the option that sets `attribute`. */
  constructor(flags: string, attribute: string) {
    super(flags);
    this.hideHelp();
    this.#attribute = attribute;
  }

  /** What commander keeps the value under. */
  override attributeName(): string {
    return this.#attribute;
  }
}
