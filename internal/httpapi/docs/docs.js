// Draws openapi.json: every operation with its parameters, body and answers. Text goes in as text, never as markup.
'use strict';

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== undefined && child !== ''));
  return node;
};

let doc;

const resolve = (schema) => {
  const ref = schema && schema.$ref;
  if (!ref) return [schema || {}, ''];
  const name = ref.split('/').pop();
  return [doc.components.schemas[name] || {}, name];
};

const typeOf = (schema) => {
  const [full, name] = resolve(schema);
  const type = Array.isArray(full.type) ? full.type.join(' or ') : full.type || 'any';
  if (type.startsWith('array')) return `list of ${typeOf(full.items)}`;
  if (full.enum) return full.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (name) return name;
  if (type === 'object' && full.additionalProperties && full.additionalProperties !== true) {
    return `map of ${typeOf(full.additionalProperties)}`;
  }
  return full.format ? `${type} (${full.format})` : type;
};

const limits = (schema) => {
  const words = { minLength: 'at least', maxLength: 'at most', minimum: '≥', maximum: '≤', maxItems: 'at most', minItems: 'at least', default: 'default' };
  return Object.entries(words)
    .filter(([key]) => schema[key] !== undefined)
    .map(([key, word]) => `${word} ${schema[key]}${key.endsWith('Length') ? ' characters' : ''}`)
    .join(', ');
};

// An object's members; those of members are shown when they are opened, so that recursion costs nothing.
const members = (schema, depth = 0) => {
  let [full] = resolve(schema);
  while (full.type === 'array') [full] = resolve(full.items);
  if (!full.properties) return undefined;
  const rows = Object.entries(full.properties).map(([name, property]) => {
    const [inner] = resolve(property);
    const required = (full.required || []).includes(name);
    const cell = el('td', {}, el('code', {}, typeOf(property)));
    const about = [property.description || inner.description, limits(inner)].filter(Boolean).join(' · ');
    if (about) cell.append(el('div', { class: 'who' }, about));
    const [item] = resolve(inner.items);
    if (depth < 6 && (inner.properties || item.properties)) {
      const more = el('details', {}, el('summary', {}, 'members'));
      more.addEventListener('toggle', () => {
        if (more.childElementCount === 1) more.append(members(property, depth + 1));
      });
      cell.append(more);
    }
    return el('tr', {}, el('td', {}, el('code', {}, name), required ? el('div', { class: 'required' }, 'required') : ''), cell);
  });
  return el('table', {}, ...rows);
};

const bodyOf = (content) => {
  const [type, media] = Object.entries(content || {})[0] || [];
  if (!type) return undefined;
  const box = el('div', {}, el('code', {}, `${type} · ${typeOf(media.schema)}`));
  const table = members(media.schema);
  if (table) box.append(table);
  return box;
};

const section = (method, path, operation) => {
  const id = operation.operationId || `${method}-${path}`;
  const access = (operation.security || []).flatMap((rule) => Object.keys(rule));
  const box = el(
    'section',
    { id, 'data-text': `${method} ${path} ${operation.summary || ''} ${id}`.toLowerCase() },
    el('h3', {}, operation.summary || id),
    el('div', { class: 'call' }, el('code', {}, el('span', { class: 'method' }, method.toUpperCase()), ` ${path}`)),
    el('div', { class: 'who' }, access.length ? `needs: ${access.join(' or ')}` : 'open to everyone'),
    operation.description ? el('p', {}, operation.description) : '',
  );
  if (operation.parameters && operation.parameters.length) {
    const rows = operation.parameters.map((parameter) =>
      el(
        'tr',
        {},
        el('td', {}, el('code', {}, parameter.name), el('div', { class: 'who' }, parameter.in), parameter.required ? el('div', { class: 'required' }, 'required') : ''),
        el('td', {}, el('code', {}, typeOf(parameter.schema)), el('div', { class: 'who' }, [parameter.description, limits(parameter.schema || {})].filter(Boolean).join(' · '))),
      ),
    );
    box.append(el('h4', {}, 'Parameters'), el('table', {}, ...rows));
  }
  const sent = operation.requestBody && bodyOf(operation.requestBody.content);
  if (sent) box.append(el('h4', {}, 'Body'), sent);
  box.append(el('h4', {}, 'Answers'));
  const refusals = [];
  for (const [status, response] of Object.entries(operation.responses || {})) {
    if (Number(status) >= 400) {
      refusals.push(status);
      continue;
    }
    const details = el('details', status < '300' ? { open: '' } : {}, el('summary', {}, `${status} ${response.description || ''}`));
    const shown = bodyOf(response.content);
    if (shown) details.append(shown);
    box.append(details);
  }
  if (refusals.length) box.append(el('p', { class: 'who' }, `Refusals (problem documents): ${refusals.join(', ')}`));
  return box;
};

const draw = () => {
  document.getElementById('about').textContent = `${doc.info.description || ''} Version ${doc.info.version}.`;
  const groups = new Map();
  for (const [path, operations] of Object.entries(doc.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (typeof operation !== 'object' || !operation.responses) continue;
      const tag = (operation.tags && operation.tags[0]) || 'Other';
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push([method, path, operation]);
    }
  }
  const index = document.getElementById('index');
  const main = document.getElementById('operations');
  for (const [tag, list] of groups) {
    index.append(el('h2', {}, tag));
    for (const [method, path, operation] of list) {
      const box = section(method, path, operation);
      main.append(box);
      index.append(el('a', { href: `#${box.id}`, 'data-for': box.id }, operation.summary || `${method} ${path}`));
    }
  }
  document.getElementById('find').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const box of main.children) {
      const fits = words.every((word) => box.dataset.text.includes(word));
      box.hidden = !fits;
      index.querySelector(`[data-for="${CSS.escape(box.id)}"]`).hidden = !fits;
    }
  });
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
};

fetch('/api/openapi.json')
  .then((response) => response.json())
  .then((json) => {
    doc = json;
    draw();
  })
  .catch(() => {
    document.getElementById('about').textContent = 'The document could not be read. Reload the page to try again.';
  });
