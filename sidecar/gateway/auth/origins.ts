/**
 * Whether a page of this origin may talk to us. Requests without an Origin header come from programs, not from pages:
 * they carry a token of their own and no browser can be tricked into sending them.
 */
export function originAllowed(
  origin: string | undefined,
  settings: { readonly publicUrl: string; readonly allowedOrigins: readonly string[] },
): boolean {
  if (origin === undefined) return true;
  return origin === new URL(settings.publicUrl).origin || settings.allowedOrigins.includes(origin);
}
