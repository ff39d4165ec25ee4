/**
 * Patterns of domain names.
 *
 * @module
 */

/** Names with `*` for any characters and `?` for one; case matters. */
export class DomainPatterns {
  readonly #patterns: readonly RegExp[];

  /** Takes patterns such as `lab-*`. */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map(toRegExp);
  }

  /** Whether a pattern matches the whole name. */
  match(domain: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(domain));
  }
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    // Several stars in a row would only cost time.
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "su");
}
