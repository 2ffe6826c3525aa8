import { Route, Routes } from "react-router";
import { Tokens } from "./Tokens";

export default function AccessRoutes() {
  return (
    <Routes>
      <Route index element={<Tokens />} />
    </Routes>
  );
}
