/** The page's one socket to /ws/live/. Opened with the first topic, closed with the last. */

import { WebSocket as ReconnectingSocket } from "partysocket";
import { type Listener, LiveProtocol, type Request, readFrames } from "./protocol";

export type LiveState = "connecting" | "live" | "degraded" | "offline";

const SIGN_IN_AGAIN = 4401;
const LINGER_MS = 2_000;

class LiveConnection {
  private readonly protocol = new LiveProtocol();
  private readonly watchers = new Set<() => void>();
  private socket: ReconnectingSocket | null = null;
  private topics = 0;
  private state: LiveState = "connecting";

  follow(topic: string, listener: Listener): () => void {
    this.topics += 1;
    this.send(this.protocol.follow(topic, listener));
    this.open();
    return () => {
      this.topics -= 1;
      const request = this.protocol.leave(topic, listener);
      if (request) this.send(request);
      setTimeout(() => this.closeIfUnused(), LINGER_MS);
    };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly current = (): LiveState => this.state;

  private open(): void {
    if (this.socket) return;
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const socket = new ReconnectingSocket(`${scheme}://${window.location.host}/ws/live/`, [], {
      minReconnectionDelay: 300,
      maxReconnectionDelay: 5_000,
      maxEnqueuedMessages: 0,
    });
    socket.addEventListener("open", () => {
      for (const request of this.protocol.connected()) this.send(request);
      this.become("live");
    });
    socket.addEventListener("message", (event) => {
      for (const request of this.protocol.receive(readFrames(String(event.data)))) {
        this.send(request);
      }
      this.become(this.protocol.degraded ? "degraded" : "live");
    });
    socket.addEventListener("close", (event) => {
      if (event.code === SIGN_IN_AGAIN) this.close();
      this.become("offline");
    });
    this.socket = socket;
  }

  private send(request: Request): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
  }

  private closeIfUnused(): void {
    if (this.topics === 0) this.close();
  }

  private close(): void {
    this.socket?.close();
    this.socket = null;
  }

  private become(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

export const live = new LiveConnection();
