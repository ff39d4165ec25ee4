/**
 * The messages between a program and the thread with its archive.
 *
 * @module
 */
import type { Archive } from "../archive.ts";
import {
  ArchiveError,
  NotFoundError,
  type Sought,
  TimeLimitError,
} from "../errors.ts";
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";

/** The methods of an archive. */
export type ArchiveMethod = Exclude<keyof Archive, "place">;

/** From the program to the thread. Every call is answered with its `id`. */
export type ArchiveRequest =
  | { readonly kind: "start"; readonly options: unknown }
  | {
    readonly kind: "call";
    readonly id: number;
    readonly method: ArchiveMethod;
    /** The arguments of the method: plain data. */
    readonly args: readonly unknown[];
  };

/** From the thread to the program. */
export type ArchiveReply =
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | {
    readonly kind: "failed";
    readonly id: number;
    readonly fault: ArchiveFault;
  };

/** An error as plain data. */
export type ArchiveFault =
  | {
    readonly kind: "missing";
    readonly sought: Sought;
    readonly asked: string;
    readonly detail: string;
  }
  | { readonly kind: "late"; readonly ms: number }
  | {
    readonly kind: "other";
    readonly message: string;
    readonly hint: string | undefined;
  };

/** An error of an archive as plain data. */
export function toFault(error: unknown): ArchiveFault {
  if (error instanceof NotFoundError) {
    const { sought, asked, detail } = error;
    return { kind: "missing", sought, asked, detail };
  }
  if (error instanceof TimeLimitError) return { kind: "late", ms: error.ms };
  return { kind: "other", message: errorText(error), hint: hintOf(error) };
}

/** The error again. */
export function fromFault(fault: ArchiveFault): ArchiveError {
  switch (fault.kind) {
    case "missing":
      return new NotFoundError(fault.sought, fault.asked, fault.detail);
    case "late":
      return new TimeLimitError(fault.ms);
    case "other":
      return new ArchiveError(fault.message, { hint: fault.hint });
  }
}
