import { Route, Routes } from "react-router";
import { Systems } from "./Systems";

export default function SystemsRoutes() {
  return (
    <Routes>
      <Route index element={<Systems />} />
    </Routes>
  );
}
