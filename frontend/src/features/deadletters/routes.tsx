import { Route, Routes } from "react-router";
import { DeadLetters } from "./DeadLetters";

export default function DeadLettersRoutes() {
  return (
    <Routes>
      <Route index element={<DeadLetters />} />
    </Routes>
  );
}
