import { useEffect, useState } from "react";

import { addTask, isReadable, listTasks } from "./api.js";

export default function App() {
  const [tasks, setTasks] = useState([]);
  const [error, setError] = useState("");

  useEffect(() => {
    listTasks().then(setTasks, (reason) => setError(reason.message));
  }, []);

  async function add(form) {
    try {
      setTasks(await addTask(form.get("title")));
    } catch (reason) {
      setError(reason.message);
    }
  }

  return (
    <main>
      <h1>Tasks</h1>
      <ul aria-label="Tasks">
        {tasks.map((title, index) => (
          <li key={index}>{title}</li>
        ))}
      </ul>
      <form action={add}>
        <input name="title" aria-label="New task" required /> <button>Add</button>
      </form>
      {error && <p role="alert">{error}</p>}
      <h2>Outside /api/</h2>
      <dl>
        <Probe path="/health" />
        <Probe path="/apix" />
      </dl>
    </main>
  );
}

function Probe({ path }) {
  const [verdict, setVerdict] = useState("asking");

  useEffect(() => {
    isReadable(path).then((readable) => setVerdict(readable ? "readable" : "not readable"));
  }, [path]);

  return (
    <>
      <dt>{path}</dt>
      <dd data-path={path}>{verdict}</dd>
    </>
  );
}
