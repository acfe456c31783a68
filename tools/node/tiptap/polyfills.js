// Functions that Tiptap calls and the floor (Chromium 86) lacks; tools/node/floor.js finds any other.
export const POLYFILLED = ["Array.findLast", "Object.hasOwn"];

if (!Object.hasOwn) {
  Object.defineProperty(Object, "hasOwn", {
    configurable: true,
    writable: true,
    value: (object, name) => Object.prototype.hasOwnProperty.call(object, name),
  });
}

if (!Array.prototype.findLast) {
  Object.defineProperty(Array.prototype, "findLast", {
    configurable: true,
    writable: true,
    value(accepts, self) {
      for (let at = this.length - 1; at >= 0; at -= 1) {
        if (accepts.call(self, this[at], at, this)) return this[at];
      }
      return undefined;
    },
  });
}
