import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e2f1f5",
  "#c5e3ea",
  "#9fd0dc",
  "#77bccd",
  "#57b7cf",
  "#2f93ab",
  "#1a7a91",
  "#0f6378",
  "#0b4f61",
  "#073b49",
];

const dark: MantineColorsTuple = [
  "#e3e7ec",
  "#c3cad3",
  "#98a3b0",
  "#6f7a87",
  "#454e5a",
  "#2c333c",
  "#20252c",
  "#191d23",
  "#12151a",
  "#0e1115",
];

/** What explains a field: small, yet with room between its lines. */
const EXPLAINS = { fontSize: "12px", lineHeight: "16px" };

/** Dense and quiet: 14 px text, two weights, small radii, no shadows on resting surfaces. */
export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, dark },
  black: "#1a1f26",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: "var(--fl-mono)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  fontWeights: { regular: "400", medium: "600", bold: "600" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    NumberInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", checkIconPosition: "right" } },
    Textarea: { defaultProps: { size: "sm" } },
    InputWrapper: { styles: { description: EXPLAINS } },
    Checkbox: { styles: { description: EXPLAINS } },
    Radio: { styles: { description: EXPLAINS } },
    SegmentedControl: { styles: { label: { paddingInline: 12 } } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": "Close" },
        // A dialog's head is no banner of the page.
        attributes: { header: { role: "presentation" } },
        transitionProps: { duration: 120 },
      },
    },
    Drawer: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": "Close" },
        attributes: { header: { role: "presentation" } },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close the message" } } },
    PasswordInput: {
      defaultProps: {
        size: "sm",
        visibilityToggleButtonProps: { "aria-label": "Show the password" },
      },
    },
  },
});

/** Binds the component library's own surfaces to the tokens, so that both look like one product. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--fl-surface)",
    "--mantine-color-text": "var(--fl-text)",
    "--mantine-color-dimmed": "var(--fl-text-dim)",
    "--mantine-color-placeholder": "var(--fl-text-dim)",
    "--mantine-color-default": "var(--fl-surface)",
    "--mantine-color-default-hover": "var(--fl-hover)",
    "--mantine-color-default-border": "var(--fl-border-strong)",
    "--mantine-color-anchor": "var(--fl-accent)",
    "--mantine-color-error": "var(--fl-state-bad)",
  };
  return { variables: {}, light: shared, dark: shared };
};
