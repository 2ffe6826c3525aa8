/**
 * The rules of the live channel, without a socket: which topics are followed, whether a frame is
 * missing, and what has to be asked for. The socket feeds it and sends what it answers.
 */

export type FrameKind = "snapshot" | "delta" | "revoked" | "degraded" | "recovered" | "error";

export interface Frame {
  topic: string;
  seq: number;
  kind: FrameKind;
  data: unknown;
}

export interface Request {
  op: "subscribe" | "unsubscribe" | "resync" | "mark";
  topic: string;
  unsaved?: boolean;
}

export type Listener = (frame: Frame) => void;

interface Followed {
  listeners: Set<Listener>;
  /** Number of the last frame; null until a snapshot of this connection has come. */
  seq: number | null;
}

export class LiveProtocol {
  private readonly followed = new Map<string, Followed>();
  degraded = false;

  /** Adds a listener; answers what to send. Every new listener gets a snapshot. */
  follow(topic: string, listener: Listener): Request {
    const known = this.followed.get(topic);
    if (known) {
      known.listeners.add(listener);
      return { op: "resync", topic };
    }
    this.followed.set(topic, { listeners: new Set([listener]), seq: null });
    return { op: "subscribe", topic };
  }

  /** Removes a listener; answers what to send when it was the topic's last. */
  leave(topic: string, listener: Listener): Request | null {
    const known = this.followed.get(topic);
    if (!known?.listeners.delete(listener) || known.listeners.size > 0) return null;
    this.followed.delete(topic);
    return { op: "unsubscribe", topic };
  }

  /** A new connection knows nothing: subscribes to all topics anew, and numbers start again. */
  connected(): Request[] {
    this.degraded = false;
    return [...this.followed.entries()].map(([topic, known]) => {
      known.seq = null;
      return { op: "subscribe", topic };
    });
  }

  /** Takes one message (an array of frames); answers the topics that must be resynchronised. */
  receive(frames: readonly Frame[]): Request[] {
    const requests: Request[] = [];
    for (const frame of frames) {
      const known = this.followed.get(frame.topic);
      if (known && !this.deliver(known, frame)) requests.push({ op: "resync", topic: frame.topic });
    }
    return requests;
  }

  /** False where a frame before this one is missing; the frame is not delivered then. */
  private deliver(known: Followed, frame: Frame): boolean {
    const expected = known.seq === null ? null : known.seq + 1;
    if (frame.kind === "error") {
      this.tell(known, frame);
      return true;
    }
    if (frame.kind !== "snapshot" && frame.seq !== expected) {
      const asked = known.seq === null;
      known.seq = null;
      return asked;
    }
    known.seq = frame.seq;
    if (frame.kind === "degraded") this.degraded = true;
    if (frame.kind === "recovered") this.degraded = false;
    this.tell(known, frame);
    return true;
  }

  private tell(known: Followed, frame: Frame): void {
    for (const listener of known.listeners) listener(frame);
  }
}

/** Reads a message of the socket; an empty list for anything that is not an array of frames. */
export function readFrames(text: string): Frame[] {
  try {
    const frames: unknown = JSON.parse(text);
    return Array.isArray(frames) ? (frames as Frame[]) : [];
  } catch {
    return [];
  }
}
