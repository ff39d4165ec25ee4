import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

const NEW_KEY = [
  ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
];

/** Paths of a certificate and its key. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** A CA made by openssl, removed at the end of its scope. */
export class TestCa implements Disposable {
  readonly directory: string = makeTempDir();
  /** The certificate of the CA. */
  readonly ca: string = this.path("ca.pem");

  constructor() {
    this.#openssl([
      ...["req", "-x509", ...NEW_KEY, "-days", "30", "-subj", "/CN=Lab CA"],
      ...["-keyout", this.path("ca.key"), "-out", this.ca],
    ]);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /**
   * Issues a certificate for `names` such as `DNS:localhost`; `days` below 0
   * is one that has expired.
   */
  issue(name: string, names: string, days = 30): Issued {
    const [cert, key, request] = ["pem", "key", "csr"].map((end) =>
      this.path(`${name}.${end}`)
    );
    this.#openssl([
      ...["req", ...NEW_KEY, "-keyout", key, "-out", request],
      ...["-subj", `/CN=${name}`, "-addext", `subjectAltName=${names}`],
    ]);
    this.#openssl([
      ...["x509", "-req", "-in", request, "-CA", this.ca],
      ...["-CAkey", this.path("ca.key"), "-CAcreateserial"],
      ...["-days", String(days), "-copy_extensions", "copy", "-out", cert],
    ]);
    return { cert, key };
  }

  [Symbol.dispose](): void {
    removeTempDir(this.directory);
  }

  #openssl(args: readonly string[]): void {
    execFileSync("openssl", args, { stdio: "pipe" });
  }
}

/** The options of a program that serves `issued`. */
export function serving({ cert, key }: Issued): string[] {
  return ["--tls-cert", cert, "--tls-key", key];
}
