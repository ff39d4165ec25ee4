/**
 * Errors of TLS.
 *
 * @module
 */
import { HintError } from "../shared/hint_error.ts";

/** A certificate or key can't be used, or a handshake failed. */
export class TlsError extends HintError {
  /** Always `"TlsError"`. */
  override name = "TlsError";
}
