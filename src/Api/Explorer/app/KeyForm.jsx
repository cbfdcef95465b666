import { useState } from 'react';
import { complaintAbout, isRemembered } from './key.js';

export function KeyForm({ onAccepted, onForgotten, accepted }) {
  const [key, setKey] = useState('');
  const [remember, setRemember] = useState(isRemembered);
  const [complaint, setComplaint] = useState(null);
  const [busy, setBusy] = useState(false);

  if (accepted) {
    return (
      <div className="hg-key">
        <span className="hg-accepted">Key {accepted.slice(0, 11)}…</span>
        <button type="button" onClick={onForgotten}>Use another key</button>
      </div>
    );
  }

  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    const found = await complaintAbout(key.trim());
    setBusy(false);
    setComplaint(found);
    if (found === null) {
      setKey('');
      onAccepted(key.trim(), remember);
    }
  }

  return (
    <form className="hg-key" onSubmit={submit}>
      <label htmlFor="hg-key">API key</label>
      <input
        id="hg-key" type="password" placeholder="hg_…" autoComplete="off" spellCheck="false" required
        value={key} onChange={(event) => setKey(event.target.value)}
      />
      <label className="hg-remember">
        <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
        keep on this computer
      </label>
      <button type="submit" disabled={busy}>Use key</button>
      {complaint && <span className="hg-complaint" role="alert">{complaint}</span>}
    </form>
  );
}
