import { ActionIcon, Tooltip } from "@mantine/core";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { Link } from "react-router";
import { Logo } from "@/ui/Logo";
import { sectionsOf } from "../sections";
import { useMe } from "../session/session";
import { Environment } from "./Environment";
import { Nav } from "./Nav";
import { SchemeToggle } from "./SchemeToggle";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";

export function Header({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const me = useMe();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand} aria-label="Fairlead, first page">
        <Logo />
        <span>Fairlead</span>
      </Link>
      <Environment name={me.environment.name} label={me.environment.label} />
      <Nav sections={sectionsOf(me)} />
      <div className={classes.side}>
        <button type="button" className={classes.search} onClick={onSearch}>
          <IconSearch size={14} aria-hidden />
          <span>Search</span>
          <kbd aria-hidden>Ctrl K</kbd>
        </button>
        <Tooltip label="Keys (?)">
          <ActionIcon aria-label="Show the keys" onClick={onHelp}>
            <IconKeyboard size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
        <SchemeToggle />
        <UserMenu />
      </div>
    </header>
  );
}
