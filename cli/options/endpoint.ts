/**
 * Hosts and ports to listen on or connect to.
 *
 * @module
 */
import { isIPv6 } from "node:net";
import { InvalidArgumentError } from "commander";
import { errorText } from "../../shared/error_text.ts";
import { servicePort } from "./services.ts";

/** A port, optionally with a host. */
export interface Endpoint {
  /** A host name or address. */
  readonly host: string | undefined;
  /** Port number. */
  readonly port: number;
}

/** An endpoint on a host that is given. */
export interface RemoteEndpoint extends Endpoint {
  readonly host: string;
}

/** A server to connect to. */
export interface ServerEndpoint extends Endpoint {
  /** Whether it speaks TLS. */
  readonly secure: boolean;
}

const FORMS = "write PORT, HOST:PORT or [IPV6]:PORT";

const REMOTE_FORMS = "write HOST:PORT or [IPV6]:PORT";

/**
 * Parses `PORT`, `HOST:PORT` or `[IPV6]:PORT`; the port is 1 to 65535 or a
 * service name.
 */
export function parseEndpoint(text: string): Endpoint {
  return splitEndpoint(text, 1, FORMS);
}

/** Parses `HOST:PORT` or `[IPV6]:PORT`: the host has no default. */
export function parseRemote(text: string): RemoteEndpoint {
  const { host, port } = splitEndpoint(text, 1, REMOTE_FORMS);
  if (host !== undefined) return { host, port };
  throw new InvalidArgumentError(`names no host; ${REMOTE_FORMS}`);
}

/** Parses an endpoint to connect to, with `tls:` before it for TLS. */
export function parseServer(text: string): ServerEndpoint {
  const [, secured] = /^tls:(?:\/\/)?(.*)$/s.exec(text) ?? [];
  const endpoint = parseEndpoint(secured ?? text);
  return { ...endpoint, secure: secured !== undefined };
}

/** Parses an endpoint to listen on; port 0 is any free port. */
export function parseListen(text: string): Endpoint {
  return splitEndpoint(text, 0, FORMS);
}

/** Parses a port: 1 to 65535 or a service name. */
export function parsePort(text: string): number {
  return portNumber(text, 1, "write its number");
}

function splitEndpoint(text: string, least: number, forms: string): Endpoint {
  const form = /^(?:(?:\[([^\]]*)\]|([^:[\]]+)):)?([^:[\]]+)$/;
  const [, ipv6, name, port] = form.exec(text) ?? [];
  if (port === undefined) {
    throw new InvalidArgumentError(`is not a port; ${forms}`);
  }
  if (ipv6 !== undefined && !isIPv6(ipv6)) {
    throw new InvalidArgumentError(
      `has no IPv6 address in brackets; ${forms}`,
    );
  }
  return { host: ipv6 ?? name, port: portNumber(port, least, forms) };
}

function portNumber(text: string, least: number, forms: string): number {
  const port = /^[0-9]+$/.test(text) ? Number(text) : namedPort(text, forms);
  if (port >= least && port <= 65_535) return port;
  throw new InvalidArgumentError(
    `is not a port; ${forms}, with a port from ${least} to 65535`,
  );
}

function namedPort(name: string, forms: string): number {
  try {
    const port = servicePort(name);
    if (port !== undefined) return port;
  } catch (cause) {
    throw new InvalidArgumentError(
      `is not a port number, and service names can't be looked up (${
        errorText(cause)
      }); ` +
        forms,
    );
  }
  throw new InvalidArgumentError(
    `is neither a port nor a service in /etc/services; ${forms}`,
  );
}
