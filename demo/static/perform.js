"use strict";

/* Make one request as a page would, and say what the page got.

   A classic script, since a sandboxed document may not import modules from its own server.
   An outcome is {verdict: "readable", status, headers, body} or {verdict: "blocked", error}. */

// eslint-disable-next-line no-unused-vars
async function perform(request) {
  try {
    return await (request.through === "XMLHttpRequest" ? byXhr(request) : byFetch(request));
  } catch (error) {
    // A page learns no more than this when the browser keeps an answer from it.
    return { verdict: error instanceof TypeError ? "blocked" : "failed", error: String(error) };
  }
}

async function byFetch({ url, method, headers, body, credentials, reads }) {
  const response = await fetch(url, { method, headers, body, credentials });
  return {
    verdict: "readable",
    status: response.status,
    headers: Object.fromEntries(reads.map((name) => [name, response.headers.get(name)])),
    body: await response.text(),
  };
}

function byXhr({ url, method, headers, body, credentials, reads }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.withCredentials = credentials === "include";
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.onload = () => resolve({
      verdict: "readable",
      status: xhr.status,
      headers: Object.fromEntries(reads.map((name) => [name, xhr.getResponseHeader(name)])),
      body: xhr.responseText,
    });
    xhr.onerror = () => reject(new TypeError("XMLHttpRequest: error"));
    xhr.send(body);
  });
}
