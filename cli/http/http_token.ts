/**
 * The token that users of the page need.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { tokenFault } from "../../http/security/token.ts";
import { errorText } from "../../shared/error_text.ts";
import { HintError } from "../../shared/hint_error.ts";
import { type HttpFlags, TOKEN_VARIABLE } from "../flags/http_flags.ts";
import { variable } from "../options/environment.ts";

/** The token can't be used. */
class TokenError extends HintError {
  /** Always `"TokenError"`. */
  override name = "TokenError";
}

/**
 * The token in the file, or else in the environment; `undefined` if neither is
 * given.
 *
 * @throws {TokenError} if it can't be read or used.
 */
export function httpToken(
  { tokenFile }: Pick<HttpFlags, "tokenFile">,
): string | undefined {
  if (tokenFile === undefined) {
    const token = variable(TOKEN_VARIABLE);
    return token === undefined ? undefined : checked(token, TOKEN_VARIABLE);
  }
  return checked(read(tokenFile).trim(), `the file ${tokenFile}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new TokenError(
      `Cannot read the token in ${path}: ${errorText(cause)}`,
      {
        cause,
        hint: "choose another file with --http-token-file, or correct its " +
          "permissions",
      },
    );
  }
}

function checked(token: string, where: string): string {
  const fault = tokenFault(token);
  if (fault === undefined) return token;
  throw new TokenError(`The token in ${where} ${fault}`);
}
