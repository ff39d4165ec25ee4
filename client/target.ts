/**
 * Names of collection points, as in liboml2.
 *
 * @module
 */
import { TargetError } from "./errors.ts";

/** Where measurements go. */
export type Target =
  | {
    readonly kind: "tcp" | "tls";
    readonly host: string;
    readonly port: number;
  }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "stdout" };

/** The default port of a server. */
const DEFAULT_PORT = 3003;

const FILE = /^(?:file|flush):(.+)$/s;
const TCP =
  /^(?:(tcp|tls):(?:\/\/)?)?(?:\[([^\][]+)\]|([^:/\s\][]+))(?::(\d{1,5}))?$/;

/**
 * Parses `tcp:HOST:PORT`, `tcp://HOST:PORT`, `HOST:PORT`, `HOST` (port 3003),
 * the same with `tls:` for TLS, with IPv6 addresses in brackets; `file:PATH`, `flush:PATH`, and `file:-` for
 * stdout.
 *
 * @throws {TargetError} if it is none of these.
 */
export function parseTarget(text: string): Target {
  const [, path] = FILE.exec(text) ?? [];
  if (path === "-" || path === "stdout") return { kind: "stdout" };
  if (path !== undefined) return { kind: "file", path };
  const [match, scheme, bracketed, plain, digits = DEFAULT_PORT] =
    TCP.exec(text) ?? [];
  const port = Number(digits);
  if (match === undefined || port < 1 || port > 65_535) {
    throw new TargetError(
      `Cannot send to "${text}": use tcp:HOST:PORT, tls:HOST:PORT, ` +
        "[IPV6]:PORT or file:PATH",
    );
  }
  const kind = scheme === "tls" ? "tls" : "tcp";
  return { kind, host: bracketed ?? plain, port };
}

/** The canonical spelling of a target. */
export function formatTarget(target: Target): string {
  if (target.kind === "stdout") return "file:-";
  if (target.kind === "file") return `file:${target.path}`;
  const { kind, host, port } = target;
  return host.includes(":")
    ? `${kind}:[${host}]:${port}`
    : `${kind}:${host}:${port}`;
}
