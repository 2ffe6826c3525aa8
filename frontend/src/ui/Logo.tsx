/** A line led through a ring. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f6378" />
      <circle cx="16" cy="16" r="7" fill="none" stroke="#fff" strokeWidth="3" />
      <path d="M3 16h6M23 16h6" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
