import type { ClientFacts, ServerObserver } from "../../../server/observer.ts";

/** Records events, one line each. */
export class RecordingObserver implements ServerObserver {
  readonly events: string[] = [];

  clientConnected(client: ClientFacts): void {
    this.events.push(`connected ${name(client)}`);
  }

  clientReady(client: ClientFacts): void {
    this.events.push(`ready ${name(client)}`);
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    this.events.push(`disconnected ${name(client)} ${reason}`);
  }

  databaseOpened(uri: string, isNew: boolean): void {
    this.events.push(`opened ${uri}${isNew ? " new" : ""}`);
  }

  databaseClosed(uri: string): void {
    this.events.push(`closed ${uri}`);
  }
}

function name({ domain, senderId, appName }: ClientFacts): string {
  return `${domain}:${senderId}:${appName}`;
}
