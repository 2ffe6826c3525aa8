import { useDebouncedCallback } from "@mantine/hooks";
import { useRef, useState } from "react";

const TYPING_MS = 300;

/**
 * A text that is typed here and counts elsewhere, once the typing rests: what to show, and how to type.
 * One shorter than `fewest` counts as none.
 */
export function useTyped(
  value: string | undefined,
  onChange: (value: string | null) => void,
  fewest = 1,
) {
  const [typed, setTyped] = useState(value ?? "");
  const sent = useRef(value);
  if (sent.current !== value) {
    // It was changed elsewhere: by a view, by "Clear", by going back.
    sent.current = value;
    setTyped(value ?? "");
  }
  const send = useDebouncedCallback((text: string) => {
    const trimmed = text.trim();
    sent.current = trimmed.length >= fewest ? trimmed : undefined;
    onChange(sent.current ?? null);
  }, TYPING_MS);
  const type = (text: string) => {
    setTyped(text);
    send(text);
  };
  return [typed, type] as const;
}
