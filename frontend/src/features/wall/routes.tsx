import { Route, Routes } from "react-router";
import { Wall } from "./Wall";

export default function WallRoutes() {
  return (
    <Routes>
      <Route index element={<Wall />} />
    </Routes>
  );
}
