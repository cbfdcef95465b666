// The key stays in this tab unless its owner asks for more: sessionStorage ends with the tab, localStorage does not.
const entry = 'healthgraph:key';

export function storedKey() {
  return sessionStorage.getItem(entry) ?? localStorage.getItem(entry) ?? '';
}

export function isRemembered() {
  return localStorage.getItem(entry) !== null;
}

export function storeKey(key, remember) {
  forgetKey();
  (remember ? localStorage : sessionStorage).setItem(entry, key);
}

export function forgetKey() {
  sessionStorage.removeItem(entry);
  localStorage.removeItem(entry);
}

/** Null when the server knows the key, else a sentence for its owner. */
export async function complaintAbout(key) {
  let response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
  } catch {
    return 'The server does not answer.';
  }

  if (response.ok) {
    return null;
  }

  const body = await response.json().catch(() => null);
  return body?.errors?.[0]?.message ?? `The server answered ${response.status}.`;
}
