// What a page does for a case, and what it sees of it.
"use strict";

async function seeResponse(response) {
  const { status, type, url, redirected } = response;
  return { status, type, url, redirected, headers: [...response.headers], body: await response.text() };
}

async function performOne([url, init]) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 30000);
  try {
    return await seeResponse(await fetch(url, { ...init, signal: stop.signal }));
  } catch (error) {
    return { error: error.name };
  } finally {
    clearTimeout(timer);
  }
}

async function perform(fetches) {
  const seen = [];
  for (const one of fetches) seen.push(await performOne(one));
  return seen;
}
