import { Route, Routes } from "react-router";
import { People } from "./people/People";

export default function PeopleRoutes() {
  return (
    <Routes>
      <Route index element={<People />} />
    </Routes>
  );
}
