/**
 * What went wrong on a connection so badly that it must be closed.
 *
 * @module
 */

/** The kinds of {@linkcode ProtocolError}. */
export type ProtocolErrorCode =
  | "header"
  | "protocol-version"
  | "domain"
  | "sender-id"
  | "start-time"
  | "content"
  | "schema"
  | "resume"
  | "limit";

/**
 * The peer broke the protocol (OMSP §Key/Value Parameters, §Schema
 * Specification) or passed a limit. It ends one connection; everything that
 * was decoded before it stays valid.
 */
export class ProtocolError extends SyntaxError {
  /** Always `"ProtocolError"`. */
  override name = "ProtocolError";
  /** The kind of the fault, for programs. */
  readonly code: ProtocolErrorCode;
  /** The offending line, shortened and with its control bytes escaped. */
  readonly line: string | undefined;

  /** Makes the error of kind `code`; `line` is quoted at the message's end. */
  constructor(code: ProtocolErrorCode, message: string, line?: string) {
    super(line === undefined ? message : `${message}: "${line}"`);
    this.code = code;
    this.line = line;
  }
}

/**
 * A value cannot be encoded as its schema asks: wrong kind, out of range, or
 * too long for the wire (OMSP §Binary Marshalling, §Text Protocol).
 */
export class EncodeError extends RangeError {
  /** Always `"EncodeError"`. */
  override name = "EncodeError";
}
