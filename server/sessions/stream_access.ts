/**
 * The interface of the rules for what clients may write.
 *
 * @module
 */
import type { Connection } from "../../ports/runtime.ts";

/** Decides which domains a client may write to. */
export interface StreamAccess {
  /**
   * Checks the domain of a stream that a client sends over `connection`.
   *
   * @throws {AccessError} if the client may not write to it.
   */
  check(domain: string, connection: Connection): void;
}
