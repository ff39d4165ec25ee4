/**
 * What PostgreSQL's errors mean, by their SQLSTATE.
 *
 * @module
 */

/** The connection broke, or could not be made: another one may work later. */
export class ConnectionLost extends Error {
  /** Always `"ConnectionLost"`. */
  override name = "ConnectionLost";
}

/** The SQLSTATE of an error that the database reported. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)
    ? code
    : undefined;
}

/**
 * Whether the same call may work later: the server is away, starting, out of
 * connections, memory or disk, read-only, or another transaction was in the
 * way.
 */
export function isTemporary(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  return /^(?:08|40|53|55|57|58)|^25006/.test(sqlState(error) ?? "");
}

/** Whether the fault is in a row: its data, a constraint, a trigger's word. */
export function isRefusal(error: unknown): boolean {
  return /^(?:22|23|44|54|P0)/.test(sqlState(error) ?? "");
}
