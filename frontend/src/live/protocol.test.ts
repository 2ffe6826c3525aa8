import { describe, expect, it } from "vitest";
import { type Frame, LiveProtocol, readFrames } from "./protocol";

const frame = (seq: number, kind: Frame["kind"] = "delta", topic = "wall"): Frame => ({
  topic,
  seq,
  kind,
  data: seq,
});

function following() {
  const protocol = new LiveProtocol();
  const seen: number[] = [];
  const listener = (one: Frame) => seen.push(one.data as number);
  protocol.follow("wall", listener);
  return { protocol, seen, listener };
}

describe("the live protocol", () => {
  it("delivers a snapshot and the deltas that follow it", () => {
    const { protocol, seen } = following();
    expect(protocol.receive([frame(1, "snapshot"), frame(2), frame(3)])).toEqual([]);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("asks once for a snapshot where a frame is missing, and delivers nothing until it comes", () => {
    const { protocol, seen } = following();
    const asked = protocol.receive([frame(1, "snapshot"), frame(3), frame(4)]);
    expect(asked).toEqual([{ op: "resync", topic: "wall" }]);
    expect(protocol.receive([frame(5, "snapshot"), frame(6)])).toEqual([]);
    expect(seen).toEqual([1, 5, 6]);
  });

  it("subscribes to everything anew after a reconnect and takes the numbers from there", () => {
    const { protocol, seen } = following();
    protocol.receive([frame(1, "snapshot"), frame(2)]);
    expect(protocol.connected()).toEqual([{ op: "subscribe", topic: "wall" }]);
    protocol.receive([frame(1, "snapshot")]);
    expect(seen).toEqual([1, 2, 1]);
  });

  it("subscribes with the first listener and unsubscribes with the last", () => {
    const { protocol, listener } = following();
    const second = () => {};
    expect(protocol.follow("wall", second)).toEqual({ op: "resync", topic: "wall" });
    expect(protocol.leave("wall", listener)).toBeNull();
    expect(protocol.leave("wall", second)).toEqual({ op: "unsubscribe", topic: "wall" });
    expect(protocol.leave("wall", second)).toBeNull();
  });

  it("knows whether the live channel is degraded", () => {
    const { protocol } = following();
    protocol.receive([frame(1, "snapshot"), frame(2, "degraded")]);
    expect(protocol.degraded).toBe(true);
    protocol.receive([frame(3, "recovered")]);
    expect(protocol.degraded).toBe(false);
  });

  it("ignores topics that nobody follows, and messages that are no frames", () => {
    const { protocol, seen } = following();
    expect(protocol.receive([frame(1, "snapshot", "executions")])).toEqual([]);
    expect(readFrames("{")).toEqual([]);
    expect(readFrames("{}")).toEqual([]);
    expect(seen).toEqual([]);
  });
});
