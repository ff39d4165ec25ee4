/**
 * The thread's side: answers calls by an archive.
 *
 * @module
 */
import type { MessagePort } from "../../ports/runtime.ts";
import type { Archive } from "../archive.ts";
import { ArchiveError } from "../errors.ts";
import {
  type ArchiveMethod,
  type ArchiveReply,
  type ArchiveRequest,
  toFault,
} from "./archive_messages.ts";

/** Answers calls received through `port` by the archive that `make` makes. */
export function hostArchive(
  port: MessagePort,
  make: (options: unknown) => Archive,
): void {
  let archive: Archive | undefined;
  const reply = (message: ArchiveReply) => port.post(message);
  port.listen(async (message) => {
    // Messages come only from the program's own side, so they are well-formed.
    const request = message as ArchiveRequest;
    if (request.kind === "start") {
      archive = make(request.options);
      return;
    }
    const { id } = request;
    try {
      const result = await call(archive, request);
      reply({ kind: "done", id, result });
    } catch (error) {
      reply({ kind: "failed", id, fault: toFault(error) });
    }
  }, () => undefined);
}

function call(
  archive: Archive | undefined,
  { method, args }: {
    readonly method: ArchiveMethod;
    readonly args: readonly unknown[];
  },
): Promise<unknown> {
  if (archive === undefined) throw new ArchiveError("no archive was started");
  // The other side has checked the arguments by the type of the method.
  const run: (this: Archive, ...args: never[]) => Promise<unknown> =
    archive[method];
  return run.apply(archive, args as never[]);
}
