import { createContext } from "react";

/** What an edge on the canvas can be asked for; nothing, where the graph is only looked at. */
export const EdgeActions = createContext<{ insert?: (edge: string) => void }>({});
