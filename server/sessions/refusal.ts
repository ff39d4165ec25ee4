/**
 * Why a client was refused.
 *
 * @module
 */
import { AccessError } from "../../access/errors.ts";
import { ProtocolError } from "../../codec/errors.ts";
import { IntakeError } from "./intake_memory.ts";

/** Why a client was refused, for the log and for observers. */
export interface Refusal {
  /** The reason. */
  readonly reason: string;
  /** Whether the same refusal of the same client was logged before. */
  readonly isKnown: boolean;
}

/** The refusal that an error means; `undefined` if it is another fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof ProtocolError) {
    return { reason: `protocol error: ${error.message}`, isKnown: false };
  }
  if (error instanceof IntakeError) {
    return { reason: error.message, isKnown: false };
  }
  if (error instanceof AccessError) {
    return { reason: error.message, isKnown: error.isKnown };
  }
  return undefined;
}
