const field = (id) => document.getElementById(id);

field('request').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const variables = field('variables').value.trim();
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${field('key').value.trim()}` },
      body: JSON.stringify({ query: field('query').value, variables: variables ? JSON.parse(variables) : undefined }),
    });
    field('response').textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    field('response').textContent = String(error);
  }
});
