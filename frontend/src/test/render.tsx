import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import type { Me } from "@/api/types";
import { SessionContext } from "@/app/session/session";
import { theme, variables } from "@/theme/theme";

export const ANALYST: Me = {
  username: "analyst",
  display_name: "Analyst",
  roles: ["analyst"],
  sections: ["wall", "flows", "executions", "dead-letters", "connections"],
  environment: { name: "demonstration", label: "Demonstration" },
  version: "0.1.0",
};

interface Options {
  at?: string;
  me?: Me;
}

/** Renders inside the providers of the console. Nothing is retried and nothing animates. */
export function renderConsole(content: ReactNode, { at = "/", me = ANALYST }: Options = {}) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, gcTime: Number.POSITIVE_INFINITY } },
  });
  const result = render(
    <MantineProvider theme={theme} cssVariablesResolver={variables} env="test">
      <QueryClientProvider client={client}>
        <SessionContext value={me}>
          <MemoryRouter initialEntries={[at]}>{content}</MemoryRouter>
        </SessionContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...result, client };
}
