/**
 * Starts the observers of a server: its event hook and its monitor.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { Hook } from "../../server/hooks/hook.ts";
import { IdleWarning } from "../../server/idle_warning.ts";
import type { Monitor } from "../../server/monitor/monitor.ts";
import { Observers, type ServerObserver } from "../../server/observer.ts";
import type { ServerFlags } from "../flags/server_flags.ts";

/** Milliseconds after the signal until which a hook may be busy. */
const HOOK_MS = 8_000;

/** Milliseconds for a hook after EXIT, however long the rest took. */
const LEAST_HOOK_MS = 500;

/** The hook and the monitor of a server, if it has them. */
export interface Companions {
  /** Notifies them. */
  readonly observer: ServerObserver;
  /**
   * Resolves when they have ended; the stop began at `began`
   * (`performance.now()`).
   */
  stop(began: number): Promise<void>;
}

/** Starts the observers that the flags ask for. */
export async function startCompanions(
  { eventHook, oml, timeout }: ServerFlags,
  runtime: Runtime,
  log: Log,
): Promise<Companions> {
  const hook = await openHook(eventHook, log);
  const monitor = await startMonitor(oml, runtime, log);
  const idle = new IdleWarning(timeout, log);
  const observers: ServerObserver[] = [...hook?.observers ?? [], idle];
  if (monitor !== undefined) observers.push(monitor);
  return {
    observer: new Observers(observers),
    async stop(began) {
      const left = HOOK_MS - (performance.now() - began);
      await Promise.all([
        hook?.stop(Math.max(left, LEAST_HOOK_MS)),
        monitor?.close(),
      ]);
    },
  };
}

/** Loads hooks only if there is one, for a quick start. */
async function openHook(
  program: string | undefined,
  log: Log,
): Promise<Hook | undefined> {
  if (program === undefined) return undefined;
  const { startHook }: typeof import("../../server/hooks/hook.ts") =
    await import("../../server/hooks/hook.ts" as string);
  return startHook(program, log);
}

/** Loads the monitor only if it is used. */
async function startMonitor(
  oml: ServerFlags["oml"],
  runtime: Runtime,
  log: Log,
): Promise<Monitor | undefined> {
  if (oml.collect === undefined) return undefined;
  const { Monitor }: typeof import("../../server/monitor/monitor.ts") =
    await import("../../server/monitor/monitor.ts" as string);
  const { monitorLog }: typeof import("../../server/monitor/monitor_log.ts") =
    await import("../../server/monitor/monitor_log.ts" as string);
  return Monitor.start(oml, runtime, monitorLog(oml, log));
}
