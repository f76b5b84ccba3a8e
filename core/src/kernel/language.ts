/** The languages a person can read Linli in. Chinese is the first and the fallback. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** One sentence or label in every language; a missing language does not compile. */
export type Text = Readonly<Record<Language, string>>;

/** Fills `{name}` places of a template. An unknown name stays visible, so that a mistake is seen and not hidden. */
export function fill(template: string, params: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The language to answer in, from an HTTP `Accept-Language` value. */
export function preferredLanguage(header: string | undefined): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    const found = languages.find((language) => language === tag);
    if (found) return found;
  }
  return 'zh';
}
