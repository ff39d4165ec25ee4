/**
 * Why a server could not be asked.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { HintError } from "../../shared/hint_error.ts";

/** What errors of the network mean, by their codes. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection closed",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "unknown host",
};

/** A server could not be asked; the message is the reason alone. */
export class PeerError extends HintError {
  /** Always `"PeerError"`. */
  override name = "PeerError";
}

/** The reason that an error of the network has. */
export function networkReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  const text = errorText(error);
  if (typeof code !== "string") return text;
  return REASONS[code] ?? (text === "" ? code : text);
}
