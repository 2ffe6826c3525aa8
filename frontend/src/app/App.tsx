import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@/theme/tokens.css";
import "@/theme/global.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { RouterProvider } from "react-router";
import { createQueryClient } from "@/api/query";
import { theme, variables } from "@/theme/theme";
import { router } from "./router";
import { SessionGate } from "./session/SessionGate";

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={variables}>
      <Notifications position="bottom-right" />
      <QueryClientProvider client={client}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
