import type { ClientFacts, ServerObserver } from "../../../server/observer.ts";

/** Records events, one line each. */
export class RecordingObserver implements ServerObserver {
  readonly told: string[] = [];

  clientConnected(client: ClientFacts): void {
    this.told.push(`connected ${name(client)}`);
  }

  clientReady(client: ClientFacts): void {
    this.told.push(`ready ${name(client)}`);
  }

  clientDisconnected(client: ClientFacts, reason: string): void {
    this.told.push(`disconnected ${name(client)} ${reason}`);
  }

  databaseOpened(uri: string, isNew: boolean): void {
    this.told.push(`opened ${uri}${isNew ? " new" : ""}`);
  }

  databaseClosed(uri: string): void {
    this.told.push(`closed ${uri}`);
  }
}

function name({ domain, senderId, appName }: ClientFacts): string {
  return `${domain}:${senderId}:${appName}`;
}
