/**
 * Parses the URI of a PostgreSQL server or of one of its databases, in libpq's
 * format.
 *
 * @module
 */
import {
  type Conninfo,
  ConninfoError,
  parseConninfo,
} from "../../server/rows/postgres/conninfo.ts";
import {
  placeOf,
  type PlaceOptions,
  type PostgresPlace,
} from "../../server/rows/postgres/postgres_place.ts";

/** Where experiments are. */
export interface PostgresSource {
  /** The server, and the role. */
  readonly place: PostgresPlace;
  /** The only database; all of the server's if unset. */
  readonly database: string | undefined;
  /** File with passwords, if not the usual one. */
  readonly passFile: string | undefined;
}

const FORM = /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?]*)(?:\/([^?]*))?/;

const HOST = /^(?:\[([0-9a-fA-F:.]+)\]|([^:,]*))(?::([0-9]*))?$/;

/** Whether `text` is such a URI, correct or not. */
export function isPostgresUri(text: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(text);
}

/**
 * Parses `postgresql://[user[:password]@][host][:port][/database][?options]`.
 * What it does not give comes from `defaults`.
 *
 * @throws {ConninfoError} with the fault and the remedy; never with a password.
 */
export function parsePostgresUri(
  uri: string,
  defaults: PlaceOptions,
): PostgresSource {
  const [all, account = "", address = "", database = ""] = FORM.exec(uri) ?? [];
  if (all === undefined) throw new ConninfoError("it has another form");
  const [, ipv6, name, port] = HOST.exec(address) ?? [];
  if (ipv6 === undefined && name === undefined) {
    throw new ConninfoError("its host is not one name or address");
  }
  const [user, ...password] = account.split(":");
  const info: Conninfo = {
    ...parseConninfo(""),
    ...given("user", user),
    ...given("password", password.join(":")),
    ...given("host", ipv6 ?? name),
    ...given("port", port ?? ""),
    ...parseConninfo(options(uri.slice(all.length))),
  };
  return {
    place: placeOf(defaults, { application_name: "oml2-view", ...info }),
    database: decode(database) || info.dbname,
    passFile: info.passfile,
  };
}

/** The options as `name = value` pairs. */
function options(text: string): string {
  return text.replace(/^\?/, "").split("&").filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      if (at < 0) throw new ConninfoError(`"${pair}" is not followed by "="`);
      const value = decode(pair.slice(at + 1));
      return `${decode(pair.slice(0, at))}='${
        value.replace(/['\\]/g, "\\$&")
      }'`;
    }).join(" ");
}

function given(name: keyof Conninfo, text: string): Conninfo {
  return text === "" ? {} : { [name]: decode(text) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConninfoError("it has a % that is not followed by two digits");
  }
}
