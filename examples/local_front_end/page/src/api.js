const API = import.meta.env.VITE_API ?? "http://127.0.0.1:5000";

async function call(path, init) {
  const response = await fetch(API + path, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// Reading needs no preflight.
export function listTasks() {
  return call("/api/tasks");
}

// The media type is not one that a form can send, so the browser asks first: a preflight.
export function addTask(title) {
  return call("/api/tasks", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title }),
  });
}

// Nothing here says why the fetch failed: the reason is in the console only.
export function isReadable(path) {
  return call(path).then(
    () => true,
    () => false,
  );
}
