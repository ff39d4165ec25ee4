/**
 * The event hook of a server, if any.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { ServerObserver } from "../observer.ts";
import { HookObserver } from "./hook_observer.ts";
import { HookProcess } from "./hook_process.ts";

/** The server's side of its hook. */
export interface Hook {
  /** Observers to notify of database events. */
  readonly observers: readonly ServerObserver[];
  /** Resolves when the hook has exited; after `graceMs` it is killed. */
  stop(graceMs: number): Promise<void>;
}

/** Starts `program` as a hook; without it, if it can't be started. */
export function startHook(program: string, log: Log): Hook | undefined {
  try {
    const hook = new HookProcess({ program, log });
    return {
      observers: [new HookObserver((line) => hook.send(line))],
      stop: (graceMs) => hook.stop(graceMs),
    };
  } catch (error) {
    // Deno may deny passing on the environment.
    const why = errorText(error);
    log.warn(
      "Event hook {program} cannot be started ({why}); continuing without it",
      { program, why },
    );
    return undefined;
  }
}
