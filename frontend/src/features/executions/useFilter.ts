import { useAddress } from "@/ui/useAddress";

const NAMES = [
  "flow",
  "status",
  "business_key",
  "business_key_prefix",
  "received_after",
  "received_before",
] as const;
export type FilterName = (typeof NAMES)[number];

/** The filter of the list; its address holds it. */
export const useFilter = () => useAddress(NAMES);
