/**
 * The token that protects a site.
 *
 * @module
 */

/** The fewest characters: it must not be guessed. */
const SHORTEST = 16;

/** The most characters, so that it fits in a header. */
const LONGEST = 1_024;

/** How to make a token. */
const TOKEN_RECIPE = "openssl rand -hex 32";

/**
 * What is wrong with a token, and the remedy; `undefined` if nothing is. A
 * token is sent in a header, so it consists of visible ASCII characters.
 */
export function tokenFault(token: string): string | undefined {
  if (token === "") return `is empty; make one with: ${TOKEN_RECIPE}`;
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return "has spaces or other characters than ASCII; make one with: " +
      TOKEN_RECIPE;
  }
  if (token.length < SHORTEST) {
    return `has ${token.length} characters, of which ${SHORTEST} are needed; ` +
      `make one with: ${TOKEN_RECIPE}`;
  }
  if (token.length > LONGEST) {
    return `has more than ${LONGEST} characters; make one with: ${TOKEN_RECIPE}`;
  }
  return undefined;
}
