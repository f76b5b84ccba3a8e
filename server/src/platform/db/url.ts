/** The same server and settings, with another login. Keeps query parameters such as `host` and `sslmode`. */
export function withLogin(url: string, role: string, password: string): string {
  const changed = settable(url);
  changed.username = encodeURIComponent(role);
  changed.password = encodeURIComponent(password);
  return changed.href;
}

/** The same server and login, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = settable(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** `postgresql:///name?host=/run/postgresql` has no host to hang a login on; the parameter decides anyway. */
function settable(url: string): URL {
  return new URL(url.replace(/^(postgres(?:ql)?:\/\/)\//, '$1localhost/'));
}
