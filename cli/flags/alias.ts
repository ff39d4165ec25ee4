/**
 * Aliases of options.
 *
 * @module
 */
import { Option } from "commander";

/** An alias of an option, hidden in the help. The last one given wins. */
export class Alias extends Option {
  readonly #attribute: string;

  /** An alias of the option that sets `attribute`. */
  constructor(flags: string, attribute: string) {
    super(flags);
    this.hideHelp();
    this.#attribute = attribute;
  }

  /** The key under which commander stores the value. */
  override attributeName(): string {
    return this.#attribute;
  }
}
