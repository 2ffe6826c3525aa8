import { Route, Routes } from "react-router";
import { DeadLetters } from "./DeadLetters";
import { GroupPage } from "./GroupPage";

export default function DeadLettersRoutes() {
  return (
    <Routes>
      <Route index element={<DeadLetters />} />
      <Route path=":group" element={<GroupPage />} />
    </Routes>
  );
}
