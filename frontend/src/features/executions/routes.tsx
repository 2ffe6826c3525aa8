import { Route, Routes } from "react-router";
import { ExecutionDetailPage } from "./detail/ExecutionDetailPage";
import { ExecutionList } from "./ExecutionList";

export default function ExecutionsRoutes() {
  return (
    <Routes>
      <Route index element={<ExecutionList />} />
      <Route path=":id" element={<ExecutionDetailPage />} />
    </Routes>
  );
}
