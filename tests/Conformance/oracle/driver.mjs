// What the scripts share: asking the driver, and responses reduced to what both engines must agree on.
export const plain = (result) => JSON.parse(JSON.stringify(result, (key, value) => (key === 'extensions' ? undefined : value)));

export async function ask(driver, body) {
  const response = await fetch(`${driver}/execute`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  const text = await response.text();
  try { return plain(JSON.parse(text)); } catch { return { status: response.status, text }; }
}
