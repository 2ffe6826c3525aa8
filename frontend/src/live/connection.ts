/** The page's one socket to /ws/live/. Opened with the first topic, closed with the last. */

import { WebSocket as ReconnectingSocket } from "partysocket";
import { api } from "@/api/client";
import { type Listener, LiveProtocol, type Request, readFrames } from "./protocol";

export type LiveState = "connecting" | "live" | "degraded" | "offline";

const SIGN_IN_AGAIN = 4401;
const LINGER_MS = 2_000;
/** The server says something at least every two seconds; after this much silence the line is dead. */
const SILENCE_MS = 6_000;
const LISTEN_EVERY_MS = 1_000;
const LATER_MS = 5_000;

class LiveConnection {
  private readonly protocol = new LiveProtocol();
  private readonly watchers = new Set<() => void>();
  private socket: ReconnectingSocket | null = null;
  private heardAt = 0;
  private watchdog: ReturnType<typeof setInterval> | undefined;
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

  /** Tells the others at a flow whether this window has unsaved changes. */
  mark(topic: string, unsaved: boolean): void {
    this.send({ op: "mark", topic, unsaved });
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly current = (): LiveState => this.state;

  private open(): void {
    if (this.socket || this.topics === 0) return;
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const socket = new ReconnectingSocket(`${scheme}://${window.location.host}/ws/live/`, [], {
      minReconnectionDelay: 300,
      maxReconnectionDelay: 5_000,
      maxEnqueuedMessages: 0,
    });
    this.socket = socket;
    this.watchdog = setInterval(() => this.listen(), LISTEN_EVERY_MS);
    socket.addEventListener("open", () => {
      this.heardAt = Date.now();
      for (const request of this.protocol.connected()) this.send(request);
      this.become("live");
    });
    socket.addEventListener("message", (event) => this.receive(String(event.data)));
    socket.addEventListener("close", (event) => {
      if (this.socket !== socket) return;
      this.become("offline");
      if (event.code === SIGN_IN_AGAIN) this.turnedAway();
    });
  }

  private receive(text: string): void {
    this.heardAt = Date.now();
    for (const request of this.protocol.receive(readFrames(text))) this.send(request);
    this.become(this.protocol.degraded ? "degraded" : "live");
  }

  /** A line can die without a word (a sleeping laptop, a lost network): silence tells. */
  private listen(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.heardAt < SILENCE_MS) return;
    this.become("offline");
    this.socket.reconnect();
  }

  /** The session is over, or was replaced. Asking who one is shows the sign-in page where it is over. */
  private turnedAway(): void {
    this.close();
    api.GET("/api/v1/me/").catch(() => undefined);
    setTimeout(() => this.open(), LATER_MS);
  }

  private send(request: Request): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
  }

  private closeIfUnused(): void {
    if (this.topics > 0 || !this.socket) return;
    this.close();
    this.become("connecting");
  }

  private close(): void {
    clearInterval(this.watchdog);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private become(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

export const live = new LiveConnection();
