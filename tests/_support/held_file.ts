import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { atExit } from "./at_exit.ts";

const running = new Set<ChildProcess>();
atExit(() => running.forEach((child) => child.kill("SIGKILL")));

/**
 * Takes a lease (fcntl F_SETLEASE, F_RDLCK), and keeps it when asked for it.
 */
const LEASE = `
  $SIG{IO} = "IGNORE"; $| = 1;
  open(F, "<", $ARGV[0]) or die; fcntl(F, 1024, 0) or die "no lease: $!";
  print "held\\n"; <STDIN>`;

/**
 * A file whose opening for writing blocks for 45 s, the time that Linux gives
 * the holder of a lease. It blocks a thread like a disk that does not respond.
 */
export class HeldFile implements Disposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Creates an empty file at `path`. */
  static async make(path: string): Promise<HeldFile> {
    writeFileSync(path, "");
    const child = spawn("perl", ["-e", LEASE, path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    const [said] = await once(child.stdout, "data");
    if (String(said) !== "held\n") throw new Error(`perl printed ${said}`);
    return new HeldFile(child);
  }

  /** Releases the lease: opening the file continues. */
  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
