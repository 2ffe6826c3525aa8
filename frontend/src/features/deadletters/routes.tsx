import { Route, Routes } from "react-router";
import { PageHeader } from "@/ui/PageHeader";
import { LoadingRows } from "@/ui/states";

export default function DeadLettersRoutes() {
  return (
    <Routes>
      <Route index element={<Page />} />
    </Routes>
  );
}

function Page() {
  return (
    <>
      <PageHeader title="Dead letters" />
      <LoadingRows />
    </>
  );
}
