import { Route, Routes } from "react-router";
import { FlowList } from "./FlowList";

export default function FlowsRoutes() {
  return (
    <Routes>
      <Route index element={<FlowList />} />
    </Routes>
  );
}
