import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The API names http://localhost:3000. On another port the page would be on another origin, and
// the browser would refuse it, so do not wander off to the next free port.
const address = { host: "localhost", port: 3000, strictPort: true };

export default defineConfig({
  plugins: [react()],
  server: address,
  preview: address,
});
