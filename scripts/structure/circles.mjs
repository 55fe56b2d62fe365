// @ts-check

/** @typedef {import('./modules.mjs').Module} Module */

/**
 * The groups of files each of which imports all the others, directly or by way of others (Tarjan's strongly connected
 * components). A file that imports itself is a group too.
 * @param {ReadonlyMap<string, Pick<Module, 'imports'>>} modules by path
 * @returns {string[][]} each group sorted
 */
export function findCircles(modules) {
  /** @type {Map<string, number>} */
  const orders = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];

  /**
   * @param {string} path
   * @returns {number} the lowest order of the files on the stack that it leads to
   */
  function visit(path) {
    const order = orders.size;
    orders.set(path, order);
    const depth = stack.push(path) - 1;
    let lowest = order;
    for (const imported of modules.get(path)?.imports ?? []) {
      if (!orders.has(imported)) lowest = Math.min(lowest, visit(imported));
      else if (stack.includes(imported)) lowest = Math.min(lowest, orders.get(imported) ?? lowest);
    }
    if (lowest === order) addCircle(stack.splice(depth));
    return lowest;
  }

  /** @param {string[]} group */
  function addCircle(group) {
    const [first = ''] = group;
    if (group.length > 1 || modules.get(first)?.imports.has(first)) circles.push(group.sort());
  }

  for (const path of modules.keys()) if (!orders.has(path)) visit(path);
  return circles;
}
