/**
 * Reads libpq's connection strings: `host=db.lab sslmode=require`.
 *
 * @module
 */

/** The parameters that are understood. */
const KEYWORDS = [
  ...["host", "hostaddr", "port", "user", "password", "passfile", "dbname"],
  ...["sslmode", "sslrootcert", "connect_timeout", "application_name"],
  "options",
] as const;

/** A parameter. */
export type Keyword = typeof KEYWORDS[number];

/** Values of parameters; those that are not given, or empty, are missing. */
export type Conninfo = Partial<Record<Keyword, string>>;

/** A connection string is wrong. The message never quotes a value. */
export class ConninfoError extends Error {
  /** Always `"ConninfoError"`. */
  override name = "ConninfoError";
}

/**
 * Reads a string of `keyword = value` pairs, blanks between them. A value with
 * blanks in it is put into `'...'`, and a backslash before `'` and `\`.
 *
 * @throws {ConninfoError} telling what is wrong, and the remedy.
 */
export function parseConninfo(text: string): Conninfo {
  const info: Conninfo = {};
  const rest = new RestOfText(text);
  for (;;) {
    rest.skip(/\s*/y);
    if (rest.empty) return info;
    const name = rest.take(/[^\s=]+/y) ?? "";
    const keyword = KEYWORDS.find((known) => known === name);
    if (keyword === undefined) {
      throw new ConninfoError(
        `"${name}" is no parameter; use ${KEYWORDS.join(", ")}`,
      );
    }
    rest.skip(/\s*/y);
    if (rest.take(/=/y) === undefined) {
      throw new ConninfoError(`"${name}" has no "=" behind it`);
    }
    rest.skip(/\s*/y);
    info[keyword] = rest.value(name) || undefined;
  }
}

/** What is not read yet. */
class RestOfText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get empty(): boolean {
    return this.#at === this.#text.length;
  }

  /** The text that a sticky pattern finds next. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  skip(pattern: RegExp): void {
    this.take(pattern);
  }

  value(name: string): string {
    const quoted = this.take(/'(?:[^'\\]|\\.)*'/sy);
    if (quoted !== undefined) return unescaped(quoted.slice(1, -1));
    const plain = this.take(/(?:[^\s\\']|\\.)(?:[^\s\\]|\\.)*/sy);
    if (plain !== undefined) return unescaped(plain);
    if (this.empty || this.take(/\s/y) !== undefined) return "";
    throw new ConninfoError(`the value of "${name}" has no "'" at its end`);
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
