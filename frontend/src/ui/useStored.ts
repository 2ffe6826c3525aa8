import { useLocalStorage } from "@mantine/hooks";

/** A per-browser preference that survives a reload. */
export function useStored<T>(key: string, fallback: T) {
  return useLocalStorage<T>({
    key: `fairlead.${key}`,
    defaultValue: fallback,
    getInitialValueInEffect: false,
  });
}
