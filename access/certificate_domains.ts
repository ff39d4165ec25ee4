/**
 * Which clients may write to which domains, by the names in their certificates.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { errorText } from "../shared/error_text.ts";
import { DomainPatterns } from "./domain_patterns.ts";
import { AccessOptionError } from "./errors.ts";

/** The name that stands for connections without a certificate. */
const NO_CERTIFICATE = "-";

interface Rule {
  readonly names: DomainPatterns;
  readonly isForUncertified: boolean;
  readonly domains: DomainPatterns;
}

/** The rules of a file: `NAME PATTERN...` in each line. */
export class CertificateDomains {
  readonly #path: string;
  #rules: readonly Rule[];

  /**
   * Reads a file.
   *
   * @throws {AccessOptionError} if it can't be used.
   */
  constructor(path: string) {
    this.#path = path;
    this.#rules = readRules(path);
  }

  /**
   * Reads the file again.
   *
   * @throws {AccessOptionError} if it can't be used; the old rules remain.
   */
  reload(): void {
    this.#rules = readRules(this.#path);
  }

  /** Whether a client whose certificate has these names may write there. */
  allows(names: readonly string[], domain: string): boolean {
    return this.#rules.some(({ names: patterns, isForUncertified, domains }) =>
      (names.length === 0
        ? isForUncertified
        : names.some((name) => patterns.match(name))) &&
      domains.match(domain)
    );
  }
}

function readRules(path: string): readonly Rule[] {
  return textOf(path).split("\n").flatMap((line, i) => {
    const text = line.replace(/^#.*|\s#.*/, "").trim();
    if (text === "") return [];
    const [, quoted, plain, domains] =
      /^(?:"([^"]+)"|([^"\s]\S*))\s+(\S.*)$/.exec(text) ?? [];
    if (domains === undefined) {
      throw new AccessOptionError(
        `Cannot use line ${i + 1} of ${path}: it is not NAME PATTERN...; ` +
          "write e.g. node1.lab lab-*",
      );
    }
    const name = quoted ?? plain;
    return {
      names: new DomainPatterns([name]),
      isForUncertified: quoted === undefined && name === NO_CERTIFICATE,
      domains: new DomainPatterns(domains.split(/\s+/)),
    };
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new AccessOptionError(
      `Cannot read ${path}: ${errorText(error)}; check its path, and that ` +
        "the server's user may read it",
    );
  }
}
