/**
 * Explains why a handshake failed, and what to do about it.
 *
 * @module
 */
import { errorText } from "../shared/error_text.ts";

/** The used part of an error. */
interface Coded {
  readonly code?: string;
}

/** Codes of certificates whose issuer is unknown. */
const UNKNOWN_ISSUER: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Codes of a peer that does not speak TLS. */
const NOT_TLS =
  /^ERR_SSL_(?:WRONG_VERSION_NUMBER|UNEXPECTED_MESSAGE|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE)$/;

/** Codes of alerts of a peer that does not accept our certificate. */
const NOT_TRUSTED =
  /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(?:UNKNOWN|EXPIRED|REVOKED)|UNSUPPORTED_CERTIFICATE)/;

function isUnknownIssuer({ code = "" }: Coded): boolean {
  return UNKNOWN_ISSUER.has(code);
}

function isNotTls({ code = "" }: Coded): boolean {
  return NOT_TLS.test(code);
}

/** Why the handshake of a client failed, and the remedy. */
export function clientFault(error: Coded): string {
  const { code = "" } = error;
  if (isUnknownIssuer(error)) {
    return "the issuer of its certificate is not in --tls-client-ca; add the " +
      "issuer's certificate there, or issue another one";
  }
  if (code === "CERT_HAS_EXPIRED") {
    return "its certificate has expired; renew it";
  }
  if (code === "CERT_NOT_YET_VALID") {
    return "its certificate is not valid yet; check the clocks";
  }
  if (isNotTls(error)) {
    return "it does not speak TLS; send to tls:HOST:PORT, or to the port of " +
      "--plain-listen";
  }
  if (code === "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE") {
    return "it has no certificate, which --tls-require-client-cert requires; " +
      "give it one (docs/tls.md)";
  }
  if (NOT_TRUSTED.test(code)) {
    return "it does not accept this program's certificate; give it the " +
      "certificate of the CA, and connect by a name in the certificate";
  }
  if (/UNSUPPORTED_PROTOCOL|NO_SHARED|NO_SUITABLE/.test(code)) {
    return "it offers neither TLS 1.3 nor 1.2; update its TLS library, or use " +
      "stunnel (docs/tls.md)";
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return "it closed the connection during the TLS handshake; if it is no " +
      "probe, its own messages say why";
  }
  const text = error instanceof Error ? errorText(error) : code;
  return `the TLS handshake failed: ${text}`;
}

/** How the options that give a CA's certificate end in all programs. */
const GIVE_CA =
  "give the file with its CA's certificate (OML_TLS_CA, or the option that " +
  "ends in tls-ca)";

/** The used part of an error of a connection to a server. */
export interface ServerFault extends Coded {
  /** The certificate that is for other names. */
  readonly cert?: { readonly subjectaltname?: string };
}

/**
 * Why the handshake with the server `host` failed, and the remedy; `undefined`
 * if it was not TLS that failed.
 */
export function serverFault(
  error: ServerFault,
  host: string,
): string | undefined {
  const { code = "" } = error;
  if (isUnknownIssuer(error)) {
    return `the issuer of the certificate of ${host} is unknown; ${GIVE_CA}`;
  }
  if (code === "CERT_HAS_EXPIRED") {
    return `the certificate of ${host} has expired; renew it there ` +
      "(docs/tls.md)";
  }
  if (code === "CERT_NOT_YET_VALID") {
    return `the certificate of ${host} is not valid yet; check the clocks`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = error.cert?.subjectaltname ?? "other names";
    return `the certificate is not for ${host}, but for ${names}; connect by ` +
      `such a name, or issue a certificate for ${host}`;
  }
  if (isNotTls(error)) {
    return `${host} does not speak TLS on this port; use tcp: instead of ` +
      "tls:, or the server's port for TLS";
  }
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code)) {
    return `${host} requires a certificate of this client; give it one, with ` +
      "its key (OML_TLS_CERT and OML_TLS_KEY, or the options that end in " +
      "tls-cert and tls-key)";
  }
  return undefined;
}
