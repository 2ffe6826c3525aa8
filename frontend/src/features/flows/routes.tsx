import { lazy } from "react";
import { Route, Routes } from "react-router";
import { FlowList } from "./FlowList";

const DesignerPage = lazy(async () => ({
  default: (await import("@/features/designer/DesignerPage")).DesignerPage,
}));
const VersionPage = lazy(async () => ({
  default: (await import("@/features/designer/versions/VersionPage")).VersionPage,
}));

const DeveloperPage = lazy(async () => ({
  default: (await import("@/features/developer/DeveloperPage")).DeveloperPage,
}));

export default function FlowsRoutes() {
  return (
    <Routes>
      <Route index element={<FlowList />} />
      <Route path=":slug" element={<DesignerPage />} />
      <Route path=":slug/use" element={<DeveloperPage />} />
      <Route path=":slug/versions/:number" element={<VersionPage />} />
    </Routes>
  );
}
