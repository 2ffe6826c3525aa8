import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link, NavLink, useLocation } from "react-router";
import type { Section } from "../sections";
import classes from "./Shell.module.css";
import { useFitting } from "./useFitting";

/** The sections in one line; those for which the window is too narrow stand in a menu. */
export function Nav({ sections }: { sections: readonly Section[] }) {
  const { line, fitting } = useFitting(sections.length);
  const others = sections.slice(fitting);
  return (
    <nav className={classes.nav} aria-label="Sections">
      <div ref={line} className={classes.line}>
        {sections.map(({ id, title, path, icon: Icon }, index) => (
          <NavLink
            key={id}
            to={path}
            className={classes.link}
            data-over={index >= fitting || undefined}
            aria-hidden={index >= fitting || undefined}
          >
            <Icon size={16} stroke={1.75} aria-hidden />
            {title}
          </NavLink>
        ))}
      </div>
      {others.length > 0 && <More sections={others} />}
    </nav>
  );
}

function More({ sections }: { sections: readonly Section[] }) {
  const { pathname } = useLocation();
  const here = sections.find(({ path }) => pathname.startsWith(path));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.link} aria-current={here ? "page" : undefined}>
          {here?.title ?? "More"}
          <IconChevronDown size={14} aria-hidden className={classes.chevron} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {sections.map(({ id, title, path, icon: Icon }) => (
          <Menu.Item
            key={id}
            component={Link}
            to={path}
            leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
