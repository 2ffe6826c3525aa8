import { Button } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { type ComponentType, lazy } from "react";
import {
  createBrowserRouter,
  isRouteErrorResponse,
  Link,
  Navigate,
  useRouteError,
} from "react-router";
import { unreachable } from "@/api/problem";
import { PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, NoPermission } from "@/ui/states";
import { isMissingPart, startAnew, startAnewAlone } from "./anew";
import { SectionGate } from "./SectionGate";
import { sectionsOf } from "./sections";
import { useMe } from "./session/session";
import { Shell } from "./shell/Shell";

export const router = createBrowserRouter([
  {
    path: "/",
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, element: <FirstPage /> },
          section("wall", "wall", () => import("@/features/wall/routes")),
          section("flows", "flows", () => import("@/features/flows/routes")),
          section("executions", "executions", () => import("@/features/executions/routes")),
          section("dead-letters", "deadletters", () => import("@/features/deadletters/routes")),
          section("connections", "connections", () => import("@/features/connections/routes")),
          section("systems", "systems", () => import("@/features/connections/systemsRoutes")),
          section("tokens", "tokens", () => import("@/features/access/routes")),
          section("people", "people", () => import("@/features/access/peopleRoutes")),
          section("audit", "audit", () => import("@/features/audit/routes")),
          { path: "*", element: <Nowhere /> },
        ],
      },
    ],
  },
]);

/** A section's pages load when first visited; the module's default export holds its routes. */
function section(path: string, id: string, load: () => Promise<{ default: ComponentType }>) {
  const Pages = lazy(load);
  return {
    path: `${path}/*`,
    element: (
      <SectionGate id={id}>
        <Pages />
      </SectionGate>
    ),
  };
}

function FirstPage() {
  const first = sectionsOf(useMe())[0];
  return first ? <Navigate to={first.path} replace /> : <NoPermission what="any section yet" />;
}

function Nowhere() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <EmptyState
        title="There is no such page"
        actions={
          <Button component={Link} to="/" variant="default">
            To the first page
          </Button>
        }
      >
        The address may be mistyped, or what it led to has been removed. Ctrl K searches everything.
      </EmptyState>
    </>
  );
}

function Broken() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <Nowhere />;
  if (isMissingPart(error)) return <Missing />;
  return <ErrorState error={error} onRetry={() => window.location.reload()} />;
}

const AGAIN_MS = 3_000;

/** A part of the console that the server did not give; it is asked again until it does. */
function Missing() {
  useInterval(() => void startAnewAlone(), AGAIN_MS, { autoInvoke: true });
  return (
    <ErrorState
      error={unreachable()}
      title="This page could not be loaded"
      onRetry={() => startAnew()}
    />
  );
}
