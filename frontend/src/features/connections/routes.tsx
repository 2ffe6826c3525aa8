import { Route, Routes } from "react-router";
import { ConnectionList } from "./ConnectionList";
import { ConnectionPage } from "./ConnectionPage";
import { NewConnection } from "./NewConnection";

export default function ConnectionsRoutes() {
  return (
    <Routes>
      <Route index element={<ConnectionList />} />
      <Route path="new" element={<NewConnection />} />
      <Route path=":slug" element={<ConnectionPage />} />
    </Routes>
  );
}
