import { Route, Routes } from "react-router";
import { AuditTrail } from "./AuditTrail";

export default function AuditRoutes() {
  return (
    <Routes>
      <Route index element={<AuditTrail />} />
    </Routes>
  );
}
