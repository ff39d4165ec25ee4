/**
 * Errors of the protocol.
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
 * The peer violated the protocol (OMSP §Key/Value Parameters, §Schema
 * Specification) or exceeded a limit. It ends the connection; everything
 * decoded before it stays valid.
 */
export class ProtocolError extends SyntaxError {
  /** Always `"ProtocolError"`. */
  override name = "ProtocolError";
  /** The kind of error, for programs. */
  readonly code: ProtocolErrorCode;
  /** The offending line, shortened and with control bytes escaped. */
  readonly line: string | undefined;

  /**
   * Creates an error of kind `code`; its message ends with the quoted `line`.
   */
  constructor(code: ProtocolErrorCode, message: string, line?: string) {
    super(line === undefined ? message : `${message}: "${line}"`);
    this.code = code;
    this.line = line;
  }
}

/**
 * A value cannot be encoded as its schema requires: wrong kind, out of range,
 * or too long for the wire (OMSP §Binary Marshalling, §Text Protocol).
 */
export class EncodeError extends RangeError {
  /** Always `"EncodeError"`. */
  override name = "EncodeError";
}
