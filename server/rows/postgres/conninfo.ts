/**
 * Parses libpq's connection strings: `host=db.lab sslmode=require`.
 *
 * @module
 */

/** The supported parameters. */
const KEYWORDS = [
  ...["host", "hostaddr", "port", "user", "password", "passfile", "dbname"],
  ...["sslmode", "sslrootcert", "connect_timeout", "application_name"],
  "options",
] as const;

/** A parameter. */
export type Keyword = typeof KEYWORDS[number];

/** Values of parameters; missing or empty ones are omitted. */
export type Conninfo = Partial<Record<Keyword, string>>;

/** A connection string is wrong. The message never quotes a value. */
export class ConninfoError extends Error {
  /** Always `"ConninfoError"`. */
  override name = "ConninfoError";
}

/**
 * Parses a string of `keyword = value` pairs, separated by blanks. A value with
 * blanks is quoted as `'...'`, with a backslash before `'` and `\`.
 *
 * @throws {ConninfoError} with the fault and the remedy.
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
        `unknown parameter "${name}"; use ${KEYWORDS.join(", ")}`,
      );
    }
    rest.skip(/\s*/y);
    if (rest.take(/=/y) === undefined) {
      throw new ConninfoError(`"${name}" is not followed by "="`);
    }
    rest.skip(/\s*/y);
    info[keyword] = rest.value(name) || undefined;
  }
}

/** The unread rest of a text. */
class RestOfText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get empty(): boolean {
    return this.#at === this.#text.length;
  }

  /** Returns the next match of a sticky pattern. */
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
    throw new ConninfoError(`the value of "${name}" lacks its closing "'"`);
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
