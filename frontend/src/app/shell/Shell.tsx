import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Suspense } from "react";
import { Outlet, useNavigate } from "react-router";
import { LiveBanner } from "@/live/LiveBanner";
import { LoadingRows } from "@/ui/states";
import { sectionsOf } from "../sections";
import { useMe } from "../session/session";
import { useKeys } from "../useKeys";
import { Header } from "./Header";
import { KeysHelp } from "./KeysHelp";
import { SearchPalette } from "./SearchPalette";
import classes from "./Shell.module.css";

/** The frame of every page: header, search, keys, and the page below. */
export function Shell() {
  const me = useMe();
  const navigate = useNavigate();
  const [searching, search] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);

  useHotkeys([["mod+K", search.toggle]], []);
  useKeys((command) => {
    if ("help" in command) return help.open();
    const section = sectionsOf(me).find((candidate) => candidate.letter === command.go);
    if (section) navigate(section.path);
  });

  return (
    <div className={classes.shell}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div>
        <Header onSearch={search.open} onHelp={help.open} />
        <LiveBanner />
      </div>
      <main id="page" className={classes.page} tabIndex={-1}>
        <Suspense fallback={<LoadingRows />}>
          <Outlet />
        </Suspense>
      </main>
      <SearchPalette opened={searching} onClose={search.close} />
      <KeysHelp opened={helping} onClose={help.close} />
    </div>
  );
}
